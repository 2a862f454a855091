import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { WriteTransaction } from '../../engine/database.ts';
import { accountLinks, type LinkPurpose } from '../tables.ts';

/** The stored form of a secret that a person will present: its SHA-256 in hex. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');

const hours: Record<LinkPurpose, number> = { VERIFY_EMAIL: 24, CHANGE_EMAIL: 24, RESET_PASSWORD: 1 };

/**
 * Makes a link that works once and returns its token. Invalidates earlier links with the same purpose. For the
 * system.
 */
export async function makeLink(
  { orm }: WriteTransaction,
  link: { userId: string; purpose: LinkPurpose; email: string },
): Promise<string> {
  const { userId, purpose, email } = link;
  const token = randomBytes(32).toString('base64url');
  await orm
    .update(accountLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(eq(accountLinks.userId, userId), eq(accountLinks.purpose, purpose), isNull(accountLinks.usedAt)),
    );
  await orm.insert(accountLinks).values({
    tokenHash: hashSecret(token),
    userId,
    purpose,
    email,
    expiresAt: sql`now() + ${hours[purpose]}::int * interval '1 hour'`,
  });
  return token;
}

/**
 * A `returning` column for a system statement that identifies an account: for the rest of the transaction the audit
 * trail names that account's owner.
 */
export const nameInTrail = (userId: PgColumn) => sql`set_config('app.on_behalf_of', ${userId}::text, true)`;

/**
 * Uses a link up. Undefined if it was used, has expired or never existed. For the system, which from then on acts
 * for the link's owner.
 */
export async function takeLink(
  { orm }: WriteTransaction,
  input: { token: string; purposes: LinkPurpose[] },
): Promise<{ userId: string; email: string; purpose: LinkPurpose } | undefined> {
  const [link] = await orm
    .update(accountLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(accountLinks.tokenHash, hashSecret(input.token)),
        inArray(accountLinks.purpose, input.purposes),
        isNull(accountLinks.usedAt),
        gt(accountLinks.expiresAt, sql`now()`),
      ),
    )
    .returning({
      userId: accountLinks.userId,
      email: accountLinks.email,
      purpose: accountLinks.purpose,
      onBehalfOf: nameInTrail(accountLinks.userId),
    });
  return link && { userId: link.userId, email: link.email, purpose: link.purpose };
}
