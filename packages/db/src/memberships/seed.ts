import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';
import { memberships } from './tables.ts';

/** The terms of this year and last year, by member. The last one of a lapsed member ended long enough ago on every day of a year. */
export function demoTerms(now: Date) {
  const year = now.getUTCFullYear();
  return people
    .filter(({ status = 'ACTIVE' }) => status !== 'PENDING' && status !== 'DECLINED')
    .flatMap((person) => {
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

/** Adds the terms. */
export async function addMemberships({ orm }: WriteTransaction, now: Date): Promise<void> {
  await orm.insert(memberships).values(demoTerms(now));
}
