import {
  type ListProjectDatesInput,
  type ProjectDateKind,
  type ProjectFilters,
  projectDateKinds,
} from '@namc/inputs/projects';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { findWantedPlace } from '../../places/queries.ts';
import { projects } from '../tables.ts';
import { conditionsOf } from './conditions.ts';

/** All that a calendar says of a project is open to everyone: no contact, no street, and no meeting place of the site walk. */
const item = pick(
  projects,
  {
    projectId: 'id',
    title: 'title',
    city: 'city',
    deadlineTimeZone: 'deadlineTimeZone',
    isSiteWalkMandatory: 'isSiteWalkMandatory',
    version: 'version',
    updatedAt: 'updatedAt',
  },
  'p',
);
const date = computed({
  kind: anyOf(projectDateKinds),
  at: 'Date',
  /** The day on the clocks of the project’s zone, such as `2026-12-08`. */
  day: 'string',
  isOver: 'boolean',
  isCanceled: 'boolean',
});
/** A date of a project: the deadline for bids, the end of the questions, or the site walk. */
export type ProjectDate = RowOf<typeof item> & RowOf<typeof date>;

export interface ProjectCalendar {
  /** The month that is shown, and today’s day, both in California. */
  month: string;
  today: string;
  /** In the order of time. */
  dates: ProjectDate[];
  /** True if there are more dates than a calendar shows: these are the first ones. */
  isCapped: boolean;
  /** The month of the next date after the shown month, and of the last one before it; null if there is none. */
  later: string | null;
  earlier: string | null;
}

/** Each date of the project `p`. */
const datesOf = (sql: Transaction['sql']): Fragment => sql`
  lateral (values
    (${'QUESTIONS' satisfies ProjectDateKind}, p.questions_until), (${'SITE_WALK' satisfies ProjectDateKind}, p.site_walk_at),
    (${'BIDS' satisfies ProjectDateKind}, p.deadline_at)
  ) d (kind, at)`;
const columns = (sql: Transaction['sql']): Fragment => sql`
  ${item(sql)}, d.kind, d.at,
  to_char(d.at at time zone p.deadline_time_zone, 'YYYY-MM-DD') as day, d.at <= now() as "isOver",
  p.status = 'CANCELLED' as "isCanceled"`;
const inOrder = (sql: Transaction['sql']): Fragment => sql`d.at, p.title, p.id, d.kind`;

const months = computed({ month: 'string', today: 'string' });
const around = computed({ later: 'string | null', earlier: 'string | null' });

/** A month of a search shows so many dates. */
const mostDates = 500;

/**
 * The dates of the projects of a search that fall into a month, each on the clocks of its project. @throws InvalidInput for an
 * unknown place.
 */
export async function listProjectDates(
  tx: Transaction,
  input: ListProjectDatesInput,
): Promise<ProjectCalendar> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { holds } = conditionsOf(tx, input, place);
  const [now] = await rowsOf(sql, months)`
    select coalesce(${input.month ?? null}::text, to_char(now() at time zone 'America/Los_Angeles', 'YYYY-MM')) as month,
      to_char(now() at time zone 'America/Los_Angeles', 'YYYY-MM-DD') as today`;
  const { month = '', today = '' } = now ?? {};
  const first = sql`(${`${month}-01`}::date)::timestamp`;
  const isInMonth = sql`
    d.at at time zone p.deadline_time_zone >= ${first} and d.at at time zone p.deadline_time_zone < ${first} + interval '1 month'`;
  const rows = await rowsOf(sql, item, date)`
    select ${columns(sql)} from projects p, ${datesOf(sql)}
    where ${holds} and ${isInMonth} order by ${inOrder(sql)} limit ${mostDates + 1}`;
  const [beside] = await rowsOf(sql, around)`
    select to_char(min(local) filter (where local >= ${first} + interval '1 month'), 'YYYY-MM') as later,
      to_char(max(local) filter (where local < ${first}), 'YYYY-MM') as earlier
    from (select d.at at time zone p.deadline_time_zone as local from projects p, ${datesOf(sql)} where ${holds}) dates`;
  return {
    month,
    today,
    dates: rows.slice(0, mostDates),
    isCapped: rows.length > mostDates,
    later: beside?.later ?? null,
    earlier: beside?.earlier ?? null,
  };
}

/** A file of a calendar has so many dates. */
const mostInFile = 1_000;

/** The dates of the projects of a search, from a month ago on, for a calendar program. At most 1,000. @throws InvalidInput for an unknown place. */
export async function exportProjectDates(tx: Transaction, input: ProjectFilters): Promise<ProjectDate[]> {
  const { sql } = tx;
  const { holds } = conditionsOf(tx, input, await findWantedPlace(tx, input.near));
  return rowsOf(sql, item, date)`
    select ${columns(sql)} from projects p, ${datesOf(sql)}
    where ${holds} and d.at > now() - interval '1 month' order by ${inOrder(sql)} limit ${mostInFile}`;
}
