import {
  approveApplications,
  askApplicant,
  declineApplications,
} from '@namc/db/applications/commands/decide';
import { beginReview } from '@namc/db/applications/commands/review';
import { countApplications, getApplication, listApplications } from '@namc/db/applications/queries';
import {
  approveApplicationsInput,
  askApplicantInput,
  beginReviewInput,
  declineApplicationsInput,
  getApplicationInput,
  listApplicationsInput,
} from '@namc/inputs/applications';
import { router, staffProcedure } from '../trpc.ts';

const reading = staffProcedure('members.read');
const editing = staffProcedure('members.edit');

export const applicationsRouter = router({
  list: reading
    .input(listApplicationsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listApplications(tx, input))),
  count: reading.query(({ ctx }) => ctx.db.read(ctx.actor, countApplications)),
  get: reading
    .input(getApplicationInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getApplication(tx, input))),
  beginReview: staffProcedure('members.edit', 'routine')
    .input(beginReviewInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginReview(tx, input))),
  approve: editing
    .input(approveApplicationsInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => approveApplications(tx, { ...input, portal: ctx.portal })),
    ),
  decline: editing
    .input(declineApplicationsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => declineApplications(tx, input))),
  ask: editing
    .input(askApplicantInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => askApplicant(tx, { ...input, portal: ctx.portal })),
    ),
});
