import { exportOwnData } from '@namc/db/accounts/queries';
import {
  changeEmailInput,
  closeAccountInput,
  confirmEmailInput,
  resendConfirmationInput,
} from '@namc/inputs/accounts';
import { procedure, router, signedInProcedure } from '../trpc.ts';
import { changeEmail, closeAccount, confirmEmail, findMe, resendConfirmation } from './own-account.ts';

export const accountsRouter = router({
  findMe: procedure.query(({ ctx }) => findMe(ctx) ?? null),
  confirmEmail: procedure.input(confirmEmailInput).mutation(({ ctx, input }) => confirmEmail(ctx, input)),
  resendConfirmation: procedure
    .input(resendConfirmationInput)
    .mutation(({ ctx, input }) => resendConfirmation(ctx, input)),
  changeEmail: signedInProcedure
    .input(changeEmailInput)
    .mutation(({ ctx, input }) => changeEmail(ctx, input)),
  exportData: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, exportOwnData)),
  close: signedInProcedure.input(closeAccountInput).mutation(({ ctx, input }) => closeAccount(ctx, input)),
});
