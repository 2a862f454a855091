import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { takeLink } from '../../sign-in/commands/links.ts';

/**
 * Confirms an address by its mailed link: a new account's, whose application then goes to staff, or the new one of an
 * account that changes it. Undefined when the link is good no more. For the system.
 * @throws Refused when another account has the address meanwhile.
 */
export async function confirmEmail(
  tx: WriteTransaction,
  input: { token: string; portal: string } & Origin,
): Promise<{ userId: string; change: 'confirmed' | 'changed' } | undefined> {
  const { sql } = tx;
  const link = await takeLink(tx, { token: input.token, purposes: ['VERIFY_EMAIL', 'CHANGE_EMAIL'] });
  if (!link) return undefined;
  const { userId } = link;
  if (link.purpose === 'CHANGE_EMAIL') {
    const [old] = await sql<{ email: string; name: string }[]>`
      select email::text as email, first_name as name from users where id = ${userId} for update`;
    await sql`update users set email = ${link.email}, email_verified_at = now() where id = ${userId}`;
    await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_CHANGED' });
    if (old) await sendLetter(tx, { userId, ...old }, 'email-changed', { email: link.email });
    return { userId, change: 'changed' };
  }
  return (await confirmAddress(tx, { ...input, userId, email: link.email }))
    ? { userId, change: 'confirmed' }
    : undefined;
}

/**
 * The address of an account is its owner's, as a link that was mailed there has shown; an application that waited for that
 * goes to staff. False when the account has another address meanwhile. For the system.
 */
export async function confirmAddress(
  tx: WriteTransaction,
  input: { userId: string; email: string; portal: string } & Origin,
): Promise<boolean> {
  const { sql } = tx;
  const { userId } = input;
  const [person] = await sql<{ email: string; name: string; isNew: boolean }[]>`
    update users u set email_verified_at = coalesce(u.email_verified_at, now()) from users old
    where u.id = ${userId} and u.email_key = ${input.email} and old.id = u.id
    returning u.email::text as email, u.first_name as name, old.email_verified_at is null as "isNew"`;
  if (!person) return false;
  if (!person.isNew) return true;
  await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_VERIFIED' });
  const moved = await sql`
    update membership_applications set status = 'SUBMITTED' where user_id = ${userId} and status = 'UNVERIFIED'`;
  if (moved.count > 0) {
    await sendLetter(tx, { userId, ...person }, 'application-received', { origin: input.portal });
  }
  return true;
}
