import type {
  CountMembersInput,
  MemberOrder,
  MemberStatus,
  SearchMembersInput,
} from '@namc/inputs/member-lists';
import { termPhases } from '@namc/inputs/memberships';
import { z } from 'zod';
import { companies } from '../../companies/tables.ts';
import { type LicenseInBrief, readLicensesInBrief } from '../../contractors/queries/licenses-in-brief.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { keyed, keyset, readKeyset, toPage } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { parseText, rowsWithParts } from '../../engine/text-query.ts';
import { memberships, membershipTiers } from '../../memberships/tables.ts';
import { roles, userRoles } from '../../roles/tables.ts';
import { users } from '../tables.ts';

const item = pick(users, ['id', 'firstName', 'lastName', 'email', 'status', 'memberType', 'createdAt'], 'u');
/** The first company that a member joined, who may be in several; for others the one that the application names. */
const firm = computed({ company: 'string | null', licenseNumber: 'string | null' });
const firmColumns = (sql: TransactionClient) => sql`
  coalesce(firm.name, asked.company) as company,
  case when firm.user_id is null then asked.license_number else firm.license_number end as "licenseNumber"`;
const applicationOf = (sql: TransactionClient) =>
  sql`left join membership_applications asked on asked.user_id = u.id and asked.status <> 'APPROVED'`;
const firmOf = (sql: TransactionClient) =>
  sql`left join shown_firms firm on firm.user_id = u.id ${applicationOf(sql)}`;
/** The names of the account's current roles, the highest first. */
const roleNames = computed({ roles: 'string[]' });

export type MemberItem = RowOf<typeof item> & RowOf<typeof firm> & RowOf<typeof roleNames>;

const itemColumns = ({ sql }: Transaction) => sql`
  ${item(sql)}, ${firmColumns(sql)},
  array(select r.name from user_roles ur join roles r on r.code = ur.role_code
        where ur.user_id = u.id and r.standing > 0 and (ur.expires_at is null or ur.expires_at > now())
        order by r.standing desc, r.name) as roles`;

const currentTier = optional(pick(membershipTiers, { tierName: 'name' }, 't'));
const currentTerm = optional(pick(memberships, ['endsOn'], 'm'));
const covering = optional(pick(companies, { coveredBy: 'name' }, 'cover'));
const coveredThrough = computed({ coveredThrough: 'string | null' });
const reachedBy = pick(users, ['phone', 'city', 'zipCode'], 'u');
const textKeys = computed({ sortKey: 'string' });

/**
 * `license` is the board's record of the member's license; null without one. Tier and last day are those of the active
 * membership, and `coveredBy` and `coveredThrough` name the firm in which a colleague's term covers the member, and its last day.
 * They are null without one, and for staff who may not see memberships.
 */
export type MemberRow = MemberItem &
  RowOf<typeof reachedBy> &
  RowOf<typeof currentTier> &
  RowOf<typeof currentTerm> &
  RowOf<typeof covering> &
  RowOf<typeof coveredThrough> &
  RowOf<typeof similar> & { license: Pick<LicenseInBrief, 'county' | 'standing'> | null };

/** Adds what the license board says about each member's license. */
async function withLicenses<Row extends { licenseNumber: string | null }>(tx: Transaction, rows: Row[]) {
  const licenses = await readLicensesInBrief(
    tx,
    rows.flatMap(({ licenseNumber }) => licenseNumber ?? []),
  );
  return rows.map((row) => {
    const found = licenses.get(row.licenseNumber ?? '');
    return { ...row, license: found ? { county: found.county, standing: found.standing } : null };
  });
}

/**
 * The accounts that words find. Each word may stand in what the account says, in the name of a company of the person’s, or in the one
 * that an applicant names.
 */
export const foundBy = (sql: TransactionClient, q: string) => {
  const text = parseText(q);
  return sql`
    select id from users where email_key = ${q.toLowerCase()}
    union select p.user_id from company_people p join companies c on c.id = p.company_id where c.license_number = ${q}
    union select user_id from membership_applications where license_number = ${q} and status <> 'APPROVED'
    ${
      text.parts.length > 0
        ? sql`union (${rowsWithParts(sql, text, sql`select id from users`, (part) => sql`select accounts_with_words(${part})`)})`
        : sql``
    }`;
};

/** Words may be misspelled where each of them has to occur: a person who excludes words or gives a phrase is sure of the spelling. */
const mostGuessed = 8;
function guessable(q: string): string[] {
  const { parts } = parseText(q);
  const isPlain = parts.every(({ excluded, or, isPhrase }) => !excluded && !or && !isPhrase);
  return isPlain && parts.length <= mostGuessed ? parts.flatMap(({ words }) => words) : [];
}

/** The accounts that words find, or those of similar words if they find none. */
const foundOrSimilar = (sql: TransactionClient, q: string) => {
  const words = guessable(q);
  if (words.length === 0) return foundBy(sql, q);
  return sql`
    with exact as materialized (${foundBy(sql, q)})
    select id from exact
    union all
    select id from accounts_with_similar_words(${words}::text[]) id where not exists (select from exact)`;
};

/** True for the rows of a list that similar words found, because the typed ones find nothing. */
const similar = computed({ isSimilar: 'boolean' });
const isSimilar = (sql: TransactionClient, q: string) =>
  q === '' ? sql`false as "isSimilar"` : sql`not exists (${foundBy(sql, q)}) as "isSimilar"`;

/** The members whom words, a role and a status leave. */
const matching = (
  sql: TransactionClient,
  { q, role, status }: CountMembersInput & { status?: MemberStatus | undefined },
) => {
  return sql`
    ${q === '' ? sql`` : sql`and u.id in (${foundOrSimilar(sql, q)})`}
    ${status ? sql`and u.status = ${status}` : sql``}
    ${role ? sql`and exists (select from user_roles ur where ur.user_id = u.id and ur.role_code = ${role})` : sql``}`;
};

/** The last term of each member that is not over, which one that was renewed ahead has several of. */
const termOf = (sql: TransactionClient) => sql`
  left join memberships m on m.user_id = u.id and m.status = 'ACTIVE'
    and not exists (select from memberships later
                    where later.user_id = m.user_id and later.status = 'ACTIVE' and later.starts_on > m.starts_on)`;

/** The text by which each order sorts, and what it reads. A person without a firm stands among the firms by name. */
const textOf = (sql: TransactionClient, order: Exclude<MemberOrder, 'newest'>) =>
  ({
    name: { text: sql`lower(u.last_name || ' ' || u.first_name)`, source: sql`` },
    company: { text: sql`lower(coalesce(firm.name, asked.company, u.last_name))`, source: firmOf(sql) },
    ends: { text: sql`coalesce(m.ends_on::text, 'none')`, source: termOf(sql) },
  })[order];

/** The ids of a page with the text by which it sorts. */
function placesOf(
  sql: TransactionClient,
  input: SearchMembersInput & { order: Exclude<MemberOrder, 'newest'> },
  after: [string, string] | undefined,
): Fragment {
  const rest = (text: Fragment) => sql`
    ${matching(sql, input)} ${after ? sql`and (${text}, u.id) > (${after[0]}, ${after[1]})` : sql``}
    order by ${text}, u.id limit ${input.limit + 1}`;
  const isWide = !input.q && !input.role && (input.status ?? 'ACTIVE') === 'ACTIVE';
  if (input.order !== 'company' || !isWide) {
    const { text, source } = textOf(sql, input.order);
    return sql`select u.id, ${text} as key from users u ${source} where true ${rest(text)}`;
  }
  // Along the index of the firms’ names, which is fast where most accounts match.
  const firmName = sql`lower(firm.name)`;
  const otherName = sql`lower(coalesce(asked.company, u.last_name))`;
  return sql`
    (select u.id, ${firmName} as key from shown_firms firm join users u on u.id = firm.user_id where true ${rest(firmName)})
    union all
    (select u.id, ${otherName} from users u ${applicationOf(sql)}
     where not exists (select from company_people p where p.user_id = u.id) ${rest(otherName)})
    order by key, id limit ${input.limit + 1}`;
}

/** A page of accounts with their firms and terms. The page comes first, so that the rest is read for its rows alone. */
const detailsOf = (sql: TransactionClient, places: Fragment) => sql`
  (${places}) place join users u on u.id = place.id ${firmOf(sql)} ${termOf(sql)}
  left join membership_tiers t on t.code = m.tier_code
  left join lateral (
    select firm.name, found.through
    from covering_of(u.id, (now() at time zone 'America/Los_Angeles')::date) found join companies firm on firm.id = found.company
    where exists (select from membership_coverings v where v.user_id = u.id and v.ends_on is null)) cover on true`;

/** The columns of the list about memberships. */
const termColumns = (sql: TransactionClient) => sql`
  ${currentTier(sql)}, ${currentTerm(sql)}, ${covering(sql)}, cover.through::text as "coveredThrough"`;

/**
 * Accounts that match: words, an email address or a license number, status, role. Words that nobody has find similar ones. In the
 * order that the input names. For staff.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function searchMembers(tx: Transaction, input: SearchMembersInput): Promise<Page<MemberRow>> {
  const { sql } = tx;
  const { order } = input;
  if (order === 'newest') {
    const pages = keyset(sql, 'accounts', input, 'u.created_at', 'desc', 'u.id');
    const places = sql`
      select u.id from users u where true ${matching(sql, input)} ${pages.after} order by ${pages.order} limit ${pages.limit}`;
    const page = pages.page(
      await rowsOf(
        sql,
        item,
        firm,
        roleNames,
        reachedBy,
        currentTier,
        currentTerm,
        covering,
        coveredThrough,
        similar,
        keyed,
      )`
      select ${itemColumns(tx)}, ${reachedBy(sql)}, ${termColumns(sql)}, ${isSimilar(sql, input.q)}, ${pages.key}
      from ${detailsOf(sql, places)} order by ${pages.order}`,
    );
    return { ...page, rows: await withLicenses(tx, page.rows) };
  }
  const list = `accounts by ${order}`;
  const after = readKeyset(list, z.tuple([z.string(), z.uuid()]), input.cursor);
  const rows = await rowsOf(
    sql,
    item,
    firm,
    roleNames,
    reachedBy,
    currentTier,
    currentTerm,
    covering,
    coveredThrough,
    similar,
    textKeys,
  )`
    select ${itemColumns(tx)}, ${reachedBy(sql)}, ${termColumns(sql)}, ${isSimilar(sql, input.q)}, place.key as "sortKey"
    from ${detailsOf(sql, placesOf(sql, { ...input, order }, after))} order by place.key, u.id`;
  const page = toPage(list, rows, input.limit, ({ sortKey, id }) => [sortKey, id]);
  return {
    rows: await withLicenses(
      tx,
      page.rows.map(({ sortKey: _, ...row }) => row),
    ),
    nextCursor: page.nextCursor,
  };
}

const statusOf = pick(users, ['status'], 'u');
const counted = computed({ count: 'number' });

/** The number of accounts that match, by status. A status without any is left out. For staff. */
export async function countMembers(
  { sql }: Transaction,
  input: CountMembersInput,
): Promise<Partial<Record<MemberStatus, number>>> {
  const rows = await rowsOf(sql, statusOf, counted)`
    select ${statusOf(sql)}, count(*) as count from users u where true ${matching(sql, input)} group by u.status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

const contact = pick(users, ['phone', 'city', 'zipCode'], 'u');
const facts = computed({
  isEmailVerified: 'boolean',
  /** Null if the account never turned it on, and for staff who may not see account events. */
  hasTwoFactor: 'boolean | null',
  applicationId: 'string | null',
});
const role = pick(roles, ['code', 'name', 'rank'], 'r');
const grant = pick(userRoles, ['reason', 'grantedAt', 'expiresAt'], 'ur');
const tier = pick(membershipTiers, { tierName: 'name' }, 't');
const term = pick(memberships, ['startsOn', 'endsOn'], 'm');
const phased = computed({ phase: anyOf(termPhases) });

export type MemberDetail = MemberItem &
  RowOf<typeof contact> &
  RowOf<typeof facts> & {
    grants: (RowOf<typeof role> & RowOf<typeof grant>)[];
    /** Their terms, newest first. None for staff who may not see memberships. */
    memberships: (RowOf<typeof tier> & RowOf<typeof term> & RowOf<typeof phased>)[];
  };

/** An account as staff see it. @throws NotFound */
export async function getMember(tx: Transaction, input: { userId: string }): Promise<MemberDetail> {
  const { sql } = tx;
  const [row] = await rowsOf(sql, item, firm, roleNames, contact, facts)`
    select ${itemColumns(tx)}, ${contact(sql)}, u.email_verified_at is not null as "isEmailVerified",
           (select kind = 'TWO_FACTOR_ON' from account_events e
            where e.user_id = u.id and kind in ('TWO_FACTOR_ON', 'TWO_FACTOR_OFF') order by created_at desc limit 1) as "hasTwoFactor",
           (select id from membership_applications a where a.user_id = u.id) as "applicationId"
    from users u ${firmOf(sql)} where u.id = ${input.userId}`;
  if (!row) throw new NotFound('account', input.userId);
  const grants = await rowsOf(sql, role, grant)`
    select ${role(sql)}, ${grant(sql)}
    from user_roles ur join roles r on r.code = ur.role_code where ur.user_id = ${input.userId}
    order by r.standing desc, r.name`;
  const terms = await rowsOf(sql, tier, term, phased)`
    select ${tier(sql)}, ${term(sql)}, phase_of_term(m, today) as phase
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    join memberships m on m.user_id = ${input.userId} join membership_tiers t on t.code = m.tier_code
    order by m.starts_on desc, m.status = 'CANCELLED', m.id`;
  return { ...row, grants: [...grants], memberships: [...terms] };
}
