import { type Bounds, readBounds } from '@namc/inputs/bounds';
import {
  type DirectoryFilters,
  type FindPreviewInput,
  type FindTeamsInput,
  type GetFirmInput,
  type MapDirectoryInput,
  mostNeeds,
  type SearchDirectoryInput,
} from '@namc/inputs/directory';
import { type RoughDistance, roughDistance, toMeters } from '@namc/inputs/miles';
import { findTrades } from '@namc/inputs/trade-suggestions';
import { z } from 'zod';
import { companies } from '../companies/tables.ts';
import { planarBox, projected } from '../contractors/queries/conditions.ts';
import { cellMeters, shortDegrees } from '../contractors/queries/map.ts';
import { californiaDay } from '../contractors/standing/california-day.ts';
import { inGoodStanding } from '../contractors/standing/standing-group.ts';
import type { Position } from '../engine/columns/geography.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { InvalidInput, NotFound } from '../engine/errors.ts';
import { ranked, rankedPages, readKeyset, toPage } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { parseText, type TextPart, toTsquery } from '../engine/text-query.ts';
import { cityCase } from '../places/city-case.ts';
import { albersPointOf, findWantedPlace } from '../places/queries.ts';

const listed = pick(companies, ['id', 'name'], 'f');
/** The functions of the directory leave out what the reader may not see. */
const shown = optional(
  pick(
    companies,
    [
      'story',
      'phone',
      'email',
      'website',
      'street',
      'city',
      'zipCode',
      'county',
      'licenseNumber',
      'crewSize',
      'bondingSingleCents',
      'bondingAggregateCents',
      'serviceRadiusMeters',
    ],
    'f',
  ),
);
const certification = z.object({
  kind: z.string(),
  name: z.string(),
  issuer: z.string().nullable(),
  /** For members alone. */
  number: z.string().nullable(),
  /** The last day on which it is good: `YYYY-MM-DD`. */
  expiresOn: z.string().nullable(),
  isVerified: z.boolean(),
});
const lists = computed({
  /** The codes of the license’s classes. */
  trades: 'string[]',
  /** Those that are good today. Visitors see the verified ones. */
  certifications: json(z.array(certification)),
  languages: 'string[]',
  serviceCounties: 'string[]',
});
const columns = (sql: TransactionClient): Fragment => sql`
  ${listed(sql)}, ${shown(sql)}, f.trades, f.certifications, f.languages, f.service_counties as "serviceCounties"`;

/** A member firm as its reader may see it. */
export type Firm = RowOf<typeof listed> & RowOf<typeof shown> & RowOf<typeof lists>;
/** A firm of a list. */
export type DirectoryItem = Firm & {
  /** From the place of the search; null without one. */
  distance: RoughDistance | null;
};

/** The license board writes cities in capitals. */
const inCase = <Row extends { city: string | null }>(row: Row): Row => ({
  ...row,
  city: row.city === null ? null : cityCase(row.city),
});

/** The words as the database takes them: each that has to be found, and the trades that it may mean. */
function wordsOf(sql: TransactionClient, q: string) {
  const text = parseText(q);
  const groups: TextPart[][] = [];
  for (const part of text.parts) {
    if (part.or) groups.at(-1)?.push(part);
    else groups.push([part]);
  }
  const queries = groups.map((parts, number) =>
    toTsquery(sql, { parts, lastIsPrefix: text.lastIsPrefix && number === groups.length - 1 }),
  );
  const trades = groups.map((parts) => parts.flatMap(tradesOf).join(' '));
  const list = queries.reduce<Fragment>(
    (before, query, number) => (number === 0 ? sql`${query}` : sql`${before}, ${query}`),
    sql``,
  );
  return { words: sql`array[${list}]::tsquery[]`, trades };
}

/** A short word begins too many names of trades. */
const tradesOf = ({ words, excluded }: TextPart): string[] =>
  excluded || words.join('').length < 3 ? [] : [...findTrades(words.join(' '))];

/** The box in the plane around a rectangle of degrees, as far as the plane reaches; null for none. */
function boxOf(sql: TransactionClient, bounds: Bounds | undefined | ''): Fragment {
  if (!bounds) return sql`null`;
  const within = (degrees: number, least: number, most: number) => Math.min(most, Math.max(least, degrees));
  const { west, south, east, north } = projected;
  return planarBox(sql, [
    within(bounds[0], west, east),
    within(bounds[1], south, north),
    within(bounds[2], west, east),
    within(bounds[3], south, north),
  ]);
}

/** The arguments of `search_directory`, without its last ones. They are in an object: awaited alone, they would run. */
async function searchOf(tx: Transaction, input: DirectoryFilters): Promise<{ filters: Fragment }> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { words, trades } = wordsOf(sql, input.q);
  const filters = sql`
    ${words}, ${trades}::text[], ${input.trade ?? null}::text, ${input.certification ?? null}::text,
    coalesce(${input.on ?? null}::date, (now() at time zone 'America/Los_Angeles')::date), ${input.county ?? null}::text,
    ${input.city || null}::text, ${input.skill ?? null}::text, ${input.isInOwnArea}::boolean, ${place ? albersPointOf(sql, place) : null}, ${toMeters(input.miles)}::float8,
    ${boxOf(sql, input.bounds && readBounds(input.bounds))}`;
  return { filters };
}

const measured = computed({ meters: 'number | null', nameKey: 'string' });
const keys = z.tuple([z.string(), z.uuid()]);

/**
 * One page of the member firms that match, as the acting person may see them: by distance with a place, else by relevance with
 * words, else by name. By name a list has no end; otherwise a search finds at most 500 firms.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function searchDirectory(
  tx: Transaction,
  input: SearchDirectoryInput,
): Promise<Page<DirectoryItem>> {
  const { sql } = tx;
  const isByName = input.sort === 'name' || (input.near === '' && parseText(input.q).parts.length === 0);
  const { filters } = await searchOf(tx, input);
  const after = isByName ? readKeyset('directory by name', keys, input.cursor) : undefined;
  const pages = rankedPages('directory', { ...input, cursor: isByName ? undefined : input.cursor });
  const rows = await tx.last(
    rowsOf(sql, listed, shown, lists, measured, ranked)`
    with found as materialized (
      select id, meters, ordinality as position
      from search_directory(${filters}, ${isByName}, ${isByName ? input.limit + 1 : pages.limit},
        ${after?.[0] ?? null}::text, ${after?.[1] ?? null}::uuid) with ordinality
    )
    select ${columns(sql)}, found.meters, f.name_key as "nameKey", found.position
    from firms_in_directory(array(select id from found where position > ${pages.skip})) f join found on found.id = f.id
    order by found.position`,
  );
  const page = isByName
    ? toPage('directory by name', rows, input.limit, (row) => [row.nameKey, row.id])
    : pages.page(rows);
  return {
    rows: page.rows.map((row) => {
      const { meters, nameKey: _, position: _position, ...firm } = { position: 0, ...row };
      return {
        ...inCase(firm),
        distance: meters === null ? null : roughDistance(meters, firm.zipCode),
      };
    }),
    nextCursor: page.nextCursor,
  };
}

const counted = computed({ count: 'number' });
/** Numbers up to here are exact. */
const cap = 1_000;

/** The number of firms that match, counted up to a limit. @throws InvalidInput for an unknown place. */
export async function countDirectory(
  tx: Transaction,
  input: DirectoryFilters,
): Promise<{ count: number; capped: boolean }> {
  const { filters } = await searchOf(tx, input);
  const [row] = await tx.last(
    rowsOf(tx.sql, counted)`select count(*) from search_directory(${filters}, true, ${cap + 1}, null, null)`,
  );
  const count = row?.count ?? 0;
  return { count: Math.min(count, cap), capped: count > cap };
}

const cell = computed({
  id: 'string',
  /** A firm of the cell, and its name: they fit together where it is alone. */
  firmId: 'string',
  name: 'string',
  count: 'number',
  longitude: 'number',
  latitude: 'number',
  west: 'number',
  south: 'number',
  east: 'number',
  north: 'number',
  /** The number of firms examined in total. */
  seen: 'number',
});
export type DirectoryMapFeature = Position & { id: string } & (
    | { kind: 'cluster'; count: number; members: number; county: null; extent: Bounds }
    | { kind: 'firm'; name: string }
  );
export interface DirectoryMapView {
  /** At most 500. */
  features: DirectoryMapFeature[];
  /** True if more firms match than were examined: the counts cover the first ones only. */
  capped: boolean;
}

/** The number of firms examined for one map. */
const mostOnMap = 2_000;

/**
 * The firms of a search that show their place, in the area that a map shows: clusters on a grid that fits the zoom, and single
 * firms where a cell has only one. With a place the nearest, else the first by name.
 * @throws InvalidInput for an unknown place.
 */
export async function mapDirectory(tx: Transaction, input: MapDirectoryInput): Promise<DirectoryMapView> {
  const { sql } = tx;
  const { filters } = await searchOf(tx, input);
  const meters = cellMeters(input.zoom);
  const rows = await tx.last(
    rowsOf(sql, cell)`
    with found as materialized (
      select s.* from spots_of_firms(array(
        select id from search_directory(${filters}, ${input.near === ''}, ${mostOnMap + 1}, null, null))) s
      where s.x between ST_XMin(${boxOf(sql, input.window)}) and ST_XMax(${boxOf(sql, input.window)})
        and s.y between ST_YMin(${boxOf(sql, input.window)}) and ST_YMax(${boxOf(sql, input.window)})
    )
    select floor(x / ${meters}) || ':' || floor(y / ${meters}) as id, min(id::text) as "firmId", min(name) as name,
           count(*) as count, avg(longitude) as longitude, avg(latitude) as latitude, min(longitude) as west,
           min(latitude) as south, max(longitude) as east, max(latitude) as north, (select count(*) from found) as seen
    from found group by 1 order by count(*) desc, 1 limit 500`,
  );
  return {
    features: rows.map((row): DirectoryMapFeature => {
      const position = { longitude: shortDegrees(row.longitude), latitude: shortDegrees(row.latitude) };
      if (row.count === 1) return { kind: 'firm', id: row.firmId, name: row.name, ...position };
      const extent = [row.west, row.south, row.east, row.north].map(shortDegrees) as Bounds;
      const id = `${input.zoom}:${row.id}`;
      return { kind: 'cluster', id, count: row.count, members: 0, county: null, extent, ...position };
    }),
    capped: (rows[0]?.seen ?? 0) > mostOnMap,
  };
}

const extent = computed({
  west: 'number | null',
  south: 'number | null',
  east: 'number | null',
  north: 'number | null',
  found: 'number',
  placed: 'number',
});

/**
 * The rectangle around the firms of a search that a map shows, of at most 2,000, and the number of those that it does not show,
 * because they show no place. @throws InvalidInput for an unknown place.
 */
export async function findDirectoryExtent(
  tx: Transaction,
  input: DirectoryFilters,
): Promise<{ bounds: Bounds | null; elsewhere: { count: number; capped: boolean } }> {
  const { sql } = tx;
  const { filters } = await searchOf(tx, input);
  const [row] = await tx.last(
    rowsOf(sql, extent)`
    with found as materialized (
      select id from search_directory(${filters}, ${input.near === ''}, ${mostOnMap}, null, null)
    )
    select min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
           (select count(*) from found) as found, count(*) as placed
    from spots_of_firms(array(select id from found))`,
  );
  const { west = null, south = null, east = null, north = null, found: all = 0, placed = 0 } = row ?? {};
  const isNowhere = west === null || south === null || east === null || north === null;
  return {
    bounds: isNowhere ? null : [west, south, east, north],
    elsewhere: { count: all - placed, capped: all >= mostOnMap },
  };
}

/** A firm of the directory as the acting person may see it. @throws NotFound for one that the person may not see. */
export async function getFirm({ sql }: Transaction, { companyId }: GetFirmInput): Promise<Firm> {
  const [firm] = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from firms_in_directory(array[${companyId}::uuid]) f`;
  if (!firm) throw new NotFound('firm', companyId);
  return inCase(firm);
}

/**
 * A company of the acting person as a visitor or a member sees it. Undefined if such a reader doesn’t find it, and for any
 * other company.
 */
export async function findFirmPreview(
  { sql }: Transaction,
  { companyId, reader }: FindPreviewInput,
): Promise<Firm | undefined> {
  const [firm] = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from own_firm_as_seen(${companyId}, ${reader === 'MEMBER' ? 1 : 0}) f`;
  return firm && inCase(firm);
}

/** A firm that a job could have, which of the needs it brings, and its distance from the job. */
export type TeamFirm = Firm & {
  /** Places in the list of what the job needs: the classes, then the skills. */
  brings: number[];
  distance: RoughDistance;
};
/** Teams of one, two or three firms that together bring all that any firm brings. No team has a firm that it could do without. */
export interface Teams {
  firms: Record<string, TeamFirm>;
  /** The ids of the firms of each team: fewer firms first, then the least distance together. */
  teams: string[][];
  /** Places in the list of needs that no firm within the distance brings. */
  missing: number[];
  /** The needs that firms bring take more than three firms. */
  isTooMuch: boolean;
}

const mostTeams = 20;
const chosen = z.object({ id: z.uuid(), covers: z.number(), meters: z.number() });
const found = computed({ teams: json(z.array(z.array(chosen))), covered: 'number' });

/**
 * The smallest teams of member firms for a job, nearest first. Each firm is within the distance, and its license is in good
 * standing today. For members whose membership is active: everybody else finds none.
 * @throws InvalidInput without a place or a need, for too many needs, and for an unknown place.
 */
export async function findTeams(tx: Transaction, input: FindTeamsInput): Promise<Teams> {
  const { sql } = tx;
  const trades = [...new Set(input.trades)];
  const skills = [...new Set(input.skills)];
  const needs = trades.length + skills.length;
  if (needs === 0) throw new InvalidInput('trades', 'must name at least one class or skill');
  if (needs > mostNeeds) throw new InvalidInput('trades', `must name at most ${mostNeeds} with the skills`);
  const place = await findWantedPlace(tx, input.near);
  if (!place) throw new InvalidInput('near', 'must name a place');
  tx.planForEachValue();
  // Of firms that bring the same, only the nearest twenty can be in one of the first twenty teams: few licenses are judged. Teams are
  // chosen by what their firms bring, then filled with firms. The n-th firms of a team have at least the product of their numbers
  // less one teams before them.
  const [answer] = await rowsOf(sql, found)`
    with bringing as materialized (
      select * from firms_for_job(${trades}::text[], ${skills}::text[], ${albersPointOf(sql, place)}, ${toMeters(input.miles)})
    ), able as materialized (
      select near.*, row_number() over (partition by covers order by meters, id) as nth
      from (select distinct covers as same from bringing) as kinds cross join lateral (
        select id, covers, meters from (
          select * from bringing where covers = same order by meters, id offset 0
        ) firm where exists (
          select from california_contractors
          where license_number = firm.license_number and ${inGoodStanding(sql, californiaDay(new Date()))} offset 0
        ) limit ${mostTeams}
      ) near
    ), kind as materialized (
      select covers, min(meters) as meters from able group by covers
    ), goal as (select coalesce(bit_or(covers), 0) as covered from kind),
    pattern as (
      select 1 as size, a.covers as one, null::integer as two, null::integer as three, a.meters
      from kind a, goal where a.covers = covered
      union all
      select 2, a.covers, b.covers, null, a.meters + b.meters
      from kind a join kind b on a.covers < b.covers, goal
      where a.covers | b.covers = covered and covered not in (a.covers, b.covers)
      union all
      select 3, a.covers, b.covers, c.covers, a.meters + b.meters + c.meters
      from kind a join kind b on a.covers < b.covers join kind c on b.covers < c.covers, goal
      where a.covers | b.covers | c.covers = covered
        and covered not in (a.covers | b.covers, a.covers | c.covers, b.covers | c.covers)
    ), nearest as (select * from pattern order by size, meters, one, two, three limit ${mostTeams}),
    team as (
      select size, a.meters + coalesce(b.meters, 0) + coalesce(c.meters, 0) as meters,
        array_remove(array[a.id, b.id, c.id], null) as ids,
        jsonb_path_query_array(jsonb_build_array(to_jsonb(a), to_jsonb(b), to_jsonb(c)), '$[*] ? (@ != null)') as firms
      from nearest join able a on a.covers = one and a.nth <= ${mostTeams}
        left join able b on b.covers = two and a.nth * b.nth <= ${mostTeams}
        left join able c on c.covers = three and a.nth * b.nth * c.nth <= ${mostTeams}
      where (b.id is not null or size < 2) and (c.id is not null or size < 3)
      order by size, 2, ids limit ${mostTeams}
    )
    select coalesce((select jsonb_agg(firms order by size, meters, ids) from team), '[]') as teams, covered from goal`;
  const teams = answer?.teams ?? [];
  const covered = answer?.covered ?? 0;
  const has = (bits: number) => Array.from({ length: needs }, (_, at) => at).filter((at) => bits & (1 << at));
  const member = new Map(teams.flat().map((one) => [one.id, one]));
  const rows = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from firms_in_directory(${[...member.keys()]}::uuid[]) f`;
  const brought = new Set(has(covered));
  return {
    firms: Object.fromEntries(
      rows.map((firm) => {
        const { covers = 0, meters = 0 } = member.get(firm.id) ?? {};
        return [
          firm.id,
          { ...inCase(firm), brings: has(covers), distance: roughDistance(meters, firm.zipCode) },
        ];
      }),
    ),
    teams: teams.map((team) => team.map(({ id }) => id)),
    missing: Array.from({ length: needs }, (_, at) => at).filter((at) => !brought.has(at)),
    isTooMuch: covered > 0 && teams.length === 0,
  };
}
