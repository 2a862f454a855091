import { codeKey } from '@namc/inputs/code-key';
import { dayWords } from '@namc/inputs/day-words';
import { daysLater } from './california-day.ts';
import { exempt, isCoverage } from './coverage.ts';
import { replacementDays } from './departure.ts';
import type { StandingFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { exemption, lastPolicyBegins } from './threats.ts';

/** An event of the files from which a suspension may date. */
interface Event {
  day: string | null;
  /** The first day of another bond or policy: with a later one the event is not the suspension's. */
  replacedOn: string | null;
  /** The day from which the firm needs it no more. */
  neededUntil?: string | null;
  /** True for the board's own word in another file, of which a day to come says nothing here. */
  isSuspension?: true;
  source: string;
  words: (day: string) => string;
}

const canceled = (day: string | null, replacedOn: string | null, source: string, what: string): Event => ({
  day,
  replacedOn,
  source,
  words: (date) => `The ${what} on file was canceled on ${date}.`,
});

const latest = (...days: (string | null)[]): string | null =>
  days
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;

/** The events of the files that each status may be about, by the status in capitals: the first that nothing has replaced counts. */
const events: Record<string, (facts: StandingFacts) => Event[]> = {
  'CONTR BOND SUSP': (facts) => [
    canceled(
      facts.contractorBondCancellationDate,
      facts.contractorBondEffectiveDate,
      'CBCancellationDate',
      'contractor bond',
    ),
  ],
  'EMP/WK BND SUSP': (facts) => [
    canceled(
      facts.workerBondCancellationDate,
      facts.workerBondEffectiveDate,
      'WBCancellationDate',
      'LLC worker bond',
    ),
  ],
  'DISCP BOND SUSP': (facts) => [
    canceled(
      facts.disciplinaryBondCancellationDate,
      facts.disciplinaryBondEffectiveDate,
      'DBCancellationDate',
      'disciplinary bond',
    ),
  ],
  'QUAL BOND SUSP': (facts) => [
    {
      ...canceled(
        facts.qualifierBondCancellationDate,
        facts.qualifierBondNextOn,
        'CancellationDate of PersonnelData',
        'qualifier’s bond',
      ),
      neededUntil: facts.qualifierBondHolderLeavesOn,
    },
  ],
  'SUSP - NO QUALIFIER': ({ qualifierGapFrom, qualifierGapUntil, qualifierLeavesOn }) =>
    [
      { from: qualifierGapFrom, until: qualifierGapUntil },
      { from: qualifierLeavesOn, until: null },
    ].map(({ from, until }) => ({
      day: from && daysLater(from, replacementDays),
      replacedOn: until,
      source: 'DIS-ASSN-DT of PersonnelData',
      words: (date) =>
        `According to the board’s personnel file, the license has had no qualifier since ${dayWords(from ?? '')}. The ${replacementDays} days to replace that person ended on ${date}.`,
    })),
  'WORK COMP SUSP': (facts) => {
    const { workersCompExpirationDate: ended, policyExpirationDate: endedBeside } = facts;
    const policy = 'workers’ compensation policy';
    const last = latest(ended, endedBeside);
    return [
      {
        day: facts.policySuspensionDate,
        // A policy that began or was canceled later shows that an older suspension was lifted.
        replacedOn: latest(
          lastPolicyBegins(facts),
          facts.policyCancellationDate,
          facts.workersCompCancellationDate,
        ),
        isSuspension: true,
        source: 'WCSuspendDate of WorkerCompData',
        words: (date) =>
          `According to the board’s workers’ comp file, the license was suspended for workers’ compensation on ${date}.`,
      },
      canceled(
        facts.policyCancellationDate,
        facts.policyEffectiveDate,
        'CancellationDate of WorkerCompData',
        policy,
      ),
      canceled(
        facts.workersCompCancellationDate,
        lastPolicyBegins(facts),
        'WCCancellationDate',
        isCoverage(facts.workersCompCoverageType, exempt) ? exemption : policy,
      ),
      {
        day: last,
        replacedOn: lastPolicyBegins(facts),
        source: last === ended ? 'WCExpirationDate' : 'ExpirationDate of WorkerCompData',
        words: (date) => `The ${policy} on file ended on ${date}.`,
      },
    ];
  },
};

/**
 * The events of the files from which a suspension without a date of its own may date, as inferences: the board does not say that
 * it does.
 */
export function beginningsOf(
  facts: StandingFacts,
  reasons: Finding[],
  { on, known }: { on: string; known: string },
): Finding[] {
  return reasons.flatMap((reason) => {
    if (reason.on !== null) return [];
    // A bond or policy that is yet to begin has ended no suspension, and one that has begun may have ended as well.
    const event = events[codeKey(reason.code)]?.(facts).find(
      ({ day, replacedOn, isSuspension }) =>
        day !== null &&
        !(isSuspension && (day > known || day > on)) &&
        !(replacedOn !== null && replacedOn > day && replacedOn <= known),
    );
    if (!event?.day || event.day > known || event.day > on) return [];
    if (event.neededUntil && event.neededUntil <= event.day) return [];
    if (facts.reissueDate !== null && facts.reissueDate > event.day && facts.reissueDate <= known) return [];
    const words = `${event.words(dayWords(event.day))} The suspension may date from then.`;
    return [{ code: 'suspended-since', words, on: event.day, source: event.source, counts: false }];
  });
}
