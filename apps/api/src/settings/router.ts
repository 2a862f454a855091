import { shareAddresses } from '@namc/db/settings/commands';
import { getAddressSetting } from '@namc/db/settings/queries';
import { shareAddressesInput } from '@namc/inputs/settings';
import { router, staffProcedure } from '../trpc.ts';

export const settingsRouter = router({
  getAddresses: staffProcedure('settings.manage').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getAddressSetting),
  ),
  shareAddresses: staffProcedure('settings.manage')
    .input(shareAddressesInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => shareAddresses(tx, input))),
});
