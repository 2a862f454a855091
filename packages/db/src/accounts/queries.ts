import type { Transaction } from '../engine/database.ts';
import { erasure } from '../nouns.ts';

/**
 * Everything that the portal stores about the acting person, as one object: the person's row as `account`, and
 * lists under the names that the nouns' `erasure.ts` files give. It holds only rows that the person may see.
 */
export async function exportOwnData(tx: Transaction): Promise<Record<string, unknown>> {
  const exported: Record<string, unknown> = {};
  for (const { export: part } of Object.values(erasure)) {
    if ('omit' in part) continue;
    const rows = [...(await part.rows(tx))];
    exported[part.as] = part.as === 'account' ? rows[0] : rows;
  }
  return exported;
}
