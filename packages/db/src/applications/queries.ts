import type { ApplicationStatus } from '@namc/inputs/applications';
import { z } from 'zod';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';

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

/** Who of the staff has an application open, and since when. */
export interface Reviewer {
  userId: string;
  name: string;
  since: string;
}

/** Whose page has not said for so long that it is still open has gone: it says so each minute. */
export const goneAfter = '2 minutes';

/** Everybody else who has the application `a` open now, the longest first: a column of a query. */
export const otherReviewers = ({ sql }: Transaction) => sql`
  coalesce((
    select json_agg(json_build_object('userId', r.reviewer_id, 'since', r.opened_at,
                                      'name', p.first_name || ' ' || p.last_name) order by r.opened_at, p.id)
    from application_reviews r join users p on p.id = r.reviewer_id
    where r.application_id = a.id and r.seen_at > now() - ${goneAfter}::text::interval
      and r.reviewer_id is distinct from current_user_id()), '[]')`;
