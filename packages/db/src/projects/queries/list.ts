import { toMeters } from '@namc/inputs/miles';
import {
  type BrowseProjectsInput,
  type CountFirmsForWorkInput,
  type ProjectFilters,
  projectStatuses,
} from '@namc/inputs/projects';
import { z } from 'zod';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { keyed, readKeyset, toPage } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { files } from '../../files/tables.ts';
import { albersPointOf, findWantedPlace } from '../../places/queries.ts';
import { projects } from '../tables.ts';
import { biddingEnd, conditionsOf, fewOf, metersFrom, statesOf } from './conditions.ts';

export const item = pick(
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
const details = pick(
  projects,
  [
    'description',
    'companyId',
    'agency',
    'zipCode',
    'questionsUntil',
    'needsDirRegistration',
    'naicsCodes',
    'openedAt',
    'updatedAt',
    'cancelReason',
    'version',
  ],
  'p',
);

export type ProjectItem = RowOf<typeof item>;

/** `meters` is the distance from the place of the search; null without one. */
export type FoundProject = ProjectItem & RowOf<typeof distance>;

/** The facts that a list of projects shows beside the item's. */
const listed = pick(
  projects,
  ['county', 'publishedAt', 'isPublicWorks', 'goals', 'siteWalkAt', 'isSiteWalkMandatory'],
  'p',
);
export const seen = computed({
  /** The status as the clock has it: a project whose deadline has passed is closed. */
  stage: anyOf(projectStatuses),
  /** The whole seconds until the deadline; below zero after it. */
  secondsLeft: 'number | null',
  firm: 'string | null',
  firmId: 'string | null',
});
/** The place on a map; null without one. */
const spot = computed({ longitude: 'number | null', latitude: 'number | null' });
const spotOf = (sql: Transaction['sql']): Fragment =>
  sql`ST_X(p.coordinates::geometry) as longitude, ST_Y(p.coordinates::geometry) as latitude`;
export const stage = (sql: Transaction['sql']): Fragment => sql`
  case when p.status in ('PUBLISHED', 'BIDDING_OPEN') and p.deadline_at <= now() then 'CLOSED' else p.status end as stage,
  floor(extract(epoch from p.deadline_at - now()))::float8 as "secondsLeft",
  f.firm, f.firm_id as "firmId"`;

const ownTime = computed({
  /** The end of an exception for a firm of the reader, while it holds and is later than the deadline. */
  ownBidsUntil: 'Date | null',
});

/** A project of the list. */
export type BrowsedProject = FoundProject &
  RowOf<typeof listed> &
  RowOf<typeof seen> &
  RowOf<typeof spot> &
  RowOf<typeof ownTime>;

const browseKeys = z.tuple([z.string().max(60), z.uuid()]);

/**
 * One page of the published projects that match: the first deadline first, the newest first, or the nearest first. Of those that are
 * over the latest comes first.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function browseProjects(
  tx: Transaction,
  input: BrowseProjectsInput,
): Promise<Page<BrowsedProject>> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { holds, rest } = conditionsOf(tx, input, place);
  const meters = place ? metersFrom(sql, place) : sql`null::float8`;
  const isNearest = input.order === 'nearest' && place !== undefined;
  const isDown = !isNearest && (input.order === 'newest' || input.state === 'over');
  const key = isNearest
    ? meters
    : input.order === 'newest'
      ? sql`coalesce(p.published_at, p.created_at)`
      : biddingEnd(sql);
  const list = `projects, ${isNearest ? 'nearest' : input.order === 'newest' ? 'newest' : 'deadline'}, ${input.state}`;
  const last = readKeyset(list, browseKeys, input.cursor);
  const way = isDown ? sql`desc` : sql`asc`;
  const after = last
    ? sql`and (${key}, p.id) ${isDown ? sql`<` : sql`>`} (${last[0]}::text::${isNearest ? sql`float8` : sql`timestamptz`}, ${last[1]}::uuid)`
    : sql``;
  // Each part goes along an index in its order, and ends after a page. An index of places has no order among those of one place.
  const first = (from: Fragment, condition: Fragment) => sql`(
      select p.id, ${meters} as meters, ${key} as place from ${from} where ${condition} ${after}
      order by ${key} ${way} ${
        isNearest
          ? sql`fetch first ${input.limit + 1} rows with ties`
          : sql`, p.id ${way} limit ${input.limit + 1}`
      })`;
  const { ids } = fewOf(sql, input, place);
  const areMany = ids ? sql`and (select ids from few) is null` : sql``;
  const parts = [
    ...statesOf(sql, input.state).map((state) => first(sql`projects p`, sql`${state} ${rest} ${areMany}`)),
    ...(ids
      ? [first(sql`unnest((select ids from few)) few_id join projects p on p.id = few_id`, holds)]
      : []),
  ];
  const rows = await rowsOf(sql, item, listed, distance, seen, spot, ownTime, keyed)`
    with ${ids ? sql`few as materialized (select ${ids} as ids),` : sql``} found as materialized (
      select * from (${parts.reduce((all, part) => sql`${all} union all ${part}`)}) parts
      order by place ${way}, id ${way} limit ${input.limit + 1}
    )
    select ${item(sql)}, ${listed(sql)}, found.meters, ${stage(sql)}, ${spotOf(sql)}, own.until as "ownBidsUntil",
      found.place::text as "sortKey"
    from found join projects p on p.id = found.id
    left join firms_of_projects(array(select id from found)) f on f.project_id = p.id
    left join own_exceptions(array(select id from found)) own on own.project_id = p.id
    order by found.place ${way}, p.id ${way}`;
  const page = toPage(list, rows, input.limit, (row) => [row.sortKey, row.id]);
  return { rows: page.rows.map(({ sortKey: _, ...row }) => row), nextCursor: page.nextCursor };
}

const counted = computed({ count: 'number' });

/** The number of published projects that match. @throws InvalidInput for an unknown place. */
export async function countProjects(tx: Transaction, input: ProjectFilters): Promise<number> {
  const { holds } = conditionsOf(tx, input, await findWantedPlace(tx, input.near));
  const [row] = await rowsOf(tx.sql, counted)`select count(*) from projects p where ${holds}`;
  return row?.count ?? 0;
}

/** A revision and the bid whose place it took count once. */
const bidCount = (sql: Transaction['sql']): Fragment => sql`(
  select count(*) from project_applications b
  where b.project_id = p.id and not exists (select from project_applications n where n.replaces_id = b.id))`;
const ownBids = computed({ bids: 'number' });
export type OwnProject = ProjectItem & RowOf<typeof seen> & RowOf<typeof ownBids>;

/** The acting person's own projects with the number of their bids, drafts first, and then the latest change first. At most 100. */
export async function listOwnProjects({ sql }: Transaction): Promise<OwnProject[]> {
  return rowsOf(sql, item, seen, ownBids)`
    select ${item(sql)}, ${stage(sql)}, ${bidCount(sql)} as bids
    from projects p left join firms_of_projects(array[p.id]) f on true
    where p.owner_id = current_user_id()
    order by p.status <> 'DRAFT', p.updated_at desc, p.id limit 100`;
}

/** Null for who may not read them, and where the poster says nothing. */
const contact = computed({
  street: 'string | null',
  siteWalkPlace: 'string | null',
  contactName: 'string | null',
  contactEmail: 'string | null',
  contactPhone: 'string | null',
});
const reading = computed({
  isOwn: 'boolean',
  /** True for those who may read the contact and the files. */
  isWhole: 'boolean',
  /** True until the time for questions is over. */
  takesQuestions: 'boolean',
  /** The number of bids, for the owner. */
  bids: 'number | null',
});

export type ProjectDetail = ProjectItem &
  RowOf<typeof details> &
  RowOf<typeof listed> &
  RowOf<typeof seen> &
  RowOf<typeof contact> &
  RowOf<typeof reading> &
  RowOf<typeof spot> &
  RowOf<typeof ownTime>;

/**
 * One project, as the acting person may read it. @throws NotFound if the project does not exist or is another member's draft.
 */
export async function getProject(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<ProjectDetail> {
  const [project] = await rowsOf(sql, item, details, listed, seen, contact, reading, spot, ownTime)`
    select ${item(sql)}, ${details(sql)}, ${listed(sql)}, ${stage(sql)},
      c.street, c.site_walk_place as "siteWalkPlace", c.contact_name as "contactName", c.contact_email as "contactEmail",
      c.contact_phone as "contactPhone",
      coalesce(p.owner_id = current_user_id(), false) as "isOwn", coalesce(c.is_readable, false) as "isWhole",
      p.status in ('PUBLISHED', 'BIDDING_OPEN') and coalesce(coalesce(p.questions_until, p.deadline_at) > now(), true) as "takesQuestions",
      case when p.owner_id = current_user_id()
        then ${bidCount(sql)} end as bids,
      ${spotOf(sql)}, own_exception_until(p.id) as "ownBidsUntil"
    from projects p
    left join contact_of_project(p.id) c on true
    left join firms_of_projects(array[p.id]) f on true
    where p.id = ${projectId}`;
  if (!project) throw new NotFound('project', projectId);
  return project;
}

const file = pick(files, ['id', 'name', 'bytes', 'createdAt', 'replacesId'], 'f');
const standing = computed({ isReplaced: 'boolean' });
export type ProjectFile = RowOf<typeof file> & RowOf<typeof standing>;

/** The files of a project with their earlier versions, by name, for those who may read them. */
export async function listProjectFiles(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<ProjectFile[]> {
  return rowsOf(sql, file, standing)`
    select ${file(sql)}, exists (select from files n where n.replaces_id = f.id and n.owner_id = f.owner_id) as "isReplaced"
    from files f where f.owner_id = ${projectId} and f.kind = 'PROJECT_FILE'
    order by f.name, f.created_at desc, f.id`;
}

const matching = computed({ firms: 'number', nearBy: 'number' });

/**
 * The number of member firms that have one of the classes or skills, and of those within the distance. @throws InvalidInput for an
 * unknown place.
 */
export async function countFirmsForWork(
  tx: Transaction,
  input: CountFirmsForWorkInput,
): Promise<RowOf<typeof matching>> {
  const place = await findWantedPlace(tx, input.near);
  const near = place ? albersPointOf(tx.sql, place) : tx.sql`null::geometry`;
  const [row] = await rowsOf(tx.sql, matching)`
    select firms, near_by as "nearBy"
    from count_firms_for_work(${input.skills}::text[], ${near}, ${toMeters(input.miles)}::float8)`;
  return row ?? { firms: 0, nearBy: 0 };
}
