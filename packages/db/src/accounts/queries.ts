import type { Transaction } from '../engine/database.ts';
import { erasure } from '../nouns.ts';

/**
 * Everything that the portal keeps of the asking person, as one object: the person's row as `account`, and lists under the
 * names that the nouns' `erasure.ts` files give. It holds what the person may see, and nothing else.
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
