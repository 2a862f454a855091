import type { WriteTransaction } from '../engine/database.ts';
import { contactSetting, paymentSetting } from './queries.ts';
import { portalSettings } from './tables.ts';

/** Says where the invented association can be reached, so that pages and letters show it. */
export async function addContact({ orm }: WriteTransaction): Promise<void> {
  await orm
    .insert(portalSettings)
    .values({
      name: contactSetting,
      value: {
        address: '1 Example Plaza\nOakland, CA 94607',
        phone: '+15105550100',
        email: 'office@example.org',
      },
    })
    .onConflictDoNothing({ target: portalSettings.name });
  await orm
    .insert(portalSettings)
    .values({
      name: paymentSetting,
      value: {
        howToPay:
          'Make checks out to “NAMC NorCal” and write the invoice number on them. For a bank transfer, call us for the account number.',
        dueDays: 30,
      },
    })
    .onConflictDoNothing({ target: portalSettings.name });
}
