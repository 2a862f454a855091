import type { ContractorFilters } from '@namc/inputs/contractors';
import type { ProjectFilters } from '@namc/inputs/projects';
import type { NotifyTime, SearchSubject } from '@namc/inputs/saved-searches';
import { z } from 'zod';
import { namesOf } from '../contractors/queries/names.ts';
import { nameOrder } from '../contractors/tables/register.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { savedSearches } from './tables.ts';

const search = pick(savedSearches, [
  'id',
  'subject',
  'name',
  'filters',
  'leftOut',
  'notify',
  'isTooWide',
  'seenAt',
  'createdAt',
]);
const firm = z.object({
  licenseNumber: z.string(),
  businessName: z.string(),
  dbaName: z.string().nullable(),
  fullBusinessName: z.string().nullable(),
  secondNameType: z.string().nullable(),
});
const results = computed({
  /** Results that came since the person looked. */
  newResults: 'number',
  /** The first of them. */
  newest: json(z.array(firm)),
});

const newestShown = 5;

/** A saved search with the number of its results that are new to the person, and the first five of them by name. */
export interface SavedSearch
  extends Omit<RowOf<typeof search>, 'filters'>,
    Pick<RowOf<typeof results>, 'newResults'> {
  filters: ContractorFilters;
  newest: { licenseNumber: string; name: string }[];
}

/** The searches for contractors that the acting person has saved, the latest first. */
export async function listSavedSearches({ sql }: Transaction): Promise<SavedSearch[]> {
  const rows = await rowsOf(sql, search, results)`
    select ${search(sql)}, present.count as "newResults", present.newest
    from saved_searches
    cross join lateral (
      select count(*) as count,
        coalesce(jsonb_agg(jsonb_build_object('licenseNumber', license_number, 'businessName', business_name,
          'dbaName', dba_name, 'fullBusinessName', full_business_name, 'secondNameType', second_name_type)
          order by place) filter (where place <= ${newestShown}), '[]') as newest
      from (
        select license_number, business_name, dba_name, full_business_name, second_name_type,
          row_number() over (order by ${sql.unsafe(nameOrder)}, license_number) as place
        from california_contractors
        where license_number = any(saved_searches.fresh) and gone_at is null
      ) firm
    ) present
    where user_id = current_user_id() and subject = 'contractors'
    order by id desc`;
  return rows.map((row) => ({
    ...row,
    filters: row.filters as ContractorFilters,
    newest: row.newest.map((filed) => ({
      licenseNumber: filed.licenseNumber,
      name: namesOf(filed).name,
    })),
  }));
}

const project = z.object({ id: z.uuid(), title: z.string() });
const foundProjects = computed({ newResults: 'number', newest: json(z.array(project)) });

/** A saved search for projects with the number of its open results that are new to the person, and the first five of them. */
export type SavedProjectSearch = Omit<RowOf<typeof search>, 'filters'> &
  RowOf<typeof foundProjects> & { filters: ProjectFilters };

/** The searches for projects that the acting person has saved, the latest first. */
export async function listProjectSearches({ sql }: Transaction): Promise<SavedProjectSearch[]> {
  const rows = await rowsOf(sql, search, foundProjects)`
    select ${search(sql)}, present.count as "newResults", present.newest
    from saved_searches
    cross join lateral (
      select count(*) as count,
        coalesce(jsonb_agg(jsonb_build_object('id', id, 'title', title) order by place) filter (where place <= ${newestShown}), '[]')
          as newest
      from (
        select p.id, p.title, row_number() over (order by p.deadline_at, p.id) as place
        from projects p
        where p.id = any (saved_searches.fresh::uuid[]) and p.status in ('PUBLISHED', 'BIDDING_OPEN')
          and coalesce(p.deadline_at > now(), true)
      ) open
    ) present
    where user_id = current_user_id() and subject = 'projects'
    order by id desc`;
  return rows.map((row) => ({ ...row, filters: row.filters as ProjectFilters }));
}

const searcher = pick(savedSearches, ['userId']);

/** The people whose searches for projects have results that no letter has told, and that are told at these times. For the system. */
export async function listSearchersToTell(
  { sql }: Transaction,
  { times }: { times: NotifyTime[] },
): Promise<string[]> {
  const rows = await rowsOf(sql, searcher)`
    select distinct ${searcher(sql)} from saved_searches
    where subject = 'projects' and cardinality(untold) > 0 and notify = any (${times}::text[]) order by user_id`;
  return rows.map(({ userId }) => userId);
}

/** The new results of somebody’s searches for projects, as a letter tells of them. */
export interface ProjectSearchNews {
  origin: string;
  /** The key ends the letters of the search. It is added when the letter leaves. */
  searches: { id: string; name: string; key: string | null }[];
  projects: {
    id: string;
    title: string;
    city: string | null;
    /** The day of the deadline in California. */
    dueOn: string | null;
    /** The searches that found it. */
    searchIds: string[];
  }[];
  /** All of them, also those that the letter has no room for. */
  count: number;
}

const told = pick(savedSearches, ['id']);
const keys = computed({ key: 'string | null' });
const open = computed({ id: 'string' });

/**
 * The part of a letter that is true when it leaves: searches that still are there and are told, and projects that still are open.
 * Undefined if nothing is left. For the system.
 */
export async function projectSearchesNow(
  { sql }: Transaction,
  about: ProjectSearchNews,
  userId: string,
): Promise<ProjectSearchNews | undefined> {
  const standing = await rowsOf(sql, told, keys)`
    select ${told(sql)}, unsubscribe_key::text as key
    from saved_searches join users u on u.id = user_id
    where user_id = ${userId} and u.status = 'ACTIVE' and notify <> 'OFF'
      and saved_searches.id = any (${about.searches.map(({ id }) => id)}::uuid[])`;
  const openNow = await rowsOf(sql, open)`
    select id::text as id from projects
    where id = any (${about.projects.map(({ id }) => id)}::uuid[]) and status in ('PUBLISHED', 'BIDDING_OPEN')
      and coalesce(deadline_at > now(), true)`;
  const searches = about.searches.flatMap((one) => {
    const found = standing.find(({ id }) => id === one.id);
    return found ? [{ ...one, key: found.key }] : [];
  });
  const projects = about.projects.filter(
    ({ id, searchIds }) =>
      openNow.some((one) => one.id === id) && searches.some((search) => searchIds.includes(search.id)),
  );
  const gone = about.projects.length - projects.length;
  return projects.length > 0 ? { ...about, searches, projects, count: about.count - gone } : undefined;
}

const compared = pick(savedSearches, ['id']);
const comparedAtOnce = 200;

/** A page of the searches of active members for one subject, whose results are compared. For the system. */
export async function listSearchesToCompare(
  { sql }: Transaction,
  { after, subject = 'contractors' }: { after: string | undefined; subject?: SearchSubject },
): Promise<string[]> {
  const rows = await rowsOf(sql, compared)`
    select ${compared(sql)} from saved_searches join users on users.id = user_id
    where users.status = 'ACTIVE' and subject = ${subject} and ${after === undefined ? sql`true` : sql`saved_searches.id > ${after}`}
    order by saved_searches.id limit ${comparedAtOnce}`;
  return rows.map(({ id }) => id);
}
