import { toMeters } from '@namc/inputs/miles';
import type { ListProjectsInput, SearchProjectsInput } from '@namc/inputs/projects';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { keyed, keyset, ranked, rankedPages } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { parseText, toTsquery } from '../engine/text-query.ts';
import { albersPointOf, findWantedPlace } from '../places/queries.ts';
import { projects } from './tables.ts';

const item = pick(
  projects,
  [
    'id',
    'ownerId',
    'title',
    'category',
    'status',
    'budgetMinCents',
    'budgetMaxCents',
    'currency',
    'deadlineAt',
    'deadlineTimeZone',
    'skillsRequired',
    'city',
    'state',
    'createdAt',
  ],
  'p',
);
const distance = computed({ meters: 'number | null' });
const details = pick(projects, ['description'], 'p');

export type ProjectItem = RowOf<typeof item>;

/** `meters` is the distance from the place of the search; null without one. */
export type FoundProject = ProjectItem & RowOf<typeof distance>;

export type ProjectDetail = ProjectItem & RowOf<typeof details>;

/**
 * Projects of one status, newest first. A member sees drafts only of their own projects.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listProjects(
  { sql }: Transaction,
  input: ListProjectsInput,
): Promise<Page<ProjectItem>> {
  const pages = keyset(sql, 'projects', input, 'p.created_at', 'desc', 'p.id');
  return pages.page(
    await rowsOf(sql, item, keyed)`
    select ${item(sql)}, ${pages.key} from projects p
    where status = ${input.status} ${input.category ? sql`and category = ${input.category}` : sql``} ${pages.after}
    order by ${pages.order} limit ${pages.limit}`,
  );
}

/**
 * Published projects that match, best first: by distance if there is a place, else by relevance to the words, else
 * newest first. A search finds at most 500 projects, one page at a time.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function searchProjects(
  tx: Transaction,
  input: SearchProjectsInput,
): Promise<Page<FoundProject>> {
  const { sql } = tx;
  const pages = rankedPages('project search', input);
  const place = await findWantedPlace(tx, input.near);
  const text = parseText(input.q);
  return pages.page(
    await rowsOf(sql, item, distance, ranked)`
    with found as (
      select id, meters, ordinality as position
      from search_project_ids(
        ${text.parts.length > 0 ? toTsquery(sql, text, 'english') : null},
        ${input.categories.length > 0 ? input.categories : null}::text[],
        array['PUBLISHED', 'BIDDING_OPEN'],
        ${input.skills.length > 0 ? input.skills : null}::text[],
        ${place ? albersPointOf(sql, place) : null},
        ${toMeters(input.miles)}, ${input.budgetCents ?? null}, ${pages.limit}
      ) with ordinality
    )
    select ${item(sql)}, found.meters, found.position
    from found join projects p using (id)
    where found.position > ${pages.skip} order by found.position`,
  );
}

/** Projects whose bidding ends after a moment, the first deadline first. */
export async function listClosingProjects(
  { sql }: Transaction,
  input: { from: Date; limit: number },
): Promise<ProjectItem[]> {
  return rowsOf(sql, item)`
    select ${item(sql)} from projects p
    where status = 'BIDDING_OPEN' and deadline_at > ${input.from}
    order by deadline_at, id limit ${input.limit}`;
}

/** One project. @throws NotFound if the project does not exist or is another member's draft. */
export async function getProject(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<ProjectDetail> {
  const [project] = await rowsOf(sql, item, details)`
    select ${item(sql)}, ${details(sql)} from projects p where id = ${projectId}`;
  if (!project) throw new NotFound('project', projectId);
  return project;
}
