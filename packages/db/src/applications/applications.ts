import type { Application, ApplicationStatus } from '@namc/inputs/accounts';
import { z } from 'zod';
import type { Transaction, WriteTransaction } from '../engine/database.ts';
import { InvalidInput, NotFound, Refused } from '../engine/errors.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';
import { type Addressee, sendLetter } from '../mail/commands.ts';
import { findPlace } from '../places/queries.ts';
import { noteAccountEvent, type Origin } from '../sign-in/commands/account-events.ts';
import { makeLink, takeLink } from '../sign-in/commands/links.ts';
import { otherReviewers, type Reviewer } from './reviews.ts';

/** Before anything depends on the address: a refusal must not tell whether that has an account. */
async function assertLicenseIsFree({ sql }: Transaction, licenseNumber: string): Promise<void> {
  const [found] = await sql<{ isKnown: boolean; isTaken: boolean }[]>`
    select exists (select from california_contractors where license_number = ${licenseNumber}) as "isKnown",
           exists (select from users where license_number = ${licenseNumber}
                   and status in ('ACTIVE', 'LAPSED', 'SUSPENDED')) as "isTaken"`;
  if (!found?.isKnown) {
    throw new InvalidInput(
      'licenseNumber',
      'is not in the license board’s file: check it, or leave it empty and name it under “About you”',
    );
  }
  if (found.isTaken)
    throw new InvalidInput('licenseNumber', 'belongs to another member: write to us if it is yours');
}

/**
 * Takes an application for membership: the account, its password, and a mail that asks for the address to be confirmed.
 * An address that has an account gets another mail, and nobody is told: the answer is the same. The license's classes count
 * as skills. Several may apply with one license; staff decide whose it is. For the system. @throws InvalidInput when the license is unknown or a member's.
 */
export async function submitApplication(
  tx: WriteTransaction,
  input: Omit<Application, 'password'> & { passwordHash: string; portal: string } & Origin,
): Promise<void> {
  const { sql } = tx;
  if (input.licenseNumber) await assertLicenseIsFree(tx, input.licenseNumber);
  const where = input.zipCode ?? input.city;
  const place = where ? await findPlace(tx, where) : undefined;
  const [person] = await sql<{ id: string }[]>`
    insert into users (email, first_name, last_name, company, phone, city, state, zip_code, license_number, coordinates)
    select ${input.email}, ${input.firstName}, ${input.lastName}, ${input.company}, ${input.phone ?? null},
           ${input.city || null}, 'CA', ${input.zipCode ?? null}, ${input.licenseNumber ?? null},
           ST_SetSRID(ST_MakePoint(${place?.longitude ?? null}::float8, ${place?.latitude ?? null}::float8), 4326)
    on conflict (email_key) do nothing returning id`;
  if (!person) {
    await sendLetter(tx, { userId: null, email: input.email, name: input.firstName }, 'application-again', {
      origin: input.portal,
    });
    return;
  }
  const userId = person.id;
  await sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${input.passwordHash})`;
  await sql`
    insert into user_skills (user_id, skill_code)
    select ${userId}, code from skills
    where code = any (${input.skills}::text[])
      or code = any ((select classifications from california_contractors
                      where license_number = ${input.licenseNumber ?? null})::text[])`;
  await sql`
    insert into membership_applications (user_id, tier_code, statement)
    values (${userId}, ${input.tierCode}, ${input.statement})`;
  await noteAccountEvent(tx, { ...input, userId, kind: 'APPLIED' });
  await askForConfirmation(tx, { userId, email: input.email, name: input.firstName, portal: input.portal });
}

async function askForConfirmation(
  tx: WriteTransaction,
  person: Addressee & { userId: string; portal: string },
) {
  const token = await makeLink(tx, { ...person, purpose: 'VERIFY_EMAIL' });
  await sendLetter(tx, person, 'verify-email', { origin: person.portal, token });
}

/** Mails the link once more, if there is an address to confirm: whether there is nobody is told. For the system. */
export async function askAgainForConfirmation(
  tx: WriteTransaction,
  input: { email: string; portal: string },
): Promise<void> {
  const [person] = await tx.sql<{ userId: string; email: string; name: string }[]>`
    select id as "userId", email::text as email, first_name as name from users
    where email_key = ${input.email} and email_verified_at is null and status = 'PENDING'`;
  if (person) await askForConfirmation(tx, { ...person, portal: input.portal });
}

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

export interface ApplicationMessage {
  id: string;
  isFromStaff: boolean;
  body: string;
  createdAt: Date;
}

export interface OwnApplication {
  id: string;
  status: ApplicationStatus;
  tierName: string;
  licenseNumber: string | null;
  company: string | null;
  reason: string | null;
  submittedAt: Date | null;
  decidedAt: Date | null;
  messages: ApplicationMessage[];
}

const messagesOf = ({ sql }: Transaction, applicationId: string) => sql<ApplicationMessage[]>`
  select id, is_from_staff as "isFromStaff", body, created_at as "createdAt"
  from application_messages where application_id = ${applicationId} order by id`;

/** Where one's own application stands; undefined for whoever never applied. */
export async function findOwnApplication(tx: Transaction): Promise<OwnApplication | undefined> {
  const { sql } = tx;
  const [row] = await sql<Omit<OwnApplication, 'messages'>[]>`
    select a.id, a.status, t.name as "tierName", u.license_number as "licenseNumber", u.company,
           case when a.status = 'DECLINED' then a.reason end as reason,
           a.submitted_at as "submittedAt", a.decided_at as "decidedAt"
    from membership_applications a join users u on u.id = a.user_id join membership_tiers t on t.code = a.tier_code
    where a.user_id = current_user_id()`;
  return row && { ...row, messages: await messagesOf(tx, row.id) };
}

/** Answers staff's question about one's own application. @throws Refused when none was asked. */
export async function answerQuestion({ sql }: WriteTransaction, input: { body: string }): Promise<void> {
  const added = await sql`
    insert into application_messages (application_id, author_id, is_from_staff, body)
    select id, user_id, false, ${input.body} from membership_applications where user_id = current_user_id()`;
  if (added.count === 0) throw new Refused('You have no application.');
}

export interface ApplicationItem {
  id: string;
  userId: string;
  firstName: string;
  lastName: string;
  company: string | null;
  email: string;
  tierName: string;
  licenseNumber: string | null;
  licenseName: string | null;
  status: ApplicationStatus;
  submittedAt: Date | null;
  createdAt: Date;
  /** Everybody else of the staff who has it open now. */
  reviewers: Reviewer[];
}

const itemColumns = (tx: Transaction) => tx.sql`
  a.id, u.id as "userId", u.first_name as "firstName", u.last_name as "lastName", u.company, u.email::text as email,
  t.name as "tierName", u.license_number as "licenseNumber", c.business_name as "licenseName", a.status,
  a.submitted_at as "submittedAt", a.created_at as "createdAt", ${otherReviewers(tx)} as reviewers`;
const itemTables = ({ sql }: Transaction) => sql`
  membership_applications a join users u on u.id = a.user_id join membership_tiers t on t.code = a.tier_code
  left join california_contractors c on c.license_number = u.license_number`;

/** Applications of one status, whoever waits longest first; for staff. */
export async function listApplications(
  tx: Transaction,
  input: { status: ApplicationStatus; cursor?: string | undefined; limit: number },
): Promise<{ rows: ApplicationItem[]; nextCursor: string | null }> {
  const { sql } = tx;
  const after = readKeyset('applications', z.tuple([z.string().max(40), z.uuid()]), input.cursor);
  const rows = await sql<(ApplicationItem & { key: string })[]>`
    select ${itemColumns(tx)}, coalesce(a.submitted_at, 'epoch')::text as key from ${itemTables(tx)}
    where a.status = ${input.status}
      ${after ? sql`and (coalesce(a.submitted_at, 'epoch'), a.id) > (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by coalesce(a.submitted_at, 'epoch'), a.id limit ${input.limit + 1}`;
  const page = toPage('applications', rows, input.limit, (row) => [row.key, row.id]);
  return { rows: page.rows.map(({ key: _, ...item }) => item), nextCursor: page.nextCursor };
}

/** How many applications have each status; for staff. */
export async function countApplications({
  sql,
}: Transaction): Promise<Partial<Record<ApplicationStatus, number>>> {
  const rows = await sql<{ status: ApplicationStatus; count: number }[]>`
    select status, count(*) as count from membership_applications group by status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

export interface ApplicationDetail extends ApplicationItem {
  phone: string | null;
  city: string | null;
  zipCode: string | null;
  skills: string[];
  statement: string;
  reason: string | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  isEmailVerified: boolean;
  messages: ApplicationMessage[];
  /** Members and other applicants with the same license. */
  claimants: { userId: string; name: string; status: string }[];
  /** The application that waits longest after this one, or from the start of the queue again. */
  next: { id: string; name: string } | null;
}

/** One application with all that decides it; for staff. @throws NotFound */
export async function getApplication(tx: Transaction, input: { id: string }): Promise<ApplicationDetail> {
  const { sql } = tx;
  const [row] = await sql<Omit<ApplicationDetail, 'messages' | 'claimants' | 'next'>[]>`
    select ${itemColumns(tx)}, u.phone, u.city, u.zip_code as "zipCode", a.statement, a.reason,
           a.decided_at as "decidedAt", u.email_verified_at is not null as "isEmailVerified",
           (select first_name || ' ' || last_name from users d where d.id = a.decided_by) as "decidedByName",
           array(select s.name from user_skills us join skills s on s.code = us.skill_code
                 where us.user_id = u.id order by s.name) as skills
    from ${itemTables(tx)} where a.id = ${input.id}`;
  if (!row) throw new NotFound('application', input.id);
  const claimants = await sql<ApplicationDetail['claimants']>`
    select id as "userId", first_name || ' ' || last_name as name, status from users
    where license_number = ${row.licenseNumber} and id <> ${row.userId}
      and status in ('PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED')
    order by status = 'PENDING', created_at, id`;
  const [next] = await sql<{ id: string; name: string }[]>`
    with this as (select coalesce(submitted_at, 'epoch') as at, id from membership_applications where id = ${row.id})
    select a.id, u.first_name || ' ' || u.last_name as name
    from this, membership_applications a join users u on u.id = a.user_id
    where a.status = 'SUBMITTED' and a.id <> this.id
    order by (a.submitted_at, a.id) > (this.at, this.id) desc, a.submitted_at, a.id limit 1`;
  return { ...row, messages: await messagesOf(tx, row.id), claimants: [...claimants], next: next ?? null };
}
