import type { EndMembershipsInput, StartMembershipInput } from '@namc/inputs/memberships';
import { and, eq, lt } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { memberships } from './tables.ts';

/**
 * Starts a term and returns its id.
 * @throws Refused if it overlaps another term of the member, or if the member has an active one.
 */
export async function startMembership(
  { orm }: WriteTransaction,
  { userId, tierCode, startsOn, endsOn }: StartMembershipInput,
): Promise<string> {
  const [term] = await orm
    .insert(memberships)
    .values({ userId, tierCode, startsOn, endsOn })
    .returning({ id: memberships.id });
  if (!term) throw new NotFound('account', userId);
  return term.id;
}

/** Ends the active terms whose last day is before `today`, and returns the ids of their members. */
export async function endMemberships(
  { orm }: WriteTransaction,
  { today }: EndMembershipsInput,
): Promise<string[]> {
  const ended = await orm
    .update(memberships)
    .set({ status: 'ENDED' })
    .where(and(eq(memberships.status, 'ACTIVE'), lt(memberships.endsOn, today)))
    .returning({ userId: memberships.userId });
  return ended.map(({ userId }) => userId);
}
