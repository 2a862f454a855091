import { isKnownCoverage } from '@namc/inputs/board-codes';
import { codeKey } from '@namc/inputs/code-key';
import { everyClassFrom, mandatedClasses } from '@namc/inputs/coverage-mandates';
import { dayWords } from '@namc/inputs/day-words';
import { daysLater } from './california-day.ts';
import { exempt, isCoverage, isJointVenture, isLimitedLiability, noCoverage } from './coverage.ts';
import type { StandingFacts } from './facts.ts';
import type { Findings, Moment } from './finding.ts';
import { listed } from './listed.ts';

const insurance = codeKey("Workers' Compensation Insurance");

/** An end within these days is announced. */
export const soonDays = 60;

/** The end of every exemption is announced this many days ahead. Insurance takes time, and owners plan by the year. */
const exemptionDays = 365;

/** The file's words on workers' compensation coverage, and the inferences from them. */
export function addCoverage(found: Findings, facts: StandingFacts, moment: Moment, known: string): void {
  const { workersCompCoverageType: type, workersCompEffectiveDate: effective } = facts;
  const source = 'WorkersCompCoverageType';
  const infer = (code: string, words: string, on: string | null = null, field = source) =>
    found.inferences.push({ code, words, on, source: field, counts: true });
  const remark = (code: string, words: string, on: string | null = null, field = source) =>
    found.notes.push({ code, words, on, source: field, counts: false });
  if (type === null) {
    remark('coverage-not-named', 'The file names no workers’ compensation coverage and no exemption.');
    return;
  }
  if (isCoverage(type, noCoverage)) {
    infer(
      'no-coverage',
      'No workers’ compensation coverage is on file. The law asks for coverage or an exemption.',
    );
    return;
  }
  if (isCoverage(type, exempt)) {
    if (isJointVenture(facts.businessType)) return;
    const classes = mandatedClasses(moment.on).filter((code) => facts.classifications.includes(code));
    if (classes.length > 0) {
      infer(
        'exempt-with-class',
        `The file lists the firm as exempt from workers’ compensation, and ${listed(classes)} ${
          classes.length === 1 ? 'needs' : 'need'
        } coverage with or without employees. One of the two entries must be wrong.`,
      );
    } else if (moment.on >= everyClassFrom && known >= everyClassFrom) {
      infer(
        'exempt-with-class',
        `The file lists the firm as exempt from workers’ compensation, and every classification needs coverage since ${dayWords(everyClassFrom)}.`,
      );
    } else if (moment.on >= everyClassFrom) {
      remark(
        'exemption-ends',
        `The exemption from workers’ compensation ended on ${dayWords(everyClassFrom)}, for every classification.`,
        everyClassFrom,
      );
    } else if (everyClassFrom <= daysLater(moment.on, exemptionDays)) {
      remark(
        'exemption-ends',
        `From ${dayWords(everyClassFrom)}, the exemption from workers’ compensation does not count: every classification then needs coverage.`,
        everyClassFrom,
      );
    }
    return;
  }
  if (!isKnownCoverage(type)) {
    remark(
      'coverage-unknown',
      `The file gives “${type}” as the kind of workers’ compensation coverage. We have no description of it.`,
    );
  }
  const { workersCompExpirationDate: filed, policyExpirationDate } = facts;
  if (
    filed !== null &&
    policyExpirationDate !== null &&
    filed < moment.on &&
    policyExpirationDate >= moment.on
  ) {
    const renewed = isCanceledAtItsEnd(facts)
      ? `a newer one is in force until ${dayWords(policyExpirationDate)}`
      : `it runs through ${dayWords(policyExpirationDate)}`;
    remark(
      'coverage-renewed',
      `The policy in the license file ended on ${dayWords(filed)}. According to the board’s workers’ comp file, ${renewed}.`,
      policyExpirationDate,
      'ExpirationDate of WorkerCompData',
    );
  }
  if (effective !== null && effective > moment.on && !isNewerThanCancellation(facts)) {
    const words = `The workers’ compensation policy in the file doesn’t begin until ${dayWords(effective)}.`;
    remark('coverage-begins', words, effective, 'WCEffectiveDate');
  }
  if (codeKey(type) === insurance && [effective, filed, policyExpirationDate].every((day) => day === null))
    remark('coverage-without-dates', 'The file names no dates of the workers’ compensation policy.');
  const expires = endOfCoverage(facts, moment.on);
  if (expires === null) return;
  if (expires < known && expires < moment.on) {
    infer(
      'coverage-ended',
      `The workers’ compensation policy in the file ended on ${dayWords(expires)}, and the file does not say that it was renewed.`,
      expires,
      'WCExpirationDate',
    );
  } else if (expires < moment.on) {
    remark(
      'coverage-ends',
      `The workers’ compensation policy in the file ends on ${dayWords(expires)}. The file cannot know a renewal yet.`,
      expires,
      'WCExpirationDate',
    );
  } else addCoverageEnding(found, facts, moment.on);
}

/** Announces the end of the policy in force. As with the license's own term, renewals are usual. */
export function addCoverageEnding(found: Findings, facts: StandingFacts, on: string): void {
  const { workersCompCoverageType: type, workersCompExpirationDate: filed } = facts;
  if (type === null || isCoverage(type, noCoverage) || isCoverage(type, exempt)) return;
  const expires = endOfCoverage(facts, on);
  if (expires === null || !isEndAnnounced(facts, expires, on)) return;
  found.changes.push({
    code: 'coverage-ends',
    words: `The workers’ compensation policy ends on ${dayWords(expires)}, unless it is renewed.`,
    on: expires,
    source: expires === filed ? 'WCExpirationDate' : 'ExpirationDate of WorkerCompData',
    counts: false,
  });
}

/** A cancellation of the policy before says nothing of the one in the file. */
const isNewerThanCancellation = ({
  workersCompEffectiveDate: effective,
  workersCompCancellationDate: canceled,
}: StandingFacts): boolean => effective !== null && canceled !== null && effective > canceled;

/** A renewed policy that is canceled before its term ends: the cancellation is said by itself. */
const isCanceledAtItsEnd = ({ policyExpirationDate, policyCancellationDate }: StandingFacts): boolean =>
  policyExpirationDate !== null && policyExpirationDate === policyCancellationDate;

/**
 * The last day of the policy that is in force on the day `on`; null where neither file names one, where it was canceled, and where
 * another has begun.
 */
function endOfCoverage(facts: StandingFacts, on: string): string | null {
  // The workers' comp file may know a renewal that the license file does not.
  const expires =
    [facts.workersCompExpirationDate, facts.policyExpirationDate]
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null;
  const isCanceled = facts.workersCompCancellationDate !== null && !isNewerThanCancellation(facts);
  const hasBegun = (day: string | null) => day !== null && expires !== null && day >= expires && day <= on;
  if (expires === null || isCanceled) return null;
  if (hasBegun(facts.workersCompEffectiveDate) || hasBegun(facts.policyEffectiveDate)) return null;
  return isCanceledAtItsEnd(facts) && expires === facts.policyCancellationDate ? null : expires;
}

/** True for an end that is near, unless a file says what comes instead: the next policy, a cancellation or a suspension. */
function isEndAnnounced(facts: StandingFacts, expires: string, on: string): boolean {
  if (expires < on || expires > daysLater(on, soonDays)) return false;
  const { workersCompEffectiveDate, policyEffectiveDate, policyCancellationDate } = facts;
  const isFollowed =
    policyEffectiveDate !== null &&
    policyEffectiveDate >= expires &&
    policyEffectiveDate <= daysLater(expires, 1);
  const isAhead = (day: string | null) => day !== null && day > on;
  return (
    !isFollowed &&
    (workersCompEffectiveDate ?? '') < expires &&
    policyCancellationDate === null &&
    !isAhead(facts.policySuspensionDate) &&
    !isAhead(facts.workersCompSuspensionDate)
  );
}

/** A bond that the file does not name, or that begins later: a remark, because an older bond may hold until then. */
export function addMissingBonds(found: Findings, facts: StandingFacts, on: string): void {
  const remark = (code: string, words: string, source: string, day: string | null = null) =>
    found.notes.push({ code, words, on: day, source, counts: false });
  const begins = (
    code: string,
    name: string,
    source: string,
    day: string | null,
    canceled: string | null,
  ) => {
    if (day !== null && day > on && (canceled === null || canceled >= day))
      remark(code, `The ${name} in the file doesn’t begin until ${dayWords(day)}.`, source, day);
  };
  const { contractorBondEffectiveDate: contractorBond, workerBondEffectiveDate: workerBond } = facts;
  if (contractorBond === null)
    remark('no-contractor-bond', 'The file gives no effective date of a contractor bond.', 'CBEffectiveDate');
  begins(
    'contractor-bond-begins',
    'contractor bond',
    'CBEffectiveDate',
    contractorBond,
    facts.contractorBondCancellationDate,
  );
  if (isLimitedLiability(facts.businessType)) {
    if (workerBond === null)
      remark(
        'no-worker-bond',
        'The file gives no effective date of an LLC worker bond, which an LLC must have.',
        'WBEffectiveDate',
      );
    begins(
      'worker-bond-begins',
      'LLC worker bond',
      'WBEffectiveDate',
      workerBond,
      facts.workerBondCancellationDate,
    );
  }
  begins(
    'disciplinary-bond-begins',
    'disciplinary bond',
    'DBEffectiveDate',
    facts.disciplinaryBondEffectiveDate,
    facts.disciplinaryBondCancellationDate,
  );
}
