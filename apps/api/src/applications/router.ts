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

export const applicationsRouter = router({
  list: staffProcedure('members.read')
    .input(listApplicationsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listApplications(tx, input))),
  count: staffProcedure('members.read').query(({ ctx }) => ctx.db.read(ctx.actor, countApplications)),
  get: staffProcedure('members.read')
    .input(getApplicationInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getApplication(tx, input))),
  beginReview: staffProcedure('members.edit', 'routine')
    .input(beginReviewInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginReview(tx, input))),
  approve: staffProcedure('members.edit')
    .input(approveApplicationsInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => approveApplications(tx, { ...input, portal: ctx.portal })),
    ),
  decline: staffProcedure('members.edit')
    .input(declineApplicationsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => declineApplications(tx, input))),
  ask: staffProcedure('members.edit')
    .input(askApplicantInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => askApplicant(tx, { ...input, portal: ctx.portal })),
    ),
});
