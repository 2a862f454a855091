import type { ChangeContactInput, ChangePaymentTermsInput, ShareAddressesInput } from '@namc/inputs/settings';
import { recordAdminAction } from '../audit/commands.ts';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { addressSetting, contactSetting, paymentSetting } from './queries.ts';
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

/** Changes where pages and letters say that the association can be reached. */
export async function changeContact(tx: WriteTransaction, contact: ChangeContactInput): Promise<void> {
  const changed = { value: contact, updatedBy: actingUser(tx) };
  await tx.orm
    .insert(portalSettings)
    .values({ name: contactSetting, ...changed })
    .onConflictDoUpdate({ target: portalSettings.name, set: changed });
  await recordAdminAction(tx, {
    action: 'settings.contact',
    targetTable: 'portal_settings',
    targetId: contactSetting,
  });
}

/** Changes what invoices say about how and when to pay. Invoices that were issued stay as they are. */
export async function changePaymentTerms(
  tx: WriteTransaction,
  terms: ChangePaymentTermsInput,
): Promise<void> {
  const changed = { value: terms, updatedBy: actingUser(tx) };
  await tx.orm
    .insert(portalSettings)
    .values({ name: paymentSetting, ...changed })
    .onConflictDoUpdate({ target: portalSettings.name, set: changed });
  await recordAdminAction(tx, {
    action: 'settings.payment',
    targetTable: 'portal_settings',
    targetId: paymentSetting,
  });
}
