import { answerQuestion } from '@namc/db/applications/commands/apply';
import {
  approveApplications,
  askApplicant,
  declineApplications,
} from '@namc/db/applications/commands/decide';
import {
  changeApplication,
  reopenApplication,
  withdrawApplication,
} from '@namc/db/applications/commands/own';
import { beginReview, endReview } from '@namc/db/applications/commands/review';
import {
  countApplications,
  findOwnApplication,
  getApplication,
  getApplicationQueue,
  listApplications,
} from '@namc/db/applications/queries';
import {
  answerQuestionInput,
  approveApplicationsInput,
  askApplicantInput,
  beginReviewInput,
  changeApplicationInput,
  declineApplicationsInput,
  endReviewInput,
  getApplicationInput,
  listApplicationsInput,
  submitApplicationInput,
} from '@namc/inputs/applications';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';
import { submitApplication } from './submit.ts';
import { writeToOwnApplication } from './write-to-own-application.ts';

export const applicationsRouter = router({
  submit: publicProcedure
    .input(submitApplicationInput)
    .mutation(({ ctx, input }) => submitApplication(ctx, input)),
  findOwn: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnApplication)) ?? null,
  ),
  answerQuestion: signedInProcedure
    .input(answerQuestionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => answerQuestion(tx, input))),
  change: signedInProcedure
    .input(changeApplicationInput)
    .mutation(({ ctx, input }) =>
      writeToOwnApplication(ctx, (tx, owner) => changeApplication(tx, { ...input, ...owner })),
    ),
  withdraw: signedInProcedure.mutation(({ ctx }) => writeToOwnApplication(ctx, withdrawApplication)),
  reopen: signedInProcedure.mutation(async ({ ctx }) =>
    ctx.sessions.forgetAccounts([await writeToOwnApplication(ctx, reopenApplication)]),
  ),

  list: staffProcedure('applications.read')
    .input(listApplicationsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listApplications(tx, input))),
  count: staffProcedure('applications.read').query(({ ctx }) => ctx.db.read(ctx.actor, countApplications)),
  getQueue: staffProcedure('applications.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getApplicationQueue),
  ),
  get: staffProcedure('applications.read')
    .input(getApplicationInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getApplication(tx, input))),
  beginReview: staffProcedure('applications.decide')
    .input(beginReviewInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginReview(tx, input))),
  endReview: staffProcedure('applications.decide')
    .input(endReviewInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => endReview(tx, input))),
  approve: staffProcedure('applications.decide')
    .input(approveApplicationsInput)
    .mutation(async ({ ctx, input }) =>
      ctx.sessions.forgetAccounts(
        await ctx.db.write(ctx.actor, (tx) => approveApplications(tx, { ...input, portal: ctx.portal })),
      ),
    ),
  decline: staffProcedure('applications.decide')
    .input(declineApplicationsInput)
    .mutation(async ({ ctx, input }) =>
      ctx.sessions.forgetAccounts(
        await ctx.db.write(ctx.actor, (tx) => declineApplications(tx, { ...input, portal: ctx.portal })),
      ),
    ),
  ask: staffProcedure('applications.decide')
    .input(askApplicantInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => askApplicant(tx, { ...input, portal: ctx.portal })),
    ),
});
