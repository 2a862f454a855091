import { systemActor } from '../../engine/actors.ts';
import type { Database } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { type Anchor, followAnchor, restartAnchor } from './anchor.ts';
import { followStore, restartStore } from './anchor-store.ts';
import { findLastEntry } from './chain.ts';
import type { SealKey } from './entry.ts';
import { sealRules } from './seal-rules.ts';

const system = systemActor('portal audit accept');

/**
 * Seals the rules in force as an operator's act, with the reason: after a change of the database outside of a migration,
 * or after a restored backup. The anchor then continues from here. A change of sealed rows stays a problem.
 * @throws Busy if a sealer is at work; Unavailable if the anchor's object store does not answer.
 */
export async function acceptFindings(
  db: Database,
  options: { key: SealKey; anchor?: Anchor | undefined; reason: string; by: string },
): Promise<void> {
  const { key, anchor, reason, by } = options;
  const end = await db.write(system, async (tx) => {
    await sealRules(tx, key, { reason, by, accepts: true });
    return findLastEntry(tx.orm);
  });
  if (!end) throw new Refused('The chain of seals is empty.');
  if (!anchor) return;
  await restartAnchor(db, anchor, end, reason);
  await followAnchor(db, anchor);
  if (!anchor.store) return;
  await restartStore(db, anchor.store, end, reason);
  await followStore(db, anchor.store);
}
