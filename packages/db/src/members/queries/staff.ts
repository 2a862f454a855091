import type {
  CountMembersInput,
  MemberOrder,
  MemberStatus,
  SearchMembersInput,
} from '@namc/inputs/member-lists';
import { termPhases } from '@namc/inputs/memberships';
import { z } from 'zod';
import { type LicenseInBrief, readLicensesInBrief } from '../../contractors/queries/licenses-in-brief.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { keyed, keyset, readKeyset, toPage } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { parseText, toTsquery } from '../../engine/text-query.ts';
import { memberships, membershipTiers } from '../../memberships/tables.ts';
import { roles, userRoles } from '../../roles/tables.ts';
import { users } from '../tables.ts';

const item = pick(
  users,
  ['id', 'firstName', 'lastName', 'company', 'email', 'status', 'memberType', 'licenseNumber', 'createdAt'],
  'u',
);
/** The names of the account's current roles, the highest first. */
const roleNames = computed({ roles: 'string[]' });

export type MemberItem = RowOf<typeof item> & RowOf<typeof roleNames>;

const itemColumns = ({ sql }: Transaction) => sql`
  ${item(sql)},
  array(select r.name from user_roles ur join roles r on r.code = ur.role_code
        where ur.user_id = u.id and r.standing > 0 and (ur.expires_at is null or ur.expires_at > now())
        order by r.standing desc, r.name) as roles`;

const currentTier = optional(pick(membershipTiers, { tierName: 'name' }, 't'));
const currentTerm = optional(pick(memberships, ['endsOn'], 'm'));
const reachedBy = pick(users, ['phone', 'city', 'zipCode'], 'u');
const textKeys = computed({ sortKey: 'string' });

/**
 * `license` is the board's record of the member's license; null without one. Tier and last day are those of the active
 * membership. They are null without one, and for staff who may not see memberships.
 */
export type MemberRow = MemberItem &
  RowOf<typeof reachedBy> &
  RowOf<typeof currentTier> &
  RowOf<typeof currentTerm> & { license: Pick<LicenseInBrief, 'county' | 'standing'> | null };

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

/** The members whom words, a role and a status leave. */
const matching = (
  sql: TransactionClient,
  { q, role, status }: CountMembersInput & { status?: MemberStatus | undefined },
) => {
  const words = q.toLowerCase();
  const text = parseText(q);
  return sql`
    ${
      words === ''
        ? sql``
        : sql`and (u.email_key = ${words} or u.license_number = ${q}
            ${text.parts.length > 0 ? sql`or u.search_vector @@ ${toTsquery(sql, text)}` : sql``})`
    }
    ${status ? sql`and u.status = ${status}` : sql``}
    ${role ? sql`and exists (select from user_roles ur where ur.user_id = u.id and ur.role_code = ${role})` : sql``}`;
};

/** The text by which each order sorts. A person without a firm stands among the firms by name. */
const textOf = (sql: TransactionClient, order: Exclude<MemberOrder, 'newest'>) =>
  ({
    name: sql`lower(u.last_name || ' ' || u.first_name)`,
    company: sql`lower(coalesce(u.company, u.last_name))`,
    ends: sql`coalesce(m.ends_on::text, 'none')`,
  })[order];

/** The last term of each member that is not over, which one that was renewed ahead has several of. */
const termOf = (sql: TransactionClient) => sql`
  left join memberships m on m.user_id = u.id and m.status = 'ACTIVE'
    and not exists (select from memberships later
                    where later.user_id = m.user_id and later.status = 'ACTIVE' and later.starts_on > m.starts_on)
  left join membership_tiers t on t.code = m.tier_code`;

/**
 * Accounts that match: words, an email address or a license number, status, role. In the order that the input names. For
 * staff.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function searchMembers(tx: Transaction, input: SearchMembersInput): Promise<Page<MemberRow>> {
  const { sql } = tx;
  if (input.order === 'newest') {
    const pages = keyset(sql, 'accounts', input, 'u.created_at', 'desc', 'u.id');
    const page = pages.page(
      await rowsOf(sql, item, roleNames, reachedBy, currentTier, currentTerm, keyed)`
      select ${itemColumns(tx)}, ${reachedBy(sql)}, ${currentTier(sql)}, ${currentTerm(sql)}, ${pages.key}
      from users u ${termOf(sql)} where true ${matching(sql, input)} ${pages.after}
      order by ${pages.order} limit ${pages.limit}`,
    );
    return { ...page, rows: await withLicenses(tx, page.rows) };
  }
  const list = `accounts by ${input.order}`;
  const after = readKeyset(list, z.tuple([z.string(), z.uuid()]), input.cursor);
  const text = textOf(sql, input.order);
  const rows = await rowsOf(sql, item, roleNames, reachedBy, currentTier, currentTerm, textKeys)`
    select ${itemColumns(tx)}, ${reachedBy(sql)}, ${currentTier(sql)}, ${currentTerm(sql)}, ${text} as "sortKey"
    from users u ${termOf(sql)}
    where true ${matching(sql, input)} ${after ? sql`and (${text}, u.id) > (${after[0]}, ${after[1]})` : sql``}
    order by ${text}, u.id limit ${input.limit + 1}`;
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
  const [row] = await rowsOf(sql, item, roleNames, contact, facts)`
    select ${itemColumns(tx)}, ${contact(sql)}, u.email_verified_at is not null as "isEmailVerified",
           (select kind = 'TWO_FACTOR_ON' from account_events e
            where e.user_id = u.id and kind in ('TWO_FACTOR_ON', 'TWO_FACTOR_OFF') order by created_at desc limit 1) as "hasTwoFactor",
           (select id from membership_applications a where a.user_id = u.id) as "applicationId"
    from users u where u.id = ${input.userId}`;
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
