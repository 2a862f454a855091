import { randomUUID } from 'node:crypto';
import type { StartMembershipInput } from '@namc/inputs/memberships';
import type { WriteTransaction } from '../engine/database.ts';

/** Begins a term and returns its id. @throws Refused when it overlaps another one, or one is active. */
export async function startMembership(
  { sql }: WriteTransaction,
  term: StartMembershipInput,
): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into memberships (id, user_id, tier_code, starts_on, ends_on)
    values (${id}, ${term.userId}, ${term.tierCode}, ${term.startsOn}, ${term.endsOn})`;
  return id;
}

/** Ends the active terms whose last day is before `today`, and returns whose they were. */
export async function endMemberships(
  { sql }: WriteTransaction,
  { today }: { today: string },
): Promise<string[]> {
  const ended = await sql<{ userId: string }[]>`
    update memberships set status = 'ENDED' where status = 'ACTIVE' and ends_on < ${today} returning user_id as "userId"`;
  return ended.map(({ userId }) => userId);
}
