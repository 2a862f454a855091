import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';

/** The terms of this year and last year, by member. */
export function demoTerms(now: Date) {
  const year = now.getUTCFullYear();
  return people
    .filter(({ status = 'ACTIVE' }) => status !== 'PENDING' && status !== 'DECLINED')
    .flatMap((person) => {
      const current = (person.status ?? 'ACTIVE') === 'ACTIVE';
      return [year - 1, ...(current ? [year] : [])].map((one) => ({
        id: stableUuid('demo membership', person.name[1], String(one)),
        user_id: personId(person.name[1]),
        tier: person.memberType ?? 'REGULAR',
        status: one === year ? 'ACTIVE' : 'ENDED',
        starts_on: `${one}-01-01`,
        ends_on: `${one}-12-31`,
      }));
    });
}

/** Adds the terms. */
export async function addMemberships({ sql }: WriteTransaction, now: Date): Promise<void> {
  await sql`
    insert into memberships (id, user_id, tier_code, status, starts_on, ends_on)
    select * from jsonb_to_recordset(${sql.json(demoTerms(now))})
      as row (id uuid, user_id uuid, tier text, status text, starts_on date, ends_on date)`;
}
