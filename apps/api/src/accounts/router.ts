import { exportOwnData } from '@namc/db/accounts/queries';
import { answerQuestion } from '@namc/db/applications/commands/apply';
import { findOwnApplication } from '@namc/db/applications/queries';
import { listSessions } from '@namc/db/sign-in/queries';
import { changeEmailInput } from '@namc/inputs/accounts';
import { answerQuestionInput, submitApplicationInput } from '@namc/inputs/applications';
import {
  changePasswordInput,
  currentPasswordInput,
  endSessionInput,
  forgotPasswordInput,
  linkTokenInput,
  resetPasswordInput,
  secondFactorInput,
  signInInput,
} from '@namc/inputs/sign-in';
import { withCountries } from '../sign-in/countries.ts';
import type { Found } from '../sign-in/session-store.ts';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';

export const accountsRouter = router({
  submitApplication: publicProcedure
    .input(submitApplicationInput)
    .mutation(({ ctx, input }) => ctx.door.submitApplication(ctx.caller, input)),
  confirmEmail: publicProcedure
    .input(linkTokenInput)
    .mutation(({ ctx, input }) => ctx.door.confirmEmail(ctx.caller, input)),
  sendConfirmationAgain: publicProcedure
    .input(forgotPasswordInput)
    .mutation(({ ctx, input }) => ctx.door.sendConfirmationAgain(ctx.caller, input)),
  signIn: publicProcedure.input(signInInput).mutation(({ ctx, input }) => ctx.door.signIn(ctx.caller, input)),
  giveSecondFactor: publicProcedure
    .input(secondFactorInput)
    .mutation(({ ctx, input }) => ctx.door.giveSecondFactor(ctx.caller, input)),
  forgotPassword: publicProcedure
    .input(forgotPasswordInput)
    .mutation(({ ctx, input }) => ctx.door.forgotPassword(ctx.caller, input)),
  resetPassword: publicProcedure
    .input(resetPasswordInput)
    .mutation(({ ctx, input }) => ctx.door.resetPassword(ctx.caller, input)),

  /** Who is signed in; null for a visitor. */
  findMe: publicProcedure.query(({ ctx }) => (ctx.signedIn ? describe(ctx.signedIn) : null)),
  signOut: signedInProcedure.mutation(({ ctx }) => ctx.door.signOut(ctx.caller, ctx.userId)),
  findApplication: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnApplication)) ?? null,
  ),
  answerQuestion: signedInProcedure
    .input(answerQuestionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => answerQuestion(tx, input))),
  listSessions: signedInProcedure.query(async ({ ctx }) => ({
    current: ctx.signedIn.session.id,
    rows: withCountries(await ctx.db.read(ctx.actor, (tx) => listSessions(tx, ctx))),
  })),
  endSession: signedInProcedure
    .input(endSessionInput)
    .mutation(({ ctx, input }) => ctx.door.endSession(ctx.caller, ctx.userId, input)),
  endOtherSessions: signedInProcedure.mutation(({ ctx }) =>
    ctx.door.endOtherSessions(ctx.caller, ctx.userId),
  ),
  changePassword: signedInProcedure
    .input(changePasswordInput)
    .mutation(({ ctx, input }) =>
      ctx.door.changePassword(ctx.caller, { userId: ctx.userId, ...ctx.signedIn.session }, input),
    ),
  changeEmail: signedInProcedure
    .input(changeEmailInput)
    .mutation(({ ctx, input }) => ctx.door.changeEmail(ctx.caller, ctx.userId, input)),
  beginTwoFactor: signedInProcedure
    .input(currentPasswordInput)
    .mutation(({ ctx, input }) => ctx.door.beginTwoFactor(ctx.userId, ctx.signedIn.account.email, input)),
  confirmTwoFactor: signedInProcedure
    .input(secondFactorInput)
    .mutation(({ ctx, input }) =>
      ctx.door.confirmTwoFactor(ctx.caller, { userId: ctx.userId, ...ctx.signedIn.session }, input),
    ),
  endTwoFactor: signedInProcedure
    .input(currentPasswordInput)
    .mutation(({ ctx, input }) => ctx.door.endTwoFactor(ctx.caller, ctx.userId, input)),
  countRecoveryCodes: signedInProcedure.query(({ ctx }) => ctx.door.countRecoveryCodes(ctx.userId)),
  exportData: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, exportOwnData)),
  close: signedInProcedure
    .input(currentPasswordInput)
    .mutation(({ ctx, input }) => ctx.door.closeAccount(ctx.caller, ctx.userId, input)),
});

/** What the browser has to know of whoever is signed in. */
function describe({ account, session }: Found) {
  const {
    userId,
    email,
    firstName,
    lastName,
    company,
    status,
    isEmailVerified,
    roles,
    permissions,
    hasTwoFactor,
  } = account;
  return {
    userId,
    email,
    firstName,
    lastName,
    company,
    status,
    isEmailVerified,
    roles,
    permissions,
    hasTwoFactor,
    hasGivenSecondFactor: session.twoFactorAt !== null,
  };
}
