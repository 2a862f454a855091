import {
  type BoardEffect,
  codesOf,
  effectOf,
  isRenewalReceived,
  suspensionWords,
} from '@namc/inputs/board-codes';
import { codeKey } from '@namc/inputs/code-key';
import { addDaysOfBarred, addExpired, addInactive, isOver } from './barred.ts';
import { beginningsOf } from './beginnings.ts';
import { californiaDay } from './california-day.ts';
import type { StandingFacts } from './facts.ts';
import type { Finding, Findings, Moment } from './finding.ts';
import {
  addAnnouncements,
  addBeginning,
  beginnings,
  findingsOfClear,
  isInactiveByStatus,
  keptInstead,
  lastKnownDay,
} from './findings.ts';
import { lastPolicyBegins } from './threats.ts';

export const standingKinds = [
  'good',
  'pending',
  'suspended',
  'inactive',
  'expired',
  'revoked',
  'canceled',
  'not-issued',
  'gone',
  'unknown',
] as const;
export type StandingKind = (typeof standingKinds)[number];

/** The decision about a license on a day, before it is put into words. */
export interface Judgment extends Moment, Findings {
  kind: StandingKind;
  /** `board`: the file says so; `inferred`: it follows from the file for a day after the file. */
  basis: 'board' | 'inferred';
  /** The day from which the standing holds, if the file knows it; for `gone` the first file without the license. */
  since: string | null;
  /** The reasons of a suspension. */
  reasons: Finding[];
  /** `expired`: whether the board has received a renewal, the license may still be renewed, or five years are over. */
  expired: 'renewal-received' | 'renewable' | 'over' | null;
  /** True for a day of which the record in the file is too young to tell. */
  isBeforeRecord: boolean;
  facts: StandingFacts;
}

const strongestFirst: BoardEffect[] = [
  'revoked',
  'canceled',
  'not-issued',
  'suspended',
  'expired',
  'inactive',
  'clear',
];

/** The strongest effect among the codes of PrimaryStatus; undefined if they say nothing that we know. */
function boardEffect(primaryStatus: string): BoardEffect | undefined {
  // Nine of ten licenses.
  if (primaryStatus === 'CLEAR') return 'clear';
  const effects = new Set(codesOf(primaryStatus).map(effectOf));
  return strongestFirst.find((effect) => effects.has(effect));
}

/**
 * Judges a license on a day. The board's word covers everything up to the file's date; dates in the file tell about
 * later days. `standingGroup` is the same rule for PostgreSQL.
 */
export function judge(facts: StandingFacts, moment: Moment): Judgment {
  const { on } = moment;
  const known = lastKnownDay(facts, moment);
  const judgment: Judgment = {
    ...moment,
    kind: 'good',
    basis: 'board',
    since: null,
    reasons: [],
    expired: null,
    isBeforeRecord: false,
    changes: [],
    inferences: facts.goneAt ? [] : keptInstead(facts, moment),
    notes: [],
    due: [],
    came: [],
    facts,
  };
  const as = (kind: StandingKind, rest: Partial<Judgment> = {}): Judgment =>
    Object.assign(judgment, { kind, ...rest });

  if (facts.goneAt) {
    const since = californiaDay(facts.goneAt);
    return since <= on ? as('gone', { since }) : as('unknown', { isBeforeRecord: true });
  }
  const effect = boardEffect(facts.primaryStatus);
  const isPast = isBeforeRecord(facts, moment, known);

  if (facts.issueDate !== null && facts.issueDate > on) return as('not-issued', { since: facts.issueDate });
  if (!isPast && (effect === 'revoked' || effect === 'canceled' || effect === 'not-issued'))
    return as(effect);
  addAnnouncements(judgment, facts, { on, known });
  const isExpired = facts.expirationDate !== null && facts.expirationDate < on;
  const inactiveSince = inactiveOn(facts, on);
  const isSaidInactive = !isPast && isInactiveByStatus(facts);
  const asBarred = (kind: StandingKind, rest: Partial<Judgment> = {}): Judgment => {
    as(kind, rest);
    if (kind === 'suspended' && isExpired) addExpired(judgment, facts, { on, known });
    addBeginning(judgment, facts, { on, known });
    const isActivated = judgment.inferences.some(({ code }) => code === 'activation');
    if (inactiveSince !== null || (isSaidInactive && !isActivated))
      addInactive(judgment, inactiveSince, { known, isSaid: kind === 'inactive' });
    addDaysOfBarred(judgment, facts, { on, known });
    return judgment;
  };
  if (!isPast && effect === 'suspended') {
    const found = suspension(facts, known, on);
    judgment.inferences.push(...beginningsOf(facts, found.reasons, { known, on }));
    return asBarred('suspended', found);
  }
  if (isExpired) return asBarred('expired', expiration(facts, on, known));
  if (inactiveSince !== null)
    return asBarred('inactive', {
      since: inactiveSince,
      basis: inactiveSince > known ? 'inferred' : 'board',
    });
  if (isPast) return as('unknown', { isBeforeRecord: true });
  if (effect === 'expired' || effect === 'inactive') return asBarred(effect);
  if (effect === undefined) return asBarred('unknown');

  const found = findingsOfClear(facts, moment);
  judgment.changes = found.changes;
  judgment.inferences = found.inferences;
  judgment.notes = found.notes;
  judgment.due = found.due;
  judgment.came = found.came;
  const [first] = found.due;
  if (first) return as('suspended', { basis: 'inferred', since: first.on, reasons: found.due });
  const isCounted = [found.changes, found.inferences, found.notes].some((some) =>
    some.some(({ counts }) => counts),
  );
  if (isCounted) judgment.kind = 'pending';
  const begun = found.inferences.find(({ code }) => code in beginnings);
  if (begun) Object.assign(judgment, { basis: 'inferred', since: begun.on });
  return judgment;
}

/** The record says nothing about days before its last update, except by its dates. */
function isBeforeRecord(facts: StandingFacts, { on, asOf }: Moment, known: string): boolean {
  const { lastUpdated, reissueDate } = facts;
  const isBefore = (day: string | null) => day !== null && on < day;
  return (
    // Before the earlier of both.
    (isBefore(lastUpdated) && (asOf === null || isBefore(asOf))) ||
    (lastUpdated === null && isBefore(asOf)) ||
    (reissueDate !== null && on < reissueDate && reissueDate <= known)
  );
}

/**
 * The day of a suspension for workers' compensation, if WCSuspendDate is about this one: a policy that began or was canceled after
 * that day, or a license that was issued again, shows that an older suspension was lifted.
 */
function coverSuspendedOn(facts: StandingFacts, known: string, on: string): string | null {
  const { workersCompSuspensionDate: suspended, reissueDate } = facts;
  if (suspended === null || suspended > known || suspended > on) return null;
  const isLater = (day: string | null) => day !== null && day > suspended;
  const begun = [lastPolicyBegins(facts), reissueDate].filter((day) => day !== null && day <= known);
  const isOlder = [...begun, facts.workersCompCancellationDate, facts.policyCancellationDate].some(isLater);
  return isOlder ? null : suspended;
}

/**
 * The reasons of a suspension. It is said to hold since a day only if every reason has one: the file has a date of suspension for
 * workers' compensation alone.
 */
function suspension(facts: StandingFacts, known: string, on: string): Pick<Judgment, 'reasons' | 'since'> {
  const suspended = coverSuspendedOn(facts, known, on);
  const reasons = codesOf(facts.primaryStatus)
    .filter((code) => effectOf(code) === 'suspended')
    .map((code): Finding => {
      const isDated = suspended !== null && codeKey(code) === 'WORK COMP SUSP';
      return {
        code,
        words: suspensionWords(code) ?? `the board’s file gives the reason as “${code}”`,
        on: isDated ? suspended : null,
        source: isDated ? 'PrimaryStatus, WCSuspendDate' : 'PrimaryStatus',
        counts: true,
      };
    });
  const days = reasons.map((reason) => reason.on);
  // One reason without a day may be older than the others.
  return { reasons, since: days.includes(null) ? null : (days.sort()[0] ?? null) };
}

function expiration(facts: StandingFacts, on: string, known: string): Partial<Judgment> {
  const since = facts.expirationDate ?? '';
  const isRenewing = [...codesOf(facts.primaryStatus), ...codesOf(facts.secondaryStatus)].some(
    isRenewalReceived,
  );
  return {
    since,
    basis: since < known ? 'board' : 'inferred',
    expired: isRenewing ? 'renewal-received' : isOver(facts, on) ? 'over' : 'renewable',
  };
}

function inactiveOn({ inactivationDate, reactivationDate }: StandingFacts, on: string): string | null {
  if (inactivationDate === null || inactivationDate > on) return null;
  const isActiveAgain =
    reactivationDate !== null && reactivationDate >= inactivationDate && reactivationDate <= on;
  return isActiveAgain ? null : inactivationDate;
}
