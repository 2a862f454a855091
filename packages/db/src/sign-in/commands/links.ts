import { randomBytes } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { WriteTransaction } from '../../engine/database.ts';
import type { LinkPurpose } from '../../engine/letter.ts';
import { hashSecret } from '../../engine/secrets/hash-secret.ts';
import { users } from '../../members/tables.ts';
import { emailChangeHours } from '../queries.ts';
import { accountLinks, emailChanges } from '../tables.ts';

const hours: Record<LinkPurpose, number> = {
  VERIFY_EMAIL: 24,
  CHANGE_EMAIL: emailChangeHours,
  CANCEL_CHANGE: 72,
  RESET_PASSWORD: 1,
  // Longer than the time between a notice and the last try of its charge.
  STOP_RENEWAL: 60 * 24,
};

const isUnused = and(isNull(accountLinks.usedAt), isNull(accountLinks.replacedAt));

/**
 * Makes a link that works once and returns its token. It is good while the account has the given security version;
 * without one, the present version counts. A newer link takes the place of earlier ones with the same purpose, except
 * that every letter about a change can cancel it, and that each attempt to send one mail leaves a link that works. For
 * the system.
 */
export async function makeLink(
  { orm }: WriteTransaction,
  link: {
    userId: string;
    purpose: LinkPurpose;
    email: string;
    securityVersion?: number | undefined;
    mailId?: string;
  },
): Promise<string> {
  const { userId, purpose, email, mailId = null } = link;
  const token = randomBytes(32).toString('base64url');
  if (purpose !== 'CANCEL_CHANGE') {
    await orm
      .update(accountLinks)
      .set({ replacedAt: sql`now()` })
      .where(
        and(
          eq(accountLinks.userId, userId),
          eq(accountLinks.purpose, purpose),
          isUnused,
          // Null for a link that is in no mail, which replaces every earlier one.
          sql`(${accountLinks.mailId} = ${mailId}::uuid) is not true`,
        ),
      );
  }
  await orm.insert(accountLinks).values({
    tokenHash: hashSecret(token),
    userId,
    purpose,
    email,
    mailId,
    expiresAt: sql`now() + ${hours[purpose]}::int * interval '1 hour'`,
    securityVersion:
      link.securityVersion ?? sql`(select security_version from users where id = ${userId}::uuid)`,
  });
  return token;
}

/** Drops the change of address that waits, and voids its links. For the system. */
export async function dropChangesUnderWay(
  { orm }: WriteTransaction,
  input: { userId: string },
): Promise<void> {
  await orm
    .update(accountLinks)
    .set({ replacedAt: sql`now()` })
    .where(and(eq(accountLinks.userId, input.userId), eq(accountLinks.purpose, 'CHANGE_EMAIL'), isUnused));
  await orm.delete(emailChanges).where(eq(emailChanges.userId, input.userId));
}

/**
 * A `returning` column for a system statement that identifies an account: for the rest of the transaction the audit
 * trail names that account's owner.
 */
export const nameInTrail = (userId: PgColumn) => sql`set_config('app.on_behalf_of', ${userId}::text, true)`;

/**
 * Uses a link up. Undefined if it was used, has expired or was replaced, if the account's owner has taken the account
 * back since it was made, or if it went to an address that the account has no longer. For the system, which from
 * then on acts for the link's owner.
 */
export async function takeLink(
  { orm }: WriteTransaction,
  input: { token: string; purpose: LinkPurpose },
): Promise<{ userId: string; email: string } | undefined> {
  const tokenHash = hashSecret(input.token);
  const { userId, email, purpose, securityVersion } = accountLinks;
  const [link] = await orm
    .select({ userId, email, onBehalfOf: nameInTrail(userId) })
    .from(accountLinks)
    .innerJoin(users, eq(users.id, userId))
    .where(
      and(
        eq(accountLinks.tokenHash, tokenHash),
        eq(purpose, input.purpose),
        isUnused,
        gt(accountLinks.expiresAt, sql`now()`),
        eq(users.securityVersion, securityVersion),
        // The link of a change goes to the address that the account does not have yet.
        or(eq(purpose, 'CHANGE_EMAIL'), eq(users.emailKey, sql`lower(${email}::text)`)),
      ),
    )
    // Both rows: of two acts at once, the later one sees what the earlier one has done.
    .for('no key update');
  if (!link) return undefined;
  await orm.update(accountLinks).set({ usedAt: sql`now()` }).where(eq(accountLinks.tokenHash, tokenHash));
  return { userId: link.userId, email: link.email };
}
