import type { SearchDirectoryInput } from '@namc/inputs/members';
import { z } from 'zod';
import type { TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';
import { readKeyset, toPage } from '../../engine/keyset.ts';
import { parseText, toTsquery } from '../../engine/text-query.ts';
import { findPlace } from '../../places/queries.ts';

/** What the directory shows of a member; `email` and `phone` only when the member shows them. */
export interface DirectoryEntry {
  id: string;
  firstName: string;
  lastName: string;
  company: string | null;
  bio: string | null;
  memberType: string;
  city: string | null;
  state: string | null;
  licenseNumber: string | null;
  email: string | null;
  phone: string | null;
  skills: string[];
  /** From the place that was searched around; null without one. */
  meters: number | null;
}

export interface DirectoryPage {
  rows: DirectoryEntry[];
  nextCursor: string | null;
}

const columns = (sql: TransactionClient) => sql`
  m.id, m.first_name as "firstName", m.last_name as "lastName", m.company, m.bio, m.member_type as "memberType",
  m.city, m.state, m.license_number as "licenseNumber", m.email, m.phone, m.skills`;

/** The directory by last name. Members and staff see it; anybody else gets an empty page. */
export async function listDirectory(
  { sql }: Transaction,
  input: { cursor?: string | undefined; limit: number },
): Promise<DirectoryPage> {
  const after = readKeyset('members', z.tuple([z.string(), z.string(), z.uuid()]), input.cursor);
  const rows = await sql<(DirectoryEntry & { lastKey: string; firstKey: string })[]>`
    with found as materialized (
      select id from search_member_ids(null, null, null, null, null, ${input.limit + 1},
        ${after?.[0] ?? null}, ${after?.[1] ?? null}, ${after?.[2] ?? null})
    )
    select ${columns(sql)}, null as meters, last_name_key as "lastKey", first_name_key as "firstKey"
    from member_directory m where id = any (array(select id from found))
    order by last_name_key, first_name_key, id`;
  const page = toPage('members', rows, input.limit, (row) => [row.lastKey, row.firstKey, row.id]);
  return {
    rows: page.rows.map(({ lastKey: _l, firstKey: _f, ...entry }) => entry),
    nextCursor: page.nextCursor,
  };
}

const mostFound = 500;

/**
 * Listed members that fit: by distance where there is a place, else by how well the words fit, else by name. At most
 * 500 are found, a page of them at a time.
 * @throws InvalidInput when the place is unknown.
 */
export async function searchDirectory(tx: Transaction, input: SearchDirectoryInput): Promise<DirectoryPage> {
  const { sql } = tx;
  const [skip = 0] = readKeyset('member search', z.tuple([z.number().int().min(0)]), input.cursor) ?? [];
  const place = input.near === '' ? undefined : await findPlace(tx, input.near);
  if (input.near !== '' && !place) throw new InvalidInput('near', 'is a place that the portal does not know');
  const text = parseText(input.q);
  const rows = await sql<(DirectoryEntry & { position: number })[]>`
    with found as materialized (
      select id, meters, ordinality as position
      from search_member_ids(
        ${text.parts.length > 0 ? toTsquery(sql, text) : null},
        ${input.types.length > 0 ? input.types : null}::text[],
        ${input.skills.length > 0 ? input.skills : null}::text[],
        ${place ? sql`california_albers(ST_SetSRID(ST_MakePoint(${place.longitude}::float8, ${place.latitude}::float8), 4326)::geography)` : null},
        ${input.miles * 1609.344}, ${Math.min(skip + input.limit + 1, mostFound)}
      ) with ordinality
    )
    select ${columns(sql)}, found.meters, found.position
    from found join member_directory m using (id)
    -- A view that is a barrier is read by what can be told beforehand.
    where found.position > ${skip} and m.id = any (array(select id from found)) order by found.position`;
  const page = toPage('member search', rows, input.limit, (row) => [row.position]);
  return { rows: page.rows.map(({ position: _, ...entry }) => entry), nextCursor: page.nextCursor };
}

export interface MemberName {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  status: string;
  memberType: string;
}

/** An account by its e-mail address, in any case of letters; only the person itself, staff and the system see it. */
export async function findMemberByEmail(
  { sql }: Transaction,
  { email }: { email: string },
): Promise<MemberName | undefined> {
  const [account] = await sql<MemberName[]>`
    select id, email, first_name as "firstName", last_name as "lastName", status, member_type as "memberType"
    from users where email_key = ${email.trim().toLowerCase()}`;
  return account;
}

/** Accounts of one status, newest first; for staff. */
export async function listMembersByStatus(
  { sql }: Transaction,
  input: { status: string; limit: number },
): Promise<MemberName[]> {
  return sql<MemberName[]>`
    select id, email, first_name as "firstName", last_name as "lastName", status, member_type as "memberType"
    from users where status = ${input.status} order by created_at desc, id limit ${input.limit}`;
}
