import { certifications } from '@namc/inputs/classifications';
import type { ContractorFilters } from '@namc/inputs/contractors';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { matching, nearness, withinRadius } from './conditions.ts';
import { readMeaning } from './meaning.ts';
import { inGoodStanding } from './standing.ts';

/**
 * The facets of the matches. The values of `standing` are `good` and `not-good` on the requested day; those of
 * `membership` are `member` and `not-member`.
 */
const facets = [
  'classifications',
  'certifications',
  'counties',
  'regions',
  'businessTypes',
  'standing',
  'membership',
] as const;

const facetCount = computed({ facet: anyOf([...facets, 'all']), value: 'string', count: 'number' });

export type Facet = Pick<RowOf<typeof facetCount>, 'value' | 'count'>;

export interface ContractorCount {
  /** At most `cap`. */
  count: number;
  /** True if there are more than `cap`: show "1,000+". The facets then describe the first `cap`. */
  capped: boolean;
  cap: number;
  facets: Record<(typeof facets)[number], Facet[]>;
}

const cap = 1_000;

/**
 * The number of matching contractors, counted up to a limit, and their facets. Past the limit the facets describe
 * the first matches in the order of standing and age, or the nearest ones if a place is given.
 */
export async function countContractors(tx: Transaction, input: ContractorFilters): Promise<ContractorCount> {
  const meaning = await readMeaning(tx, input);
  const { sql } = tx;
  const order = meaning.place ? nearness(sql, meaning.place) : sql`precedence, license_number`;
  const rows = await rowsOf(sql, facetCount)`
    with found as materialized (
      select classifications, county, region, business_type, is_namc_member,
             ${inGoodStanding(sql, meaning.on)} as good,
             row_number() over (order by ${order}) as position
      from california_contractors
      where ${matching(sql, input, meaning)} and ${withinRadius(sql, input, meaning)}
      order by ${order}
      limit ${cap + 1}
    ), first as (select * from found where position <= ${cap})
    select 'all' as facet, '' as value, count(*) from found
    union all select case when code = any (${certifications}::text[]) then 'certifications' else 'classifications' end, code, count(*)
      from first, unnest(classifications) code group by code
    union all select 'counties', county, count(*) from first where county is not null group by county
    union all select 'regions', region, count(*) from first group by region
    union all select 'businessTypes', business_type, count(*) from first where business_type is not null group by business_type
    union all select 'standing', case when good then 'good' else 'not-good' end, count(*) from first group by good
    union all select 'membership', case when is_namc_member then 'member' else 'not-member' end, count(*) from first group by is_namc_member
    order by facet, count desc, value`;
  const all = rows.find(({ facet }) => facet === 'all')?.count ?? 0;
  const of = (name: (typeof facets)[number]): Facet[] =>
    rows.filter(({ facet }) => facet === name).map(({ value, count }) => ({ value, count }));
  return {
    count: Math.min(all, cap),
    capped: all > cap,
    cap,
    facets: {
      classifications: of('classifications'),
      certifications: of('certifications'),
      counties: of('counties'),
      regions: of('regions'),
      businessTypes: of('businessTypes'),
      standing: of('standing'),
      membership: of('membership'),
    },
  };
}
