import {
  addToOutreach,
  logContact,
  makeOutreachRecord,
  removeFromOutreach,
} from '@namc/db/outreach/commands';
import {
  getOutreach,
  getOutreachRecord,
  listOutreach,
  listOutreachLicenses,
  listOutreachRecords,
} from '@namc/db/outreach/queries';
import {
  addToOutreachInput,
  getOutreachInput,
  getOutreachRecordInput,
  listOutreachInput,
  logContactInput,
  outreachFirmInput,
} from '@namc/inputs/outreach';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

/** The same for posters and for staff. The policies decide whose projects each of them manages. */
const proceduresOf = (procedure: typeof signedInProcedure) => ({
  get: procedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOutreach(tx, input))),
  list: procedure
    .input(listOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreach(tx, input))),
  listLicenses: procedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreachLicenses(tx, input))),
  listRecords: procedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreachRecords(tx, input))),
  getRecord: procedure
    .input(getOutreachRecordInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOutreachRecord(tx, input))),
  makeRecord: procedure
    .input(getOutreachInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => makeOutreachRecord(tx, input))),
  add: procedure
    .input(addToOutreachInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addToOutreach(tx, input))),
  remove: procedure
    .input(outreachFirmInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeFromOutreach(tx, input))),
  logContact: procedure
    .input(logContactInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => logContact(tx, input))),
});

export const outreachRouter = router({
  ...proceduresOf(signedInProcedure),
  /** They reach the outreach of every project. */
  forStaff: router(proceduresOf(staffProcedure('projects.manage'))),
});
