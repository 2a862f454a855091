import type { AddTierInput, ChangeTierInput } from '@namc/inputs/memberships';
import { and, eq, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { InvalidInput, NotFound, Refused } from '../../engine/errors.ts';
import { membershipTiers } from '../tables.ts';

const codeOfTier = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[^A-Z]+|_+$/g, '')
    .slice(0, 40);

/**
 * Makes a tier and returns its code, which follows from the name and never changes.
 * @throws Refused without the permission and for a name that is taken, InvalidInput for one without a letter.
 */
export async function addTier(tx: WriteTransaction, tier: AddTierInput): Promise<string> {
  const code = codeOfTier(tier.name);
  if (code === '') throw new InvalidInput('name', 'must have a letter from A to Z');
  const { count } = await tx.orm
    .insert(membershipTiers)
    .values({ ...tier, code })
    .onConflictDoNothing({ target: membershipTiers.code });
  if (count === 0) throw new Refused('A tier with this name exists already, or did. Choose another name.');
  await recordAdminAction(
    tx,
    { action: 'memberships.add_tier', targetTable: 'membership_tiers', targetId: code },
    { tier: tier.name },
  );
  return code;
}

/**
 * Changes a tier. Terms keep their days, and the trail has the dues that they were bought for.
 * @throws NotFound for an unknown tier. @throws Refused without the permission, and when somebody else has changed it since `seenAt`.
 */
export async function changeTier(
  tx: WriteTransaction,
  { code, seenAt, ...facts }: ChangeTierInput,
): Promise<void> {
  const { count } = await tx.orm
    .update(membershipTiers)
    .set(facts)
    .where(
      and(
        eq(membershipTiers.code, code),
        // A page knows times to the millisecond.
        seenAt
          ? sql`date_trunc('milliseconds', ${membershipTiers.updatedAt}) = ${seenAt}::timestamptz`
          : undefined,
      ),
    );
  if (count === 0) {
    const [known] = await tx.orm
      .select({ code: membershipTiers.code })
      .from(membershipTiers)
      .where(eq(membershipTiers.code, code));
    if (!known) throw new NotFound('tier', code);
    throw new Refused(
      'Someone else changed this tier a moment ago, or you may not change tiers. Reload the page to see it as it is now.',
    );
  }
  await recordAdminAction(
    tx,
    { action: 'memberships.tier', targetTable: 'membership_tiers', targetId: code },
    { tier: facts.name, description: facts.description },
  );
}
