import { dayWords } from '@namc/inputs/day-words';
import { readFiledDate } from '@namc/inputs/filed-date';
import { daysLater } from './california-day.ts';
import { exempt, isCoverage, isLimitedLiability } from './coverage.ts';
import type { StandingFacts } from './facts.ts';

/** An event of a file that suspends a clear license on its day. */
export interface Threat {
  code: string;
  source: string;
  on: string | null;
  /** The day from which something else stands in its place. */
  replacedOn: string | null;
  /** The day from which the firm needs it no more. */
  neededUntil?: string | null;
  /** The event of a day to come. */
  announced: (day: string) => string;
  /** The consequence for a clear license. */
  meaning: string;
  passed: ((day: string) => string) | null;
  due: string;
}

/** The name of what an exempt firm has in place of coverage. */
export const exemption = 'exemption from workers’ compensation';

const cover = (
  code: string,
  source: string,
  on: string | null,
  replacedOn: string | null,
  [name, another, without = 'it']: [name: string, another: string, without?: string],
): Threat => {
  const next = on !== null && replacedOn !== null && replacedOn > on ? dayWords(replacedOn) : null;
  return {
    code,
    source,
    on,
    replacedOn,
    announced: (day) =>
      next
        ? `The ${name} will be canceled on ${day}, and the next one doesn’t begin until ${next}.`
        : `The ${name} will be canceled on ${day}.`,
    meaning: `The license would ${next ? 'be suspended between these days' : 'then be suspended'}, unless ${another} is filed first.`,
    passed: (day) =>
      next
        ? `The ${name} in the file was canceled on ${day}, and the next one doesn’t begin until ${next}. The law suspends a license without ${without}.`
        : `The ${name} in the file was canceled on ${day}, and the file names no later one. The law suspends a license without ${without}.`,
    due: next
      ? `the ${name} in the file was canceled, and the next one doesn’t begin until ${next}`
      : `the ${name} in the file was canceled`,
  };
};

/** Events of the files that suspend a clear license on their day. */
export function threats(facts: StandingFacts): Threat[] {
  const found: Threat[] = [];
  const pending = facts.pendingSuspension && readFiledDate(facts.pendingSuspension);
  if (pending) {
    found.push({
      code: 'pending-suspension',
      source: 'PendingSuspension',
      on: pending,
      replacedOn: null,
      announced: (day) => `The board has a suspension pending for ${day}.`,
      meaning: '',
      passed: (day) => `The file announced a suspension for ${day}, and lists the license as clear.`,
      due: 'the file announced a suspension for that day',
    });
  }
  if (facts.workersCompSuspensionDate) {
    found.push({
      code: 'workers-comp-suspension',
      source: 'WCSuspendDate',
      on: facts.workersCompSuspensionDate,
      replacedOn: lastPolicyBegins(facts),
      announced: (day) => `The board will suspend the license for workers’ compensation on ${day}.`,
      meaning: '',
      passed: null,
      due: 'the file announced a suspension for workers’ compensation',
    });
  }
  if (facts.policySuspensionDate) {
    found.push({
      code: 'workers-comp-suspension',
      source: 'WCSuspendDate of WorkerCompData',
      on: facts.policySuspensionDate,
      replacedOn: lastPolicyBegins(facts),
      announced: (day) =>
        `The board’s workers’ comp file says it will suspend the license for workers’ compensation on ${day}.`,
      meaning: '',
      // The workers' comp file is no older than the license file, so that the word CLEAR does not answer it.
      passed: (day) =>
        `According to the board’s workers’ comp file, the license was suspended for workers’ compensation on ${day}. The license file does not say so.`,
      due: 'the board’s workers’ comp file announced a suspension for workers’ compensation',
    });
  }
  if (facts.workersCompCancellationDate && !isCancellationOutdated(facts)) {
    found.push(
      cover(
        'workers-comp-canceled',
        'WCCancellationDate',
        facts.workersCompCancellationDate,
        lastPolicyBegins(facts),
        isCoverage(facts.workersCompCoverageType, exempt)
          ? [exemption, 'coverage or a new exemption', 'coverage or an exemption']
          : ['workers’ compensation coverage', 'new coverage'],
      ),
    );
  }
  if (facts.contractorBondCancellationDate) {
    found.push(
      cover(
        'contractor-bond-canceled',
        'CBCancellationDate',
        facts.contractorBondCancellationDate,
        facts.contractorBondEffectiveDate,
        ['contractor bond', 'a new bond'],
      ),
    );
  }
  if (facts.workerBondCancellationDate && isLimitedLiability(facts.businessType)) {
    found.push(
      cover(
        'worker-bond-canceled',
        'WBCancellationDate',
        facts.workerBondCancellationDate,
        facts.workerBondEffectiveDate,
        ['LLC worker bond', 'a new bond'],
      ),
    );
  }
  if (facts.disciplinaryBondCancellationDate && !isNoLongerRequired(facts)) {
    found.push(
      cover(
        'disciplinary-bond-canceled',
        'DBCancellationDate',
        facts.disciplinaryBondCancellationDate,
        facts.disciplinaryBondEffectiveDate,
        ['disciplinary bond', 'a new bond'],
      ),
    );
  }
  if (facts.qualifierBondCancellationDate) {
    found.push({
      ...coverBeside(
        'qualifier-bond-canceled',
        facts.qualifierBondCancellationDate,
        facts.qualifierBondNextOn,
        fileOfPeople,
      ),
      neededUntil: facts.qualifierBondHolderLeavesOn,
    });
  }
  if (facts.policyCancellationDate) {
    found.push(
      coverBeside('policy-canceled', facts.policyCancellationDate, facts.policyEffectiveDate, fileOfPolicies),
    );
  }
  return found;
}

/** The words of one of the board's other files. */
interface OtherFile {
  source: string;
  by: string;
  name: string;
  another: string;
  without: string;
  /** The sentence where nothing begins after a cancellation before the file. */
  alone: string;
}
const fileOfPeople: OtherFile = {
  source: 'CancellationDate of PersonnelData',
  by: 'according to the board’s personnel file',
  name: 'the qualifier’s bond',
  another: 'a new bond',
  without: 'it',
  alone: ', and the file names no later one',
};
const fileOfPolicies: OtherFile = {
  source: 'CancellationDate of WorkerCompData',
  by: 'according to the board’s workers’ comp file',
  name: 'the workers’ compensation policy',
  another: 'new coverage',
  without: 'coverage',
  alone: '. The license file does not say so',
};

function coverBeside(code: string, on: string, replacedOn: string | null, file: OtherFile): Threat {
  const { by, name, another, without, alone } = file;
  const next = replacedOn !== null && replacedOn > on ? dayWords(replacedOn) : null;
  const begins = next === null ? '' : `, and the next one doesn’t begin until ${next}`;
  const sentence = `A${by.slice(1)}`;
  return {
    code,
    source: file.source,
    on,
    replacedOn,
    announced: (day) => `${sentence}, ${name} will be canceled on ${day}${begins}.`,
    meaning: `The license would ${next ? 'be suspended between these days' : 'then be suspended'}, unless ${another} is filed first.`,
    passed: (day) =>
      `${sentence}, ${name} was canceled on ${day}${begins || alone}. The law suspends a license without ${without}.`,
    due: `${name} was canceled${begins}, ${by}`,
  };
}

/** The first day of the last policy that either file names. */
export function lastPolicyBegins({
  workersCompEffectiveDate: licenses,
  policyEffectiveDate: policies,
}: StandingFacts): string | null {
  return licenses !== null && (policies === null || licenses > policies) ? licenses : policies;
}

/**
 * True for a cancellation in the license file that a newer workers' comp file puts off, or of a policy that another one follows on
 * that very day.
 */
function isCancellationOutdated({
  workersCompCancellationDate: canceled,
  policyCancellationDate: later,
  policyEffectiveDate: begins,
}: StandingFacts): boolean {
  if (canceled === null) return false;
  if (begins === canceled) return true;
  return later !== null && later > canceled && !(begins !== null && begins > canceled && begins <= later);
}

/** True if a bond or policy that began by the day `on`, or begins on the day after the old one's end, stands in its place. */
export function isReplaced(day: string, replacedOn: string | null, on: string): boolean {
  return replacedOn !== null && replacedOn > day && (replacedOn <= on || replacedOn === daysLater(day, 1));
}

/** True for an event that suspends nothing on the day `on`: something else stands in its place, or the firm needs it no more. */
export function isMoot(
  { on: day, replacedOn, neededUntil = null }: Threat,
  { on, known }: { on: string; known: string },
): boolean {
  if (day === null || isReplaced(day, replacedOn, on)) return true;
  // A suspension that began before the person left goes on, unless a file of that day or later lists the license as clear.
  return neededUntil !== null && (neededUntil <= day || (neededUntil <= on && neededUntil <= known));
}

/**
 * A disciplinary bond is required for some years. DateRequired lies after the bond's first day if it is the last of
 * these days; a bond that is canceled later was no longer needed.
 */
function isNoLongerRequired(facts: StandingFacts): boolean {
  const { disciplinaryBondRequiredDate: required, disciplinaryBondEffectiveDate: effective } = facts;
  return (
    required !== null &&
    effective !== null &&
    required > effective &&
    required <= (facts.disciplinaryBondCancellationDate ?? '')
  );
}
