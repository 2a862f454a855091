import { createHash, randomBytes } from 'node:crypto';
import type { WriteTransaction } from '../../engine/database.ts';
import type { LinkPurpose } from '../tables.ts';

/** What the database keeps of a secret that somebody shows: SHA-256, in hex. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');

const hours: Record<LinkPurpose, number> = { VERIFY_EMAIL: 24, CHANGE_EMAIL: 24, RESET_PASSWORD: 1 };

/** Makes a link that is good once and returns what it carries; earlier ones of the same purpose are good no more. */
export async function makeLink(
  { sql }: WriteTransaction,
  link: { userId: string; purpose: LinkPurpose; email: string },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`
    update account_links set used_at = now()
    where user_id = ${link.userId} and purpose = ${link.purpose} and used_at is null`;
  await sql`
    insert into account_links (token_hash, user_id, purpose, email, expires_at)
    values (${hashSecret(token)}, ${link.userId}, ${link.purpose}, ${link.email},
            now() + ${hours[link.purpose]} * interval '1 hour')`;
  return token;
}

/** Uses a link up; undefined when it was used before, is over, or never was. */
export async function takeLink(
  { sql }: WriteTransaction,
  input: { token: string; purposes: LinkPurpose[] },
): Promise<{ userId: string; email: string; purpose: LinkPurpose } | undefined> {
  const [link] = await sql<{ userId: string; email: string; purpose: LinkPurpose }[]>`
    update account_links set used_at = now()
    where token_hash = ${hashSecret(input.token)} and purpose = any (${input.purposes}) and used_at is null
      and expires_at > now()
    returning user_id as "userId", email::text as email, purpose`;
  return link;
}
