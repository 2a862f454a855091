import { exportOwnData } from '@namc/db/accounts/queries';
import {
  changeEmailInput,
  closeAccountInput,
  confirmEmailInput,
  resendConfirmationInput,
} from '@namc/inputs/accounts';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';
import { changeEmail, closeAccount, confirmEmail, findMe, resendConfirmation } from './own-account.ts';

export const accountsRouter = router({
  findMe: publicProcedure.query(({ ctx }) => findMe(ctx) ?? null),
  confirmEmail: publicProcedure
    .input(confirmEmailInput)
    .mutation(({ ctx, input }) => confirmEmail(ctx, input)),
  resendConfirmation: publicProcedure
    .input(resendConfirmationInput)
    .mutation(({ ctx, input }) => resendConfirmation(ctx, input)),
  changeEmail: signedInProcedure
    .input(changeEmailInput)
    .mutation(({ ctx, input }) => changeEmail(ctx, input)),
  exportData: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, exportOwnData)),
  close: signedInProcedure.input(closeAccountInput).mutation(({ ctx, input }) => closeAccount(ctx, input)),
});
