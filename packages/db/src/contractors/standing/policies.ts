import { coverageWords } from '@namc/inputs/board-codes';
import { dayWords } from '@namc/inputs/day-words';
import { exempt, isCoverage, noCoverage } from './coverage.ts';

/** The word of one of the board's files on workers' compensation. Dates are `YYYY-MM-DD`. */
export interface CoverageFacts {
  coverageType: string | null;
  insurer: string | null;
  effectiveDate: string | null;
  expirationDate: string | null;
  cancellationDate: string | null;
  suspensionDate: string | null;
}

/** The workers' comp file beside the license file. */
export interface CoverageBeside {
  /** Null where one of the files says nothing. */
  agrees: boolean | null;
  /** The word of the workers' comp file, in sentences. */
  words: string;
  /** Our inference from two files that differ, which is not the board's own word; null if there is none. */
  inference: string | null;
}

interface Dates {
  /** The date of the workers' comp file. */
  policiesAsOf: string;
  /** The date of the license file; null before the first. */
  licensesAsOf: string | null;
  today: string;
}

/** Compares the newest policy in the workers' comp file with the coverage in the license file. */
export function coverageBeside(
  policy: CoverageFacts | undefined,
  license: CoverageFacts,
  dates: Dates,
): CoverageBeside {
  const file = `The board’s workers’ comp file of ${dayWords(dates.policiesAsOf)}`;
  if (!policy) {
    const words = `${file} lists no policy for this license.`;
    return { agrees: null, words, inference: null };
  }
  if (license.coverageType === null) {
    return { agrees: null, words: `${file} says: ${inWords(policy)}.`, inference: null };
  }
  if (isSame(policy, license)) return { agrees: true, words: `${file} says the same.`, inference: null };
  const other = dates.licensesAsOf
    ? `The license file of ${dayWords(dates.licensesAsOf)}`
    : 'The license file';
  return {
    agrees: false,
    words: `${file} says: ${inWords(policy)}. ${other} says: ${inWords(license)}.`,
    inference: whatFollows(policy, license, dates),
  };
}

const fold = (text: string | null) =>
  (text ?? '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();

const isSame = (a: CoverageFacts, b: CoverageFacts): boolean =>
  fold(a.coverageType) === fold(b.coverageType) &&
  fold(a.insurer) === fold(b.insurer) &&
  a.effectiveDate === b.effectiveDate &&
  a.expirationDate === b.expirationDate &&
  a.cancellationDate === b.cancellationDate &&
  a.suspensionDate === b.suspensionDate;

function inWords(facts: CoverageFacts): string {
  const { coverageType, insurer, effectiveDate, expirationDate, cancellationDate, suspensionDate } = facts;
  const through = expirationDate ? ` through ${dayWords(expirationDate)}` : '';
  return [
    coverageType ? coverageWords(coverageType) : 'a kind of coverage that it does not name',
    insurer,
    effectiveDate ? `from ${dayWords(effectiveDate)}${through}` : through.trim(),
    cancellationDate && `canceled from ${dayWords(cancellationDate)}`,
    suspensionDate && `suspended from ${dayWords(suspensionDate)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

type Cover = 'covered' | 'exempt' | 'not covered';

/** The meaning of a file's word on the day. */
function coverOn(facts: CoverageFacts, day: string): Cover {
  if (isCoverage(facts.coverageType, noCoverage)) return 'not covered';
  if (isCoverage(facts.coverageType, exempt)) return 'exempt';
  return holds(facts, day) ? 'covered' : 'not covered';
}

function holds(facts: CoverageFacts, day: string): boolean {
  const { effectiveDate, expirationDate, cancellationDate, suspensionDate } = facts;
  if (effectiveDate !== null && effectiveDate > day) return false;
  // A term ends with the day on which the next one begins. A policy that is canceled as of its first day never held.
  const isOver = (end: string | null, isReplaced: boolean) => end !== null && end <= day && !isReplaced;
  return (
    !isOver(expirationDate, effectiveDate !== null && effectiveDate >= (expirationDate ?? '')) &&
    !isOver(cancellationDate, effectiveDate !== null && effectiveDate > (cancellationDate ?? '')) &&
    !isOver(suspensionDate, effectiveDate !== null && effectiveDate > (suspensionDate ?? ''))
  );
}

function whatFollows(policy: CoverageFacts, license: CoverageFacts, dates: Dates): string {
  const { policiesAsOf, licensesAsOf, today } = dates;
  const [byPolicies, byLicenses] = [coverOn(policy, today), coverOn(license, today)];
  const ended = policy.cancellationDate ?? policy.expirationDate;
  if (
    byLicenses === 'exempt' &&
    byPolicies === 'not covered' &&
    ended !== null &&
    license.effectiveDate !== null &&
    ended <= license.effectiveDate &&
    license.effectiveDate <= today
  )
    return 'The exemption in the license file follows the policy in the workers’ comp file, which ended before.';
  if (byPolicies === byLicenses) return 'The two files differ, and both come to the same today.';
  const newer =
    licensesAsOf === null || policiesAsOf > licensesAsOf
      ? ' The workers’ comp file is the newer one.'
      : licensesAsOf > policiesAsOf
        ? ' The license file is the newer one.'
        : '';
  // The file by which the firm need not worry comes first.
  return byPolicies === 'not covered'
    ? `The license file shows the firm as ${byLicenses} today, and the workers’ comp file shows it as ${byPolicies}.${newer}`
    : `The workers’ comp file shows the firm as ${byPolicies} today, and the license file shows it as ${byLicenses}.${newer}`;
}
