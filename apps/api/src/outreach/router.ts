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

// The policies decide whose projects the caller manages. Staff reach every project, by procedures that ask for their second step.
export const outreachRouter = router({
  get: signedInProcedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOutreach(tx, input))),
  list: signedInProcedure
    .input(listOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreach(tx, input))),
  listLicenses: signedInProcedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreachLicenses(tx, input))),
  listRecords: signedInProcedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreachRecords(tx, input))),
  getRecord: signedInProcedure
    .input(getOutreachRecordInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOutreachRecord(tx, input))),
  makeRecord: signedInProcedure
    .input(getOutreachInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => makeOutreachRecord(tx, input))),
  add: signedInProcedure
    .input(addToOutreachInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addToOutreach(tx, input))),
  remove: signedInProcedure
    .input(outreachFirmInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeFromOutreach(tx, input))),
  logContact: signedInProcedure
    .input(logContactInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => logContact(tx, input))),
  forStaff: router({
    get: staffProcedure('projects.manage')
      .input(getOutreachInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOutreach(tx, input))),
    list: staffProcedure('projects.manage')
      .input(listOutreachInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreach(tx, input))),
    listLicenses: staffProcedure('projects.manage')
      .input(getOutreachInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreachLicenses(tx, input))),
    listRecords: staffProcedure('projects.manage')
      .input(getOutreachInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOutreachRecords(tx, input))),
    getRecord: staffProcedure('projects.manage')
      .input(getOutreachRecordInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOutreachRecord(tx, input))),
    makeRecord: staffProcedure('projects.manage')
      .input(getOutreachInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => makeOutreachRecord(tx, input))),
    add: staffProcedure('projects.manage')
      .input(addToOutreachInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addToOutreach(tx, input))),
    remove: staffProcedure('projects.manage')
      .input(outreachFirmInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeFromOutreach(tx, input))),
    logContact: staffProcedure('projects.manage')
      .input(logContactInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => logContact(tx, input))),
  }),
});
