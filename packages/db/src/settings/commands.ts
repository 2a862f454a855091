import type { ShareAddressesInput } from '@namc/inputs/settings';
import { recordAdminAction } from '../audit/commands.ts';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { addressSetting } from './queries.ts';
import { portalSettings } from './tables.ts';

/**
 * Opens the mailing addresses of firms to visitors, or closes them. That of a sole owner stays closed: it is often a home.
 */
export async function shareAddresses(
  tx: WriteTransaction,
  { withVisitors }: ShareAddressesInput,
): Promise<void> {
  const changed = { value: withVisitors, updatedBy: actingUser(tx) };
  await tx.orm
    .insert(portalSettings)
    .values({ name: addressSetting, ...changed })
    .onConflictDoUpdate({ target: portalSettings.name, set: changed });
  await recordAdminAction(
    tx,
    { action: 'settings.addresses', targetTable: 'portal_settings', targetId: addressSetting },
    { visitors: withVisitors ? 'see them' : 'do not see them' },
  );
}
