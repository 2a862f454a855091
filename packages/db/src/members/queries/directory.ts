import type { MemberStatus } from '@namc/inputs/member-lists';
import type { SearchDirectoryInput } from '@namc/inputs/members';
import { toMeters } from '@namc/inputs/miles';
import type { PageInput } from '@namc/inputs/text';
import { z } from 'zod';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { ranked, rankedPages, readKeyset, toPage } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { parseText, toTsquery } from '../../engine/text-query.ts';
import { albersPointOf, findWantedPlace } from '../../places/queries.ts';
import { users } from '../tables.ts';

/** The view `member_directory` uses the column names of `users`. */
const listed = pick(
  users,
  ['id', 'firstName', 'lastName', 'company', 'bio', 'memberType', 'city', 'state', 'licenseNumber'],
  'm',
);
const shown = computed({
  /** Null unless the member shows them. */
  email: 'string | null',
  phone: 'string | null',
  skills: 'string[]',
  /** Distance from the place of the search; null without one. */
  meters: 'number | null',
});
const nameKeys = computed({ lastKey: 'string', firstKey: 'string' });

/** A member as the directory shows them. */
export type DirectoryEntry = RowOf<typeof listed> & RowOf<typeof shown>;

/** The directory by last name. Members and staff see it; everyone else gets an empty page. */
export async function listDirectory({ sql }: Transaction, input: PageInput): Promise<Page<DirectoryEntry>> {
  const after = readKeyset('members', z.tuple([z.string(), z.string(), z.uuid()]), input.cursor);
  const rows = await rowsOf(sql, listed, shown, nameKeys)`
    with found as materialized (
      select id from search_member_ids(null, null, null, null, null, ${input.limit + 1},
        ${after?.[0] ?? null}, ${after?.[1] ?? null}, ${after?.[2] ?? null})
    )
    select ${listed(sql)}, m.email, m.phone, m.skills, null::float8 as meters,
           last_name_key as "lastKey", first_name_key as "firstKey"
    from member_directory m where id = any (array(select id from found))
    order by last_name_key, first_name_key, id`;
  const page = toPage('members', rows, input.limit, (row) => [row.lastKey, row.firstKey, row.id]);
  return {
    rows: page.rows.map(({ lastKey: _l, firstKey: _f, ...entry }) => entry),
    nextCursor: page.nextCursor,
  };
}

/**
 * Listed members that match: by distance if there is a place, else by relevance to the words, else by name. A
 * search finds at most 500 members, one page at a time.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function searchDirectory(
  tx: Transaction,
  input: SearchDirectoryInput,
): Promise<Page<DirectoryEntry>> {
  const { sql } = tx;
  const pages = rankedPages('member search', input);
  const place = await findWantedPlace(tx, input.near);
  const text = parseText(input.q);
  return pages.page(
    await rowsOf(sql, listed, shown, ranked)`
    with found as materialized (
      select id, meters, ordinality as position
      from search_member_ids(
        ${text.parts.length > 0 ? toTsquery(sql, text) : null},
        ${input.types.length > 0 ? input.types : null}::text[],
        ${input.skills.length > 0 ? input.skills : null}::text[],
        ${place ? albersPointOf(sql, place) : null},
        ${toMeters(input.miles)}, ${pages.limit}
      ) with ordinality
    )
    select ${listed(sql)}, m.email, m.phone, m.skills, found.meters, found.position
    from found join member_directory m using (id)
    -- The planner pushes only what it knows beforehand into a view that is a security barrier.
    where found.position > ${pages.skip} and m.id = any (array(select id from found)) order by found.position`,
  );
}

const account = pick(users, ['id', 'email', 'firstName', 'lastName', 'status', 'memberType']);

export type MemberName = RowOf<typeof account>;

/** The account with an email address, in any letter case. Only the person, staff and the system see it. */
export async function findMemberByEmail(
  { sql }: Transaction,
  { email }: { email: string },
): Promise<MemberName | undefined> {
  const [row] = await rowsOf(sql, account)`
    select ${account(sql)} from users where email_key = ${email.trim().toLowerCase()}`;
  return row;
}

/** Accounts of one status, newest first. For staff. */
export async function listMembersByStatus(
  { sql }: Transaction,
  input: { status: MemberStatus; limit: number },
): Promise<MemberName[]> {
  return rowsOf(sql, account)`
    select ${account(sql)} from users where status = ${input.status}
    order by created_at desc, id limit ${input.limit}`;
}
