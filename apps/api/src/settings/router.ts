import { getPaymentTerms } from '@namc/db/invoices/queries';
import { changeContact, changePaymentTerms, shareAddresses } from '@namc/db/settings/commands';
import { getAddressSetting, getAssociationContact } from '@namc/db/settings/queries';
import { changeContactInput, changePaymentTermsInput, shareAddressesInput } from '@namc/inputs/settings';
import { publicProcedure, router, staffProcedure } from '../trpc.ts';

export const settingsRouter = router({
  getContact: publicProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, getAssociationContact, { oneStatement: true }),
  ),
  changeContact: staffProcedure('settings.manage')
    .input(changeContactInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeContact(tx, input))),
  getPaymentTerms: staffProcedure('settings.manage').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getPaymentTerms, { oneStatement: true }),
  ),
  changePaymentTerms: staffProcedure('settings.manage')
    .input(changePaymentTermsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changePaymentTerms(tx, input))),
  getAddresses: staffProcedure('settings.manage').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getAddressSetting),
  ),
  shareAddresses: staffProcedure('settings.manage')
    .input(shareAddressesInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => shareAddresses(tx, input))),
});
