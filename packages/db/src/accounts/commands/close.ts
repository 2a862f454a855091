import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';

/**
 * Takes from an account whatever identifies its person, and returns the hashes of the sessions that end with it. Erased or
 * replaced are name, address, contact, company, license, skills, password, second factor, tax and bank details, what was
 * written for an application, and from where the account was used. What others rely on stays, without the name:
 * memberships, payments, bids, messages, registrations, certificates, and the trail (which is deleted two years later with
 * its partitions).
 */
async function erasePerson({ sql }: WriteTransaction, userId: string): Promise<string[]> {
  const name = `closed-${userId}@invalid.example`;
  await sql`delete from user_roles where user_id = ${userId}`;
  await sql`
    delete from application_messages
    where author_id = ${userId} and application_id in (select id from membership_applications where user_id = ${userId})`;
  await sql`
    update membership_applications set statement = '',
      status = case when status in ('UNVERIFIED', 'SUBMITTED', 'QUESTION') then 'WITHDRAWN' else status end
    where user_id = ${userId}`;
  await sql`
    update users set status = 'CLOSED', email = ${name}, email_verified_at = null,
      first_name = 'Closed', last_name = 'account', company = null, bio = null, phone = null, website = null,
      street = null, city = null, zip_code = null, coordinates = null, license_number = null,
      show_in_directory = false, show_email = false, show_phone = false, show_on_map = false
    where id = ${userId}`;
  await sql`update memberships set status = 'CANCELLED' where user_id = ${userId} and status = 'ACTIVE'`;
  for (const table of [
    'user_credentials',
    'two_factor_secrets',
    'recovery_codes',
    'account_links',
    'user_skills',
    'notifications',
    'secure_data',
  ]) {
    await sql`delete from ${sql(table)} where user_id = ${userId}`;
  }
  await sql`delete from mail_bodies where mail_id in (select id from mails where user_id = ${userId})`;
  await sql`
    update mails set recipient = ${name}, status = case when status = 'WAITING' then 'FAILED' else status end
    where user_id = ${userId}`;
  await sql`update account_events set address = null, user_agent = null where user_id = ${userId}`;
  await sql`insert into account_events (user_id, kind) values (${userId}, 'CLOSED')`;
  const ended = await sql<{ tokenHash: string }[]>`
    delete from sessions where user_id = ${userId} returning token_hash as "tokenHash"`;
  return ended.map(({ tokenHash }) => tokenHash);
}

/**
 * Closes an account for good, tells its owner, and returns the hashes of the sessions that end with it. What becomes of its
 * data `erasePerson` says. For the system. @throws Refused for the last administrator.
 */
export async function closeAccount(tx: WriteTransaction, input: { userId: string }): Promise<string[]> {
  const [person] = await tx.sql<{ email: string; name: string }[]>`
    select email::text as email, first_name as name from users
    where id = ${input.userId} and status <> 'CLOSED' for update`;
  if (!person) return [];
  const ended = await erasePerson(tx, input.userId);
  await sendLetter(tx, { userId: null, ...person }, 'account-closed', undefined);
  return ended;
}

const unconfirmedKept = '30 days';

const erasedAtOnce = 100;

/**
 * Erases whoever applied a month ago and never confirmed the address: nobody is told, because nobody has shown to have it.
 * Returns how many there were, a hundred at most. For the system.
 */
export async function forgetUnconfirmed(tx: WriteTransaction): Promise<number> {
  const people = await tx.sql<{ userId: string }[]>`
    select u.id as "userId" from users u join membership_applications a on a.user_id = u.id
    where a.status = 'UNVERIFIED' and u.status = 'PENDING' and u.email_verified_at is null
      and a.created_at < now() - ${unconfirmedKept}::text::interval
    order by a.created_at limit ${erasedAtOnce} for update of u skip locked`;
  for (const { userId } of people) await erasePerson(tx, userId);
  return people.length;
}
