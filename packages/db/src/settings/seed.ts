import type { WriteTransaction } from '../engine/database.ts';
import { contactSetting } from './queries.ts';
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
}
