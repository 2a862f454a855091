import { addToOutreach, logContact, removeFromOutreach } from '@namc/db/outreach/commands';
import { getOutreach, listOutreach, listOutreachLicenses } from '@namc/db/outreach/queries';
import {
  addToOutreachInput,
  getOutreachInput,
  listOutreachInput,
  logContactInput,
  outreachFirmInput,
} from '@namc/inputs/outreach';
import { router, signedInProcedure } from '../trpc.ts';

// The policies decide who manages a project: its poster, and staff who manage projects.
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
  add: signedInProcedure
    .input(addToOutreachInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addToOutreach(tx, input))),
  remove: signedInProcedure
    .input(outreachFirmInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeFromOutreach(tx, input))),
  logContact: signedInProcedure
    .input(logContactInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => logContact(tx, input))),
});
