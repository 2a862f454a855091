import {
  announcing,
  barring,
  codesOf,
  coverageTypes,
  effectOf,
  isKnownCoverage,
  noteOf,
  primaryCodes,
  secondaryCodes,
  suspensionWords,
} from '@namc/inputs/board-codes';
import { classificationNames } from '@namc/inputs/classifications';
import { codeKey } from '@namc/inputs/code-key';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import type { StandingFacts } from './facts.ts';

/** The primary statuses whose effect is words enough: of a suspension only its code tells the reason. */
const described = barring
  .filter(([, effect]) => effect !== 'suspended')
  .map(([pattern]) => pattern)
  .join('|');
function isDescribed(code: string): boolean {
  const effect = effectOf(code);
  return effect !== undefined && effect !== 'suspended';
}

/** The codes of a license's status and coverage that no list of ours describes. */
export function unknownCodesOf(
  facts: Pick<StandingFacts, 'primaryStatus' | 'secondaryStatus' | 'workersCompCoverageType'>,
): string[] {
  const isNoted = (code: string) =>
    codeKey(code) === 'CLEAR' || suspensionWords(code) !== undefined || noteOf(code) !== undefined;
  const isKnown = (code: string) => isNoted(code) || isDescribed(code);
  const type = facts.workersCompCoverageType;
  return [
    ...codesOf(facts.primaryStatus).filter((code) => !isKnown(code)),
    ...codesOf(facts.secondaryStatus).filter((code) => !isNoted(code)),
    ...(type !== null && !isKnownCoverage(type) ? [type] : []),
  ];
}

const unknown = computed({ isClassification: 'boolean', code: 'string', count: 'number' });

export interface UnknownCodes {
  /** Codes of status and kinds of coverage that no list of ours describes, with the number of licenses. */
  unknownStatuses: Record<string, number>;
  /** Classifications that no list of ours names, with the number of licenses. */
  unknownClassifications: Record<string, number>;
}

/** The codes of the file that we have no words for, the most frequent first. The report of an import shows them to staff. */
export async function countUnknownCodes(sql: TransactionClient): Promise<UnknownCodes> {
  const known = [...primaryCodes, ...secondaryCodes].map(codeKey);
  const rows = await rowsOf(sql, unknown)`
    with texts as materialized (
      select primary_status, secondary_status, workers_comp_coverage_type, classifications, count(*) as licenses
      from california_contractors where gone_at is null group by 1, 2, 3, 4
    ), statuses as (
      select btrim(code, E' \\t') as code, licenses from texts, unnest(string_to_array(primary_status, '|')) code
      where not (code ~* ${described} and code !~* 'susp' and code !~* ${announcing})
      union all
      select btrim(code, E' \\t'), licenses from texts, unnest(string_to_array(secondary_status, '|')) code
      union all
      select workers_comp_coverage_type, licenses from texts
      where upper(regexp_replace(workers_comp_coverage_type, '[ \\t]+', ' ', 'g')) <> all (${coverageTypes.map(codeKey)}::text[])
    )
    select false as "isClassification", code, sum(licenses)::bigint as count
    from (select code, sum(licenses) as licenses from statuses group by code) statuses
    where code <> '' and upper(regexp_replace(code, '[ \\t]+', ' ', 'g')) <> all (${known}::text[])
    group by code
    union all
    select true, code, sum(licenses)::bigint
    from texts, unnest(classifications) code
    where not code = any(${Object.keys(classificationNames)}::text[])
    group by code order by 3 desc, 2`;
  const countsOf = (isClassification: boolean) =>
    Object.fromEntries(
      rows.filter((row) => row.isClassification === isClassification).map(({ code, count }) => [code, count]),
    );
  return { unknownStatuses: countsOf(false), unknownClassifications: countsOf(true) };
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
