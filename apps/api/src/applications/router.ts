import {
  approveApplications,
  askApplicant,
  countApplications,
  declineApplication,
  getApplication,
  listApplications,
} from '@namc/db/accounts/applications';
import {
  applicationQuestion,
  applicationQueue,
  applicationRefusal,
  applicationsApproval,
  sessionId as byId,
} from '@namc/inputs/accounts';
import { router, staffProcedure } from '../trpc.ts';

const reading = staffProcedure('members.read');
const editing = staffProcedure('members.edit');

export const applicationsRouter = router({
  list: reading
    .input(applicationQueue)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listApplications(tx, input))),
  count: reading.query(({ ctx }) => ctx.db.read(ctx.actor, countApplications)),
  get: reading
    .input(byId)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getApplication(tx, input))),
  approve: editing
    .input(applicationsApproval)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => approveApplications(tx, { ...input, portal: ctx.portal })),
    ),
  decline: editing
    .input(applicationRefusal)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => declineApplication(tx, input))),
  ask: editing
    .input(applicationQuestion)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => askApplicant(tx, { ...input, portal: ctx.portal })),
    ),
});
