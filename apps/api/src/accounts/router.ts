import { changeProfile } from '@namc/db/accounts/commands/change-profile';
import { exportOwnData, getProfile } from '@namc/db/accounts/queries';
import { findEmailChange } from '@namc/db/sign-in/queries';
import {
  cancelEmailChangeInput,
  changeEmailInput,
  checkLinkInput,
  closeAccountInput,
  confirmEmailInput,
  resendConfirmationInput,
  takeNewAddressInput,
} from '@namc/inputs/accounts';
import { changeProfileInput } from '@namc/inputs/profile';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';
import {
  cancelEmailChange,
  changeEmail,
  checkLink,
  closeAccount,
  confirmEmail,
  findMe,
  resendConfirmation,
  resendEmailChange,
  takeNewAddress,
  withdrawEmailChange,
} from './own-account.ts';

export const accountsRouter = router({
  findMe: publicProcedure.query(({ ctx }) => findMe(ctx) ?? null),
  checkLink: publicProcedure.input(checkLinkInput).mutation(({ ctx, input }) => checkLink(ctx, input)),
  confirmEmail: publicProcedure
    .input(confirmEmailInput)
    .mutation(({ ctx, input }) => confirmEmail(ctx, input)),
  resendConfirmation: publicProcedure
    .input(resendConfirmationInput)
    .mutation(({ ctx, input }) => resendConfirmation(ctx, input)),
  takeNewAddress: publicProcedure
    .input(takeNewAddressInput)
    .mutation(({ ctx, input }) => takeNewAddress(ctx, input)),
  cancelEmailChange: publicProcedure
    .input(cancelEmailChangeInput)
    .mutation(({ ctx, input }) => cancelEmailChange(ctx, input)),
  changeEmail: signedInProcedure
    .input(changeEmailInput)
    .mutation(({ ctx, input }) => changeEmail(ctx, input)),
  findEmailChange: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findEmailChange, { oneStatement: true })) ?? null,
  ),
  resendEmailChange: signedInProcedure.mutation(({ ctx }) => resendEmailChange(ctx)),
  withdrawEmailChange: signedInProcedure.mutation(({ ctx }) => withdrawEmailChange(ctx)),
  getProfile: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, getProfile, { oneStatement: true }),
  ),
  changeProfile: signedInProcedure.input(changeProfileInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => changeProfile(tx, input));
    await ctx.sessions.forgetAccounts([ctx.userId]);
  }),
  exportData: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, exportOwnData)),
  close: signedInProcedure.input(closeAccountInput).mutation(({ ctx, input }) => closeAccount(ctx, input)),
});
