import { certificationStates, type ListCertificationsInput, reminderDays } from '@namc/inputs/certifications';
import { companies, companyPeople } from '../companies/tables.ts';
import { optional, pick, present } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { files } from '../files/tables.ts';
import { certificationKinds, certifications } from './tables.ts';

const kind = pick(
  certificationKinds,
  [
    'code',
    'name',
    'issuer',
    'about',
    'termMonths',
    'renewalDays',
    'needsNumber',
    'needsEnd',
    'isReEvaluated',
  ],
  'k',
);

export type CertificationKind = RowOf<typeof kind>;

/** The kinds of certifications that a company can add, in the order of the form. */
export async function listCertificationKinds({ sql }: Transaction): Promise<CertificationKind[]> {
  return rowsOf(sql, kind)`
    select ${kind(sql)} from certification_kinds k where k.is_offered order by k.position, k.code`;
}

const certification = pick(
  certifications,
  [
    'id',
    'kind',
    'number',
    'issuer',
    'issuedOn',
    'expiresOn',
    'isUnderReEvaluation',
    'replacementId',
    'revision',
    'verification',
    'verificationNote',
    'verifiedAt',
  ],
  'c',
);
const ofKind = pick(certificationKinds, { kindName: 'name', usualIssuer: 'issuer', about: 'about' }, 'k');
/** The newest scan. */
const scan = optional(pick(files, { fileId: 'id', fileName: 'name' }, 'f'));
/** The state today and the days until the last one, in California: 0 on that day, negative after it. */
const judged = computed({ state: anyOf(certificationStates), daysLeft: 'number | null' });

export type CertificationItem = RowOf<typeof certification> &
  RowOf<typeof ofKind> &
  RowOf<typeof scan> &
  RowOf<typeof judged>;

const judgedColumns = (sql: TransactionClient): Fragment => sql`
  certification_state(c, today) as state, c.expires_on - today as "daysLeft"`;
const withKindAndScan = (sql: TransactionClient): Fragment => sql`
  cross join (select (now() at time zone 'America/Los_Angeles')::date as today) clock
  join certification_kinds k on k.code = c.kind
  left join lateral (
    select own.id, own.name from files own
    where own.owner_id = c.id and own.kind = 'CERTIFICATE'
      and not exists (select from files newer where newer.replaces_id = own.id)
    order by own.created_at desc limit 1
  ) f on true`;
/** Those that hold today come first within a kind. */
const ordered = (sql: TransactionClient): Fragment => sql`
  k.position, k.code, c.replacement_id is not null, c.expires_on desc nulls first, c.id`;

/** The certifications of a company of the acting person, replaced ones included. None for any other company. */
export async function listCertifications(
  { sql }: Transaction,
  { companyId }: ListCertificationsInput,
): Promise<CertificationItem[]> {
  return rowsOf(sql, certification, ofKind, scan, judged)`
    select ${certification(sql)}, ${ofKind(sql)}, ${scan(sql)}, ${judgedColumns(sql)}
    from certifications c ${withKindAndScan(sql)}
    where c.company_id = ${companyId} order by ${ordered(sql)}`;
}

const wanted = pick(certificationKinds, ['code', 'name'], 'k');
const lacking = computed({ isMissing: 'boolean' });

export type WantedCertification = RowOf<typeof wanted> & RowOf<typeof lacking>;

/** The kinds that a company of the acting person needs, and whether it holds none of the kind, not even an expired one. */
export async function listWantedCertifications(
  { sql }: Transaction,
  { companyId }: ListCertificationsInput,
): Promise<WantedCertification[]> {
  return rowsOf(sql, wanted, lacking)`
    select ${wanted(sql)},
           not exists (select from certifications c
                       where c.company_id = w.company_id and c.kind = w.kind and c.replacement_id is null) as "isMissing"
    from wanted_certifications w join certification_kinds k on k.code = w.kind
    where w.company_id = ${companyId} order by k.position, k.code`;
}

const firm = pick(companies, { companyId: 'id', companyName: 'name' }, 'co');

export type MemberCertification = CertificationItem & RowOf<typeof firm>;

/** The current certifications of the companies that a member belongs to. For staff. */
export async function listMemberCertifications(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MemberCertification[]> {
  return rowsOf(sql, certification, ofKind, scan, judged, firm)`
    select ${certification(sql)}, ${ofKind(sql)}, ${scan(sql)}, ${judgedColumns(sql)}, ${firm(sql)}
    from company_people p join companies co on co.id = p.company_id
    join certifications c on c.company_id = co.id ${withKindAndScan(sql)}
    where p.user_id = ${userId} and c.replacement_id is null
    order by p.since, co.id, ${ordered(sql)}`;
}

const notGood = computed({ state: anyOf(certificationStates), daysLeft: 'number' });
const dated = present(pick(certifications, { expiresOn: 'expiresOn' }, 'c'));
const own = pick(certifications, ['id', 'number'], 'c');

export type EndingOwnCertification = RowOf<typeof own> &
  RowOf<typeof ofKind> &
  RowOf<typeof dated> &
  RowOf<typeof notGood> &
  RowOf<typeof firm>;

/** The certifications of the acting person's companies that have ended, or that can be renewed now. The most pressing first. */
export async function listOwnEndingCertifications({ sql }: Transaction): Promise<EndingOwnCertification[]> {
  return rowsOf(sql, own, ofKind, dated, notGood, firm)`
    select ${own(sql)}, ${ofKind(sql)}, ${dated(sql)}, ${judgedColumns(sql)}, ${firm(sql)}
    from company_people p join companies co on co.id = p.company_id
    join certifications c on c.company_id = co.id
    cross join (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    join certification_kinds k on k.code = c.kind
    where p.user_id = current_user_id() and c.expires_on is not null
      and certification_state(c, today) in ('EXPIRING', 'EXPIRED')
    order by c.expires_on, c.id limit 20`;
}

const owner = pick(companyPeople, ['userId'], 'p');

/** The active owners of companies with a certification that ends within the longest step. For the system. */
export async function listOwnersToRemind({ sql }: Transaction): Promise<string[]> {
  const owners = await rowsOf(sql, owner)`
    select distinct ${owner(sql)}
    from certifications c
    cross join (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    join company_people p on p.company_id = c.company_id and p.role = 'OWNER'
    join users u on u.id = p.user_id and u.status = 'ACTIVE'
    where c.replacement_id is null and c.expires_on between today and today + ${reminderDays[0]}::int
    order by 1`;
  return owners.map(({ userId }) => userId);
}

const ending = present(pick(certifications, { certificationId: 'id', expiresOn: 'expiresOn' }, 'c'));

/** The current certifications with a last day, of the companies that an account owns. For the system. */
export async function listEndings(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<RowOf<typeof ending>[]> {
  return rowsOf(sql, ending)`
    select ${ending(sql)}
    from company_people p
    join certifications c on c.company_id = p.company_id and c.replacement_id is null and c.expires_on is not null
    where p.user_id = ${userId} and p.role = 'OWNER' order by c.expires_on, c.id`;
}
