import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { Database, WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';
import { pauseMembership } from './commands/pauses.ts';
import { clock } from './queries/standing.ts';
import { memberships } from './tables.ts';

/** The member whose term ended some days ago, and who can still renew it, and the one whose term is paused. */
const inGrace = 'Sato';
const paused = 'Quintero';

const dayFrom = (now: Date, days: number) =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * The terms of this year and last year, by member. The last one of a lapsed member ended long enough ago on every day of a year, and that
 * of a member in the days of grace some days ago.
 */
export function demoTerms(now: Date) {
  const year = now.getUTCFullYear();
  return people
    .filter(({ status = 'ACTIVE' }) => status !== 'PENDING' && status !== 'DECLINED')
    .flatMap((person) => {
      if (person.name[1] === inGrace)
        return [
          {
            id: stableUuid('demo membership', inGrace, String(year)),
            userId: personId(inGrace),
            tierCode: person.memberType ?? 'REGULAR',
            status: 'ACTIVE' as const,
            startsOn: dayFrom(now, -376),
            endsOn: dayFrom(now, -12),
          },
        ];
      const current = (person.status ?? 'ACTIVE') === 'ACTIVE';
      return (current ? [year - 1, year] : [year - 2]).map((one) => ({
        id: stableUuid('demo membership', person.name[1], String(one)),
        userId: personId(person.name[1]),
        tierCode: person.memberType ?? 'REGULAR',
        status: one === year ? ('ACTIVE' as const) : ('ENDED' as const),
        startsOn: `${one}-01-01`,
        endsOn: `${one}-12-31`,
      }));
    });
}

const days = computed({ startsOn: 'string', endsOn: 'string' });

/** Pauses a membership for two months from today on, as staff do. */
export async function pauseDemoMember(db: Database): Promise<void> {
  await db.write({ kind: 'staff', userId: personId('Okafor') }, async function pauseDemoMember(tx) {
    const [pause] = await rowsOf(tx.sql, days)`
      select today::text as "startsOn", (today + 59)::text as "endsOn" from ${clock(tx.sql)}`;
    if (!pause) throw new TypeError('A clock has one answer.');
    await pauseMembership(tx, {
      ...pause,
      userId: personId(paused),
      reason: 'Away to care for a parent',
      portal: 'http://localhost:3000',
    });
  });
}

/** Adds the terms. */
export async function addMemberships({ orm }: WriteTransaction, now: Date): Promise<void> {
  await orm.insert(memberships).values(demoTerms(now));
}
