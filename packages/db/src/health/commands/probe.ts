import { lt, sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { probeSamples } from '../tables.ts';

/** A minute of a probe. */
export type ProbeMinute = Pick<typeof probeSamples.$inferSelect, 'minute' | 'asked' | 'answered'>;

/**
 * Stores what a probe saw, by minute. A minute that it hands in again changes nothing. Minutes of more than two years ago go. For
 * the system.
 */
export async function recordProbeSamples(
  { orm }: WriteTransaction,
  { probe, minutes }: { probe: string; minutes: ProbeMinute[] },
): Promise<void> {
  if (minutes.length === 0) return;
  await orm
    .insert(probeSamples)
    .values(minutes.map((minute) => ({ probe, ...minute })))
    .onConflictDoUpdate({
      target: [probeSamples.probe, probeSamples.minute],
      set: { asked: text`excluded.asked`, answered: text`excluded.answered` },
    });
  await orm.delete(probeSamples).where(lt(probeSamples.minute, text`now() - interval '2 years'`));
}
