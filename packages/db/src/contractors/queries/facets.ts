import { kinOf, successions } from '@namc/inputs/classification-kin';
import { certifications } from '@namc/inputs/classifications';
import {
  type ContractorFacet,
  type ContractorFilters,
  type CountFacetsInput,
  contractorFacets,
} from '@namc/inputs/contractors';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { standingGroup } from '../standing/standing-group.ts';
import { matching, withinRadius } from './conditions.ts';
import { cap, toCount } from './count.ts';
import { type Meaning, readMeaning } from './meaning.ts';

/** A value of a filter, and how many contractors choosing it gives: exact up to `cap` of `FacetCounts`. */
export interface FacetCount {
  value: string;
  count: number;
  capped: boolean;
}

export interface FacetCounts {
  cap: number;
  /** The asked facets. A value that nobody has is left out. The values with the most contractors come first. */
  facets: Partial<Record<ContractorFacet, FacetCount[]>>;
}

const counted = computed({
  facet: anyOf([...contractorFacets, 'retired']),
  value: 'string',
  count: 'number',
});

/**
 * The number of contractors that each value of some filters would give, together with the other filters of the search: a filter's
 * own choices do not count against its values, unless every one of several trades is asked for.
 */
export async function countFacets(tx: Transaction, input: CountFacetsInput): Promise<FacetCounts> {
  const { facets, ...filters } = input;
  const meaning = await readMeaning(tx, filters);
  const found = new Map<string, Group>();
  for (const facet of new Set(facets)) {
    const others = withoutOwn(facet, { filters, meaning });
    const same = JSON.stringify([others.filters, others.meaning.standing, others.meaning.member]);
    const group = found.get(same) ?? { ...others, facets: [] };
    group.facets.push(facet);
    found.set(same, group);
  }
  const answer: FacetCounts = { cap, facets: {} };
  for (const group of found.values()) {
    const rows = await countGroup(tx, group);
    for (const facet of group.facets) {
      const own = rows.filter((row) => row.facet === facet);
      const kin =
        facet === 'classifications' ? withKin(own, rows) : facet === 'standing' ? withClear(own) : own;
      answer.facets[facet] = kin
        .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
        .map(({ value, count }) => ({ value, ...toCount(count) }));
    }
  }
  return answer;
}

interface Asked {
  filters: ContractorFilters;
  meaning: Meaning;
}

interface Group extends Asked {
  facets: ContractorFacet[];
}

function withoutOwn(facet: ContractorFacet, { filters, meaning }: Asked): Asked {
  switch (facet) {
    case 'classifications':
      return { filters: filters.match === 'all' ? filters : { ...filters, trades: [] }, meaning };
    // Every chosen certification is asked for.
    case 'certifications':
      return { filters, meaning };
    case 'counties':
      return { filters: { ...filters, counties: [] }, meaning };
    case 'regions':
      return { filters: { ...filters, region: undefined }, meaning };
    case 'businessTypes':
      return { filters: { ...filters, businessTypes: [] }, meaning };
    // Words may ask for these two, and a choice counts in place of the words.
    case 'standing':
      return { filters, meaning: { ...meaning, standing: undefined } };
    case 'membership':
      return { filters, meaning: { ...meaning, member: undefined } };
  }
}

interface Counted {
  facet: string;
  value: string;
  count: number;
}

/** The column that each facet counts. Trades and certifications share one. */
const columnOf: Record<ContractorFacet, 'classes' | 'county' | 'region' | 'kind' | 'standing' | 'member'> = {
  classifications: 'classes',
  certifications: 'classes',
  counties: 'county',
  regions: 'region',
  businessTypes: 'kind',
  standing: 'standing',
  membership: 'member',
};

/**
 * Counts facets that the same contractors have, in one pass over these. Tens of thousands share a few thousand
 * combinations of values, so that only the combinations are taken apart.
 */
async function countGroup({ sql }: Transaction, { filters, facets, meaning }: Group): Promise<Counted[]> {
  const sources = {
    classes: sql`classifications`,
    county: sql`county`,
    region: sql`region`,
    kind: sql`business_type`,
    standing: standingGroup(sql, meaning.on),
    member: sql`case when is_namc_member then 'member' else 'not-member' end`,
  };
  const columns = [...new Set(facets.map((facet) => columnOf[facet]))].map(
    (name) => sql`${sources[name]} as ${sql(name)}`,
  );
  const selected = columns.reduce((all, column) => sql`${all}, ${column}`);
  const places = sql.unsafe(columns.map((_, number) => number + 1).join(', '));
  const parts = facets.map((facet) => countsOf(sql, facet));
  return rowsOf(sql, counted)`
    with found as materialized (
      select ${selected}, count(*) as held
      from california_contractors
      where ${matching(sql, filters, meaning)} and ${withinRadius(sql, meaning)}
      group by ${places}
    )
    ${parts.reduce((all, part) => sql`${all} union all ${part}`)}`;
}

const retiredCodes = successions.map(({ retired }) => retired);
const successorCodes = successions.map(({ successor }) => successor);

function countsOf(sql: TransactionClient, facet: ContractorFacet): Fragment {
  if (facet !== 'classifications' && facet !== 'certifications') {
    const value = sql(columnOf[facet]);
    return sql`
      select ${facet}::text as facet, ${value} as value, sum(held)::bigint as count
      from found where ${value} is not null group by ${value}`;
  }
  const isCertificate = sql`code = any(${certifications}::text[])`;
  const byCode = sql`
    select ${facet}::text as facet, code as value, sum(held)::bigint as count from found, unnest(classes) code
    where ${facet === 'certifications' ? isCertificate : sql`not ${isCertificate}`} group by code`;
  if (facet === 'certifications') return byCode;
  return sql`
    ${byCode}
    union all
    select 'classifications', 'C-61', coalesce(sum(held), 0)::bigint from found where classes && ${kinOf('C-61')}::text[]
    union all
    select 'retired', successor, sum(held)::bigint
    from found join unnest(${retiredCodes}::text[], ${successorCodes}::text[]) as also (retired, successor)
      on classes @> array[also.retired] and not classes @> array[also.successor]
    where classes && ${retiredCodes}::text[]
    group by successor`;
}

/** The licenses that are clear, with or without a warning. */
function withClear(own: Counted[]): Counted[] {
  const clear = own.filter(({ value }) => value === 'good' || value === 'pending');
  const count = clear.reduce((sum, one) => sum + one.count, 0);
  return count > 0 ? [...own, { facet: 'standing', value: 'clear', count }] : own;
}

/** A choice of a class finds its retired or its newer code too, and one of C-61 every D class. */
function withKin(own: Counted[], all: Counted[]): Counted[] {
  const counts = new Map<string, number>();
  // C-61 by itself comes before C-61 with its kin.
  for (const { value, count } of own) {
    if (count > 0) counts.set(value, Math.max(count, counts.get(value) ?? 0));
  }
  for (const { retired, successor } of successions) {
    const more = all.find(({ facet, value }) => facet === 'retired' && value === successor)?.count ?? 0;
    const either = (counts.get(successor) ?? 0) + more;
    if (either > 0) counts.set(successor, either);
    if (counts.has(retired)) counts.set(retired, either);
  }
  return [...counts].map(([value, count]) => ({ facet: 'classifications', value, count }));
}
