import { revealSecureData, saveOwnSecureData } from '@namc/db/secure-data/commands';
import { findMaskedSecureData } from '@namc/db/secure-data/queries';
import {
  getSecureDataOfMemberInput,
  revealSecureDataInput,
  saveOwnBankAccountInput,
  saveOwnTaxIdInput,
} from '@namc/inputs/secure-data';
import { assertPassword } from '../sign-in/password.ts';
import { assertCode } from '../sign-in/two-factor.ts';
import { writeToOwnAccount } from '../sign-in/write-to-own-account.ts';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const secureDataRouter = router({
  findOwn: signedInProcedure.query(
    async ({ ctx }) =>
      (await ctx.db.read(ctx.actor, (tx) => findMaskedSecureData(tx, ctx.keys, { userId: ctx.userId }))) ??
      null,
  ),
  saveOwnTaxId: signedInProcedure.input(saveOwnTaxIdInput).mutation(async ({ ctx, input }) => {
    await assertPassword(ctx, input.currentPassword);
    const { keys, userId, portal } = ctx;
    await writeToOwnAccount(ctx, 'secure-data', (tx) =>
      saveOwnSecureData(tx, keys, { userId, taxId: input.taxId, portal }),
    );
  }),
  saveOwnBankAccount: signedInProcedure.input(saveOwnBankAccountInput).mutation(async ({ ctx, input }) => {
    await assertPassword(ctx, input.currentPassword);
    const { keys, userId, portal } = ctx;
    await writeToOwnAccount(ctx, 'secure-data', (tx) =>
      saveOwnSecureData(tx, keys, { userId, bankAccount: input.bankAccount, portal }),
    );
  }),
  findOfMember: staffProcedure('secure_data.read')
    .input(getSecureDataOfMemberInput)
    .query(
      async ({ ctx, input }) =>
        (await ctx.db.read(ctx.actor, (tx) => findMaskedSecureData(tx, ctx.keys, input))) ?? null,
    ),
  reveal: staffProcedure('secure_data.read')
    .input(revealSecureDataInput)
    .mutation(async ({ ctx, input: { code, ...asked } }) => {
      await assertCode(ctx, code);
      return ctx.db.write(ctx.actor, (tx) =>
        revealSecureData(tx, ctx.keys, { ...asked, portal: ctx.portal }),
      );
    }),
});
