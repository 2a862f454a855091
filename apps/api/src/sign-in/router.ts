import { countRecoveryCodes } from '@namc/db/sign-in/queries';
import {
  beginSignInInput,
  beginTwoFactorInput,
  changePasswordInput,
  confirmTwoFactorInput,
  endSessionInput,
  endTwoFactorInput,
  giveSecondFactorInput,
  makeRecoveryCodesInput,
  renewSecondFactorInput,
  requestPasswordResetInput,
  resetPasswordInput,
} from '@namc/inputs/sign-in';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';
import { beginSignIn, giveSecondFactor, signInActor, signOut } from './begin.ts';
import { endOtherOwnSessions, endOwnSession, listOwnSessions } from './own-sessions.ts';
import { changePassword, requestPasswordReset, resetPassword } from './password.ts';
import {
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
  makeNewRecoveryCodes,
  renewCode,
} from './two-factor.ts';

export const signInRouter = router({
  begin: publicProcedure.input(beginSignInInput).mutation(({ ctx, input }) => beginSignIn(ctx, input)),
  giveSecondFactor: publicProcedure
    .input(giveSecondFactorInput)
    .mutation(({ ctx, input }) => giveSecondFactor(ctx, input)),
  signOut: signedInProcedure.mutation(({ ctx }) => signOut(ctx)),

  requestPasswordReset: publicProcedure
    .input(requestPasswordResetInput)
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input)),
  resetPassword: publicProcedure
    .input(resetPasswordInput)
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),
  changePassword: signedInProcedure
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),

  listSessions: signedInProcedure.query(({ ctx }) => listOwnSessions(ctx)),
  endSession: signedInProcedure
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endOwnSession(ctx, input)),
  endOtherSessions: signedInProcedure.mutation(({ ctx }) => endOtherOwnSessions(ctx)),

  beginTwoFactor: signedInProcedure
    .input(beginTwoFactorInput)
    .mutation(({ ctx, input }) => beginTwoFactor(ctx, input)),
  confirmTwoFactor: signedInProcedure
    .input(confirmTwoFactorInput)
    .mutation(({ ctx, input }) => confirmTwoFactor(ctx, input)),
  endTwoFactor: signedInProcedure
    .input(endTwoFactorInput)
    .mutation(({ ctx, input }) => endTwoFactor(ctx, input)),
  makeRecoveryCodes: signedInProcedure
    .input(makeRecoveryCodesInput)
    .mutation(({ ctx, input }) => makeNewRecoveryCodes(ctx, input)),
  renewSecondFactor: signedInProcedure
    .input(renewSecondFactorInput)
    .mutation(({ ctx, input }) => renewCode(ctx, input)),
  countRecoveryCodes: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(signInActor(ctx.userId), (tx) => countRecoveryCodes(tx, ctx)),
  ),
});
