import { type FindTeamsInput, mostNeeds } from '@namc/inputs/directory';
import { type RoughDistance, roughDistance, toMeters } from '@namc/inputs/miles';
import { z } from 'zod';
import { californiaDay } from '../../contractors/standing/california-day.ts';
import { inGoodStanding } from '../../contractors/standing/standing-group.ts';
import { computed, json, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';
import { albersPointOf, findWantedPlace } from '../../places/queries.ts';
import { type ListedFirm, listedColumns, listedShapes, toListedFirm } from './listed-firm.ts';

/** A firm that a job could have, which of the needs it brings, and its distance from the job. */
export type TeamFirm = ListedFirm & {
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
  const rows = await rowsOf(sql, ...listedShapes)`
    select ${listedColumns(sql)} from listed_firms(${[...member.keys()]}::uuid[]) f`;
  const brought = new Set(has(covered));
  return {
    firms: Object.fromEntries(
      rows.map((firm) => {
        const { covers = 0, meters = 0 } = member.get(firm.id) ?? {};
        const distance = roughDistance(meters, firm.zipCode);
        return [firm.id, { ...toListedFirm(firm, null), brings: has(covers), distance }];
      }),
    ),
    teams: teams.map((team) => team.map(({ id }) => id)),
    missing: Array.from({ length: needs }, (_, at) => at).filter((at) => !brought.has(at)),
    isTooMuch: covered > 0 && teams.length === 0,
  };
}
