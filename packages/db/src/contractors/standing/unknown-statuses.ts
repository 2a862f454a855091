import {
  codesOf,
  coverageTypes,
  isKnownCoverage,
  noteOf,
  primaryCodes,
  secondaryCodes,
  suspensionWords,
} from '@namc/inputs/board-codes';
import { codeKey } from '@namc/inputs/code-key';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import type { StandingFacts } from './facts.ts';

/** The codes of a license's status and coverage that no list of ours describes. */
export function unknownCodesOf(
  facts: Pick<StandingFacts, 'primaryStatus' | 'secondaryStatus' | 'workersCompCoverageType'>,
): string[] {
  const isKnown = (code: string) =>
    codeKey(code) === 'CLEAR' || suspensionWords(code) !== undefined || noteOf(code) !== undefined;
  const type = facts.workersCompCoverageType;
  return [
    ...[...codesOf(facts.primaryStatus), ...codesOf(facts.secondaryStatus)].filter((code) => !isKnown(code)),
    ...(type !== null && !isKnownCoverage(type) ? [type] : []),
  ];
}

const unknown = computed({ code: 'string', count: 'number' });

/**
 * Codes of status and kinds of coverage in the file that no list of ours describes, with the number of licenses, the
 * most frequent first. The report of an import shows them to staff.
 */
export async function countUnknownStatuses(sql: TransactionClient): Promise<Record<string, number>> {
  const known = [...primaryCodes, ...secondaryCodes].map(codeKey);
  const rows = await rowsOf(sql, unknown)`
    with texts as (
      select primary_status, secondary_status, workers_comp_coverage_type, count(*) as licenses
      from california_contractors where gone_at is null group by 1, 2, 3
    ), codes as (
      select btrim(code, E' \\t') as code, licenses from texts, unnest(string_to_array(primary_status, '|')) code
      union all
      select btrim(code, E' \\t'), licenses from texts, unnest(string_to_array(secondary_status, '|')) code
      union all
      select workers_comp_coverage_type, licenses from texts
      where upper(regexp_replace(workers_comp_coverage_type, '[ \\t]+', ' ', 'g')) <> all (${coverageTypes.map(codeKey)}::text[])
    )
    select code, sum(licenses)::bigint as count from codes
    where code <> '' and upper(regexp_replace(code, '[ \\t]+', ' ', 'g')) <> all (${known}::text[])
    group by code order by 2 desc, 1`;
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

/** The sentence about them for the report of an import; none if every code has words. */
export function aboutUnknownStatuses(found: Record<string, number>): string[] {
  const codes = Object.entries(found).map(
    ([code, licenses]) => `“${code}” (${licenses.toLocaleString('en-US')})`,
  );
  if (codes.length === 0) return [];
  return [
    `Statuses or kinds of coverage that we have no description of, with their licenses: ${codes.join(', ')}.`,
  ];
}
