import { answerQuestion } from '@namc/db/applications/commands/apply';
import {
  approveApplications,
  askApplicant,
  declineApplications,
} from '@namc/db/applications/commands/decide';
import { beginReview } from '@namc/db/applications/commands/review';
import {
  countApplications,
  findOwnApplication,
  getApplication,
  listApplications,
} from '@namc/db/applications/queries';
import {
  answerQuestionInput,
  approveApplicationsInput,
  askApplicantInput,
  declineApplicationsInput,
  getApplicationInput,
  listApplicationsInput,
  submitApplicationInput,
} from '@namc/inputs/applications';
import { procedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';
import { submitApplication } from './submit.ts';

const reading = staffProcedure('members.read');
const editing = staffProcedure('members.edit');

export const applicationsRouter = router({
  submit: procedure.input(submitApplicationInput).mutation(({ ctx, input }) => submitApplication(ctx, input)),
  findOwn: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnApplication)) ?? null,
  ),
  answerQuestion: signedInProcedure
    .input(answerQuestionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => answerQuestion(tx, input))),

  list: reading
    .input(listApplicationsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listApplications(tx, input))),
  count: reading.query(({ ctx }) => ctx.db.read(ctx.actor, countApplications)),
  get: reading
    .input(getApplicationInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getApplication(tx, input))),
  beginReview: editing
    .input(getApplicationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginReview(tx, input))),
  approve: editing
    .input(approveApplicationsInput)
    .mutation(async ({ ctx, input }) =>
      ctx.sessions.forgetAccounts(
        await ctx.db.write(ctx.actor, (tx) => approveApplications(tx, { ...input, portal: ctx.portal })),
      ),
    ),
  decline: editing
    .input(declineApplicationsInput)
    .mutation(async ({ ctx, input }) =>
      ctx.sessions.forgetAccounts(await ctx.db.write(ctx.actor, (tx) => declineApplications(tx, input))),
    ),
  ask: editing
    .input(askApplicantInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => askApplicant(tx, { ...input, portal: ctx.portal })),
    ),
});
