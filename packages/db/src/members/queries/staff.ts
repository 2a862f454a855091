import type { SearchMembersInput } from '@namc/inputs/members';
import { z } from 'zod';
import type { Transaction, WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { readKeyset, toPage } from '../../engine/keyset.ts';
import { parseText, toTsquery } from '../../engine/text-query.ts';

export interface MemberItem {
  id: string;
  firstName: string;
  lastName: string;
  company: string | null;
  email: string;
  status: string;
  memberType: string;
  licenseNumber: string | null;
  roles: string[];
  createdAt: Date;
}

const columns = ({ sql }: Transaction) => sql`
  u.id, u.first_name as "firstName", u.last_name as "lastName", u.company, u.email::text as email, u.status,
  u.member_type as "memberType", u.license_number as "licenseNumber", u.created_at as "createdAt",
  array(select r.name from user_roles ur join roles r on r.code = ur.role_code
        where ur.user_id = u.id and r.standing > 0 and (ur.expires_at is null or ur.expires_at > now())
        order by r.standing desc, r.name) as roles`;

/** Accounts that fit, the newest first: words, an e-mail address or a license number, status, role. For staff. */
export async function searchMembers(
  tx: Transaction,
  input: SearchMembersInput,
): Promise<{ rows: MemberItem[]; nextCursor: string | null }> {
  const { sql } = tx;
  const after = readKeyset('accounts', z.tuple([z.string().max(40), z.uuid()]), input.cursor);
  const q = input.q.toLowerCase();
  const text = parseText(input.q);
  const rows = await sql<(MemberItem & { key: string })[]>`
    select ${columns(tx)}, u.created_at::text as key from users u
    where true
      ${
        q === ''
          ? sql``
          : sql`and (u.email_key = ${q} or u.license_number = ${input.q}
              ${text.parts.length > 0 ? sql`or u.search_vector @@ ${toTsquery(sql, text)}` : sql``})`
      }
      ${input.status ? sql`and u.status = ${input.status}` : sql``}
      ${input.role ? sql`and exists (select from user_roles ur where ur.user_id = u.id and ur.role_code = ${input.role})` : sql``}
      ${after ? sql`and (u.created_at, u.id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by u.created_at desc, u.id desc limit ${input.limit + 1}`;
  const page = toPage('accounts', rows, input.limit, (row) => [row.key, row.id]);
  return { rows: page.rows.map(({ key: _, ...item }) => item), nextCursor: page.nextCursor };
}

export interface MemberDetail extends MemberItem {
  phone: string | null;
  city: string | null;
  zipCode: string | null;
  isEmailVerified: boolean;
  hasTwoFactor: boolean | null;
  grants: {
    code: string;
    name: string;
    standing: number;
    reason: string | null;
    grantedAt: Date;
    expiresAt: Date | null;
  }[];
  memberships: { tierName: string; status: string; startsOn: string; endsOn: string }[];
  applicationId: string | null;
}

/** One account as staff see it. @throws NotFound */
export async function getMember(tx: Transaction, input: { userId: string }): Promise<MemberDetail> {
  const { sql } = tx;
  const [row] = await sql<Omit<MemberDetail, 'grants' | 'memberships'>[]>`
    select ${columns(tx)}, u.phone, u.city, u.zip_code as "zipCode", u.email_verified_at is not null as "isEmailVerified",
           (select kind = 'TWO_FACTOR_ON' from account_events e
            where e.user_id = u.id and kind in ('TWO_FACTOR_ON', 'TWO_FACTOR_OFF') order by created_at desc limit 1) as "hasTwoFactor",
           (select id from membership_applications a where a.user_id = u.id) as "applicationId"
    from users u where u.id = ${input.userId}`;
  if (!row) throw new NotFound('account', input.userId);
  return {
    ...row,
    grants: [
      ...(await sql<MemberDetail['grants']>`
        select r.code, r.name, r.standing, ur.reason, ur.granted_at as "grantedAt", ur.expires_at as "expiresAt"
        from user_roles ur join roles r on r.code = ur.role_code where ur.user_id = ${input.userId}
        order by r.standing desc, r.name`),
    ],
    memberships: [
      ...(await sql<MemberDetail['memberships']>`
        select t.name as "tierName", m.status, m.starts_on as "startsOn", m.ends_on as "endsOn"
        from memberships m join membership_tiers t on t.code = m.tier_code where m.user_id = ${input.userId}
        order by m.starts_on desc`),
    ],
  };
}

export async function move(
  tx: WriteTransaction,
  userId: string,
  from: string[],
  to: 'SUSPENDED' | 'ACTIVE',
): Promise<{ userId: string; email: string; name: string }> {
  const [person] = await tx.sql<{ userId: string; email: string; name: string }[]>`
    update users set status = ${to} where id = ${userId} and status = any (${from})
    returning id as "userId", email::text as email, first_name as name`;
  if (person) return person;
  const [now] = await tx.sql<
    { status: string }[]
  >`select lower(status) as status from users where id = ${userId}`;
  if (!now) throw new NotFound('account', userId);
  if (from.includes(now.status.toUpperCase())) {
    throw new Refused('This account has a higher role than yours.');
  }
  throw new Refused(`This account is ${now.status}.`);
}
