import type { SearchMembersInput } from '@namc/inputs/members';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { keyed, keyset } from '../../engine/keyset.ts';
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

/**
 * Accounts that match, newest first: words, an email address or a license number, status, role. For staff.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function searchMembers(tx: Transaction, input: SearchMembersInput): Promise<Page<MemberItem>> {
  const { sql } = tx;
  const pages = keyset(sql, 'accounts', input, 'u.created_at', 'desc', 'u.id');
  const q = input.q.toLowerCase();
  const text = parseText(input.q);
  return pages.page(
    await rowsOf(sql, item, roleNames, keyed)`
    select ${itemColumns(tx)}, ${pages.key} from users u
    where true
      ${
        q === ''
          ? sql``
          : sql`and (u.email_key = ${q} or u.license_number = ${input.q}
              ${text.parts.length > 0 ? sql`or u.search_vector @@ ${toTsquery(sql, text)}` : sql``})`
      }
      ${input.status ? sql`and u.status = ${input.status}` : sql``}
      ${input.role ? sql`and exists (select from user_roles ur where ur.user_id = u.id and ur.role_code = ${input.role})` : sql``}
      ${pages.after}
    order by ${pages.order} limit ${pages.limit}`,
  );
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
const term = pick(memberships, ['status', 'startsOn', 'endsOn'], 'm');

export type MemberDetail = MemberItem &
  RowOf<typeof contact> &
  RowOf<typeof facts> & {
    grants: (RowOf<typeof role> & RowOf<typeof grant>)[];
    memberships: (RowOf<typeof tier> & RowOf<typeof term>)[];
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
  const terms = await rowsOf(sql, tier, term)`
    select ${tier(sql)}, ${term(sql)}
    from memberships m join membership_tiers t on t.code = m.tier_code where m.user_id = ${input.userId}
    order by m.starts_on desc`;
  return { ...row, grants: [...grants], memberships: [...terms] };
}
