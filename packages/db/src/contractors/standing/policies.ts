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

/** The file of policies beside the license file. */
export interface CoverageBeside {
  /** Null where one of the files says nothing. */
  agrees: boolean | null;
  /** The word of the file of policies, in sentences. */
  words: string;
  /** Our inference from two files that differ, which is not the board's own word; null if there is none. */
  inference: string | null;
}

interface Dates {
  /** The date of the file of policies. */
  policiesAsOf: string;
  /** The date of the license file; null before the first. */
  licensesAsOf: string | null;
  today: string;
}

/** Compares the newest policy in the file of policies with the coverage in the license file. */
export function coverageBeside(
  policy: CoverageFacts | undefined,
  license: CoverageFacts,
  dates: Dates,
): CoverageBeside {
  const file = `The board’s file of policies of ${dayWords(dates.policiesAsOf)}`;
  if (!policy) {
    const words = `${file} names no policy of this license.`;
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
    return 'The exemption in the license file follows the policy in the file of policies, which ended before.';
  if (byPolicies === byLicenses) return 'The two files differ, and both come to the same today.';
  const newer =
    licensesAsOf === null || policiesAsOf > licensesAsOf
      ? ' The file of policies is the newer one.'
      : licensesAsOf > policiesAsOf
        ? ' The license file is the newer one.'
        : '';
  // The file by which the firm need not worry comes first.
  return byPolicies === 'not covered'
    ? `By the license file the firm is ${byLicenses} today, and by the file of policies it is ${notAs(byLicenses)}.${newer}`
    : `By the file of policies the firm is ${byPolicies} today, and by the license file it is ${
        byLicenses === 'not covered' ? notAs(byPolicies) : byLicenses
      }.${newer}`;
}

/** “not” alone where “covered” was just said. */
const notAs = (said: Cover) => (said === 'covered' ? 'not' : 'not covered');
