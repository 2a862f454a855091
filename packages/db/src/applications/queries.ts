import type { GetApplicationInput, ListApplicationsInput } from '@namc/inputs/applications';
import { z } from 'zod';
import { type LicenseInBrief, readLicensesInBrief } from '../contractors/queries/licenses-in-brief.ts';
import { nameColumns, namesOf } from '../contractors/queries/names.ts';
import { californiaContractors } from '../contractors/tables/register.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { users } from '../members/tables.ts';
import { membershipTiers } from '../memberships/tables.ts';
import { applicationMessages, membershipApplications } from './tables.ts';

const message = pick(applicationMessages, ['id', 'isFromStaff', 'body', 'createdAt']);

export type ApplicationMessage = RowOf<typeof message>;

const messagesOf = ({ sql }: Transaction, applicationId: string) => rowsOf(sql, message)`
  select ${message(sql)} from application_messages where application_id = ${applicationId} order by id`;

const tier = pick(membershipTiers, { tierName: 'name' }, 't');
const own = pick(
  membershipApplications,
  ['id', 'status', 'tierCode', 'statement', 'company', 'licenseNumber', 'createdAt', 'submittedAt'],
  'a',
);
const ownAccount = pick(
  users,
  ['firstName', 'lastName', 'email', 'emailVerifiedAt', 'phone', 'city', 'zipCode'],
  'u',
);
/** `skills` are the codes of the skills that the applicant named. The license's classifications are not among them. */
const told = computed({ reason: 'string | null', decidedAt: 'Date | null', skills: 'string[]' });

/**
 * `reason` tells why the application was declined. It is null for other statuses, where the stored reason is an
 * internal note. `decidedAt` is null while the application waits, also for a second decision.
 */
export type OwnApplication = RowOf<typeof own> &
  RowOf<typeof ownAccount> &
  RowOf<typeof tier> &
  RowOf<typeof told> & { messages: ApplicationMessage[] };

/** The acting person's application; undefined for a person who never applied. */
export async function findOwnApplication(tx: Transaction): Promise<OwnApplication | undefined> {
  const { sql } = tx;
  const [row] = await rowsOf(sql, own, ownAccount, tier, told)`
    select ${own(sql)}, ${ownAccount(sql)}, ${tier(sql)},
           case when a.status = 'DECLINED' then a.reason end as reason,
           case when a.status in ('APPROVED', 'DECLINED') then a.decided_at end as "decidedAt",
           array(select s.code from user_skills us join skills s on s.code = us.skill_code
                 where us.user_id = u.id and s.kind = 'skill' order by s.name) as skills
    from membership_applications a join users u on u.id = a.user_id join membership_tiers t on t.code = a.tier_code
    where a.user_id = current_user_id()`;
  return row && { ...row, messages: [...(await messagesOf(tx, row.id))] };
}

/** A staff member who has an application open, and since when. */
const reviewer = z.strictObject({
  userId: z.guid(),
  name: z.string(),
  since: z.iso.datetime({ offset: true }),
});

export type Reviewer = z.infer<typeof reviewer>;

/** An open page reports each minute. After this long without a report it counts as closed. */
export const goneAfter = '2 minutes';

/**
 * A select-list column: the other staff who have the application `a` open now, in the order in which they opened
 * it.
 */
const otherReviewers = ({ sql }: Transaction) => sql`
  coalesce((
    select json_agg(json_build_object('userId', r.reviewer_id, 'since', r.opened_at,
                                      'name', p.first_name || ' ' || p.last_name) order by r.opened_at, p.id)
    from application_reviews r join users p on p.id = r.reviewer_id
    where r.application_id = a.id and r.seen_at > now() - ${goneAfter}::text::interval
      and r.reviewer_id is distinct from current_user_id()), '[]')`;

const reviewing = computed({ reviewers: json(z.array(reviewer)) });

/** The other staff who have an application open now; an empty list for an unknown application. For staff. */
export async function listReviewers(tx: Transaction, input: GetApplicationInput): Promise<Reviewer[]> {
  const { sql } = tx;
  const [row] = await rowsOf(sql, reviewing)`
    select ${otherReviewers(tx)} as reviewers from membership_applications a where a.id = ${input.id}`;
  return row?.reviewers ?? [];
}

const application = pick(
  membershipApplications,
  ['id', 'status', 'company', 'licenseNumber', 'submittedAt', 'createdAt', 'updatedAt'],
  'a',
);
const applicant = pick(
  users,
  {
    userId: 'id',
    firstName: 'firstName',
    lastName: 'lastName',
    email: 'email',
    city: 'city',
  },
  'u',
);
const license = optional(pick(californiaContractors, nameColumns, 'c'));
const itemShapes = [application, applicant, tier, license, reviewing] as const;

/** `licenseName` is the firm's name that the license board has for the license number, in title case. */
export type ApplicationItem = RowOf<typeof application> &
  RowOf<typeof applicant> &
  RowOf<typeof tier> &
  RowOf<typeof reviewing> & { licenseName: string | null };

const itemColumns = (tx: Transaction) => tx.sql`
  ${application(tx.sql)}, ${applicant(tx.sql)}, ${tier(tx.sql)}, ${license(tx.sql)}, ${otherReviewers(tx)} as reviewers`;

const itemTables = ({ sql }: Transaction) => sql`
  membership_applications a join users u on u.id = a.user_id join membership_tiers t on t.code = a.tier_code
  left join california_contractors c on c.license_number = a.license_number`;

/** The row with the firm's name in place of the file's columns. */
function withLicenseName<Row extends RowOf<typeof license>>(row: Row) {
  const { businessName, dbaName, fullBusinessName, secondNameType, ...rest } = row;
  const licenseName =
    businessName === null ? null : namesOf({ businessName, dbaName, fullBusinessName, secondNameType }).name;
  return { ...rest, licenseName };
}

/** `license` is null if the applicant gave no license number, or one that no file ever held. */
export type ListedApplication = ApplicationItem & { license: LicenseInBrief | null };

/**
 * Applications of one status, the longest waiting first; for staff.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listApplications(
  tx: Transaction,
  input: ListApplicationsInput,
): Promise<Page<ListedApplication>> {
  const { sql } = tx;
  const pages = keyset(sql, 'applications', input, "coalesce(a.submitted_at, 'epoch')", 'asc', 'a.id');
  const page = pages.page(
    await rowsOf(sql, ...itemShapes, keyed)`
    select ${itemColumns(tx)}, ${pages.key} from ${itemTables(tx)}
    where a.status = ${input.status} ${pages.after} order by ${pages.order} limit ${pages.limit}`,
  );
  const licenses = await readLicensesInBrief(
    tx,
    page.rows.flatMap(({ licenseNumber }) => licenseNumber ?? []),
  );
  return {
    ...page,
    rows: page.rows.map((row) => ({
      ...withLicenseName(row),
      license: licenses.get(row.licenseNumber ?? '') ?? null,
    })),
  };
}

const ofStatus = computed({ count: 'number' });
const counted = pick(membershipApplications, ['status']);

export type ApplicationCounts = Partial<Record<RowOf<typeof counted>['status'], number>>;

/** The numbers of applications by status; a status without applications is missing. For staff. */
export async function countApplications({ sql }: Transaction): Promise<ApplicationCounts> {
  const rows = await rowsOf(sql, counted, ofStatus)`
    select ${counted(sql)}, count(*) as count from membership_applications group by status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

const queue = computed({
  /** Applications that wait for a decision, and since when the oldest has waited. Null when none waits. */
  toReview: 'number',
  oldestAt: 'Date | null',
  /** Applications that wait for the applicant’s answer. */
  asked: 'number',
  /** Applications that arrived in this month and in the one before, in California. */
  thisMonth: 'number',
  lastMonth: 'number',
});

export type ApplicationQueue = RowOf<typeof queue>;

/** The applications that wait, and how many arrive. For staff. */
export async function getApplicationQueue({ sql }: Transaction): Promise<ApplicationQueue> {
  const [row] = await rowsOf(sql, queue)`
    with this as (
      select date_trunc('month', now() at time zone 'America/Los_Angeles') as month
    ), arrived as (
      select date_trunc('month', coalesce(submitted_at, created_at) at time zone 'America/Los_Angeles') as month
      from membership_applications, this
      where coalesce(submitted_at, created_at) >= (this.month - interval '1 month') at time zone 'America/Los_Angeles'
        and status <> 'UNVERIFIED'
    )
    select (select count(*) from membership_applications where status = 'SUBMITTED') as "toReview",
           (select min(coalesce(submitted_at, created_at)) from membership_applications where status = 'SUBMITTED')
             as "oldestAt",
           (select count(*) from membership_applications where status = 'QUESTION') as asked,
           (select count(*) from arrived where arrived.month = this.month) as "thisMonth",
           (select count(*) from arrived where arrived.month < this.month) as "lastMonth"
    from this`;
  if (!row) throw new TypeError('The statement returns one row.');
  return row;
}

const statement = pick(membershipApplications, ['statement', 'reason', 'decidedAt'], 'a');
const contact = pick(users, ['phone', 'zipCode'], 'u');
const background = computed({
  isEmailVerified: 'boolean',
  decidedByName: 'string | null',
  skills: 'string[]',
});
const claimant = pick(users, { userId: 'id', status: 'status' }, 'u');
const following = pick(membershipApplications, ['id'], 'a');
const named = computed({ name: 'string' });

export type ApplicationDetail = ApplicationItem &
  RowOf<typeof statement> &
  RowOf<typeof contact> &
  RowOf<typeof background> & {
    messages: ApplicationMessage[];
    /** Members and other applicants with the same license. */
    claimants: (RowOf<typeof claimant> & RowOf<typeof named>)[];
    /**
     * The application that has waited the longest after this one; after the last one, the first of the queue.
     */
    next: (RowOf<typeof following> & RowOf<typeof named>) | null;
  };

/** One application with all facts for its decision; for staff. @throws NotFound */
export async function getApplication(
  tx: Transaction,
  input: GetApplicationInput,
): Promise<ApplicationDetail> {
  const { sql } = tx;
  const [row] = await rowsOf(sql, ...itemShapes, statement, contact, background)`
    select ${itemColumns(tx)}, ${statement(sql)}, ${contact(sql)},
           u.email_verified_at is not null as "isEmailVerified",
           (select first_name || ' ' || last_name from users d where d.id = a.decided_by) as "decidedByName",
           array(select s.name from user_skills us join skills s on s.code = us.skill_code
                 where us.user_id = u.id order by s.name) as skills
    from ${itemTables(tx)} where a.id = ${input.id}`;
  if (!row) throw new NotFound('application', input.id);
  const claimants = await rowsOf(sql, claimant, named)`
    select ${claimant(sql)}, u.first_name || ' ' || u.last_name as name from users u
    where u.id <> ${row.userId} and (
      u.status in ('ACTIVE', 'LAPSED', 'SUSPENDED') and u.id in (
        select p.user_id from company_people p join companies c on c.id = p.company_id where c.license_number = ${row.licenseNumber})
      or u.status = 'PENDING' and u.id in (
        select user_id from membership_applications where license_number = ${row.licenseNumber}))
    order by u.status = 'PENDING', u.created_at, u.id`;
  const [next] = await rowsOf(sql, following, named)`
    with this as (select coalesce(submitted_at, 'epoch') as at, id from membership_applications where id = ${row.id})
    select ${following(sql)}, u.first_name || ' ' || u.last_name as name
    from this, membership_applications a join users u on u.id = a.user_id
    where a.status = 'SUBMITTED' and a.id <> this.id
    order by (a.submitted_at, a.id) > (this.at, this.id) desc, a.submitted_at, a.id limit 1`;
  const messages = await messagesOf(tx, row.id);
  return {
    ...withLicenseName(row),
    messages: [...messages],
    claimants: [...claimants],
    next: next ?? null,
  };
}
