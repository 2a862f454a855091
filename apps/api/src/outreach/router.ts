import {
  addToOutreach,
  invite,
  logContact,
  makeOutreachRecord,
  removeFromOutreach,
  setOutreachEmail,
} from '@namc/db/outreach/commands';
import {
  getOutreach,
  listOutreach,
  listOutreachLicenses,
  previewInvitation,
} from '@namc/db/outreach/queries/list';
import { getOutreachRecord, listOutreachRecords } from '@namc/db/outreach/queries/records';
import {
  addToOutreachInput,
  getOutreachInput,
  getOutreachRecordInput,
  inviteInput,
  listOutreachInput,
  logContactInput,
  openClaimInput,
  outreachFirmInput,
  setOutreachEmailInput,
} from '@namc/inputs/outreach';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';
import { openClaim } from './open-claim.ts';

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
  setEmail: signedInProcedure
    .input(setOutreachEmailInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => setOutreachEmail(tx, input))),
  previewInvitation: signedInProcedure
    .input(getOutreachInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => previewInvitation(tx, input))),
  invite: signedInProcedure
    .input(inviteInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => invite(tx, { ...input, portal: ctx.portal })),
    ),
  // The page calls it once it is open, so that a program that looks at links opens nothing. The link gives no right.
  openClaim: publicProcedure.input(openClaimInput).mutation(({ ctx, input }) => openClaim(ctx, input)),
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
    setEmail: staffProcedure('projects.manage')
      .input(setOutreachEmailInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => setOutreachEmail(tx, input))),
    previewInvitation: staffProcedure('projects.manage')
      .input(getOutreachInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => previewInvitation(tx, input))),
    invite: staffProcedure('projects.manage')
      .input(inviteInput)
      .mutation(({ ctx, input }) =>
        ctx.db.write(ctx.actor, (tx) => invite(tx, { ...input, portal: ctx.portal })),
      ),
  }),
});
