import type { StandingGroup } from '@namc/inputs/contractors';
import { everyClassFrom } from '@namc/inputs/coverage-mandates';
import { californiaDay } from './california-day.ts';
import { exempt, isCoverage, isJointVenture } from './coverage.ts';
import type { StandingFacts } from './facts.ts';
import { type FileAge, fileAge } from './file-age.ts';
import type { Finding, Moment } from './finding.ts';
import { type Judgment, judge, type StandingKind } from './judgment.ts';
import { returnOf } from './returned.ts';
import { unknownCodesOf } from './unknown-statuses.ts';
import {
  type Answer,
  boardWords,
  headlineOf,
  mayContractOf,
  noteOfRow,
  shortOf,
  type Tone,
  toneOf,
} from './words.ts';

/** The group of each kind. */
export const groups: Record<StandingKind, StandingGroup> = {
  good: 'good',
  pending: 'pending',
  suspended: 'not-good',
  inactive: 'not-good',
  expired: 'not-good',
  revoked: 'not-good',
  canceled: 'not-good',
  'not-issued': 'not-good',
  gone: 'unknown',
  unknown: 'unknown',
};

/** The standing in a row of a list. */
export interface StandingInBrief {
  kind: StandingKind;
  group: StandingGroup;
  tone: Tone;
  /** A word or two beside an icon. */
  short: string;
  /** The firm's right to contract and bid on the day; never `yes` for a day to come. */
  mayContract: Answer;
  /** The one sentence that a row has room for. */
  note: string | null;
}

/**
 * Everything that the board's file lets us say about a license on one day: the board's own word as of the file's date, what is
 * about to change, and what we infer, each in words and with the field of the file that it comes from.
 */
export interface Standing extends Omit<StandingInBrief, 'mayContract'>, FileAge {
  /** The day asked for, `YYYY-MM-DD`. */
  on: string;
  basis: Judgment['basis'];
  headline: string;
  mayContract: { answer: Answer; why: string };
  /** The last day of the license's term, if the day asked for lies in it. It promises nothing. */
  validThrough: string | null;
  /** The first day on which the firm’s exemption from workers’ compensation no longer counts, if the term lasts longer. */
  exemptionEnds: string | null;
  since: string | null;
  expired: Judgment['expired'];
  /** The board's own word. */
  board: { words: string; primary: string; secondary: string | null; unknownCodes: string[] };
  reasons: Finding[];
  changes: Finding[];
  inferences: Finding[];
  notes: Finding[];
}

const isExempt = ({ workersCompCoverageType, businessType }: StandingFacts): boolean =>
  isCoverage(workersCompCoverageType, exempt) && !isJointVenture(businessType);

/** The standing of a license on the day of `moment`, in full. */
export function standingOf(facts: StandingFacts, moment: Moment): Standing {
  const judgment = judge(facts, moment);
  const { kind, on, basis, since, expired, reasons, changes, inferences, notes } = judgment;
  const { expirationDate } = facts;
  const { answer, why } = mayContractOf(judgment);
  const returned = returnOf(facts, moment);
  const isInTerm = (kind === 'good' || kind === 'pending') && expirationDate !== null;
  return {
    ...fileAge(moment),
    on,
    kind,
    group: groups[kind],
    basis,
    tone: toneOf(judgment),
    short: shortOf(judgment),
    headline: headlineOf(judgment),
    note: noteWith(returned, noteOfRow(judgment)),
    mayContract: { answer, why: why() },
    validThrough: isInTerm ? expirationDate : null,
    exemptionEnds:
      isInTerm && isExempt(facts) && on < everyClassFrom && everyClassFrom <= expirationDate
        ? everyClassFrom
        : null,
    since,
    expired,
    board: {
      words: boardWords(judgment),
      primary: facts.primaryStatus,
      secondary: facts.secondaryStatus,
      unknownCodes: unknownCodesOf(facts),
    },
    reasons,
    changes,
    inferences,
    notes: returned ? [...notes, returned] : notes,
  };
}

/** The standing of a license on the day of `moment`, for a row of a list. */
export function briefStanding(facts: StandingFacts, moment: Moment): StandingInBrief {
  const judgment = judge(facts, moment);
  return {
    kind: judgment.kind,
    group: groups[judgment.kind],
    tone: toneOf(judgment),
    short: shortOf(judgment),
    mayContract: mayContractOf(judgment).answer,
    note: noteWith(returnOf(facts, moment), noteOfRow(judgment)),
  };
}

const noteWith = (returned: Finding | null, note: string | null): string | null =>
  returned ? [note, returned.words].filter(Boolean).join(' ') : note;

/** The moment for a row that carries the file's date, judged today in California or on another day. */
export function momentOf(
  { asOf, keptFromDate }: { asOf: string | null; keptFromDate: string | null },
  on?: string,
): Moment {
  const today = californiaDay(new Date());
  const moment = { on: on ?? today, today };
  return keptFromDate === null ? { ...moment, asOf } : { ...moment, asOf: keptFromDate, unreadIn: asOf };
}
