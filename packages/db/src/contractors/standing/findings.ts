import { codesOf, effectOf, noteOf } from '@namc/inputs/board-codes';
import { dayWords } from '@namc/inputs/day-words';
import { readFiledDate } from '@namc/inputs/filed-date';
import { addBarredMembers } from './barred-members.ts';
import { daysLater } from './california-day.ts';
import { addCoverage, addMissingBonds, soonDays } from './cover-findings.ts';
import { addDepartures } from './departure.ts';
import type { StandingFacts } from './facts.ts';
import type { Finding, Findings, Moment } from './finding.ts';
import { isMoot, threats } from './threats.ts';

/** The file tells everything up to this day: its date, or that of the row's last update before the first import. */
export function lastKnownDay({ lastUpdated }: StandingFacts, { asOf }: Moment): string {
  return asOf ?? lastUpdated ?? '';
}

/** Everything that the file says about a license that the board lists as clear, and what follows from it. */
export function findingsOfClear(facts: StandingFacts, moment: Moment): Findings {
  const { on } = moment;
  const known = lastKnownDay(facts, moment);
  const found: Findings = {
    changes: [],
    inferences: keptInstead(facts, moment),
    notes: [],
    due: [],
    came: [],
  };
  addBeginning(found, facts, { on, known });
  addBarredMembers(found, facts, { on, known, soonDays });
  for (const threat of threats(facts)) {
    const { code, source, on: day } = threat;
    if (day === null || isMoot(threat, { on, known })) continue;
    const finding = { code, source, on: day, counts: true };
    if (day > on)
      found.changes.push({
        ...finding,
        words: [threat.announced(dayWords(day)), threat.meaning].filter(Boolean).join(' '),
      });
    else if (day > known) found.due.push({ ...finding, words: threat.due });
    else if (threat.passed) found.inferences.push({ ...finding, words: threat.passed(dayWords(day)) });
  }
  addDepartures(found, facts, { on, known });
  const byDay = (a: Finding, b: Finding) => (a.on ?? '').localeCompare(b.on ?? '');
  if (found.changes.length > 1) found.changes.sort(byDay);
  if (found.due.length > 1) found.due.sort(byDay);
  addAnnouncements(found, facts, { on, known });
  addCoverage(found, facts, moment, known);
  addMissingBonds(found, facts, on);
  addDatesAhead(found, facts, on);
  return found;
}

/** True if the board's status says that the license is inactive, whether or not the file has a day for it. */
export function isInactiveByStatus({ primaryStatus }: StandingFacts): boolean {
  return primaryStatus !== 'CLEAR' && codesOf(primaryStatus).some((code) => effectOf(code) === 'inactive');
}

/** The inactive time that the file announces, its end, and a last day that is near. */
export function addDatesAhead(found: Findings, facts: StandingFacts, on: string): void {
  const { inactivationDate, reactivationDate, expirationDate } = facts;
  if (inactivationDate !== null && inactivationDate > on) {
    const words = `The license becomes inactive on ${dayWords(inactivationDate)}.`;
    found.changes.push({
      code: 'inactivation',
      words,
      on: inactivationDate,
      source: 'InactivationDate',
      counts: true,
    });
  }
  const isAfterInactive =
    inactivationDate === null ? isInactiveByStatus(facts) : (reactivationDate ?? '') >= inactivationDate;
  if (reactivationDate !== null && reactivationDate > on && isAfterInactive) {
    const words = `The license becomes active again on ${dayWords(reactivationDate)}.`;
    found.changes.push({
      code: 'reactivation',
      words,
      on: reactivationDate,
      source: 'ReactivationDate',
      counts: false,
    });
  }
  if (expirationDate !== null && expirationDate >= on && expirationDate <= daysLater(on, soonDays)) {
    const words = `The license expires after ${dayWords(expirationDate)}, unless it is renewed.`;
    found.changes.push({
      code: 'expiration',
      words,
      on: expirationDate,
      source: 'ExpirationDate',
      counts: false,
    });
  }
}

/** The doubt about a license of which the last file has no row that could be read; none for all others. */
export function keptInstead({ keptFromDate }: StandingFacts, { unreadIn }: Moment): Finding[] {
  if (keptFromDate === null) return [];
  const file = unreadIn ? `The board’s file of ${dayWords(unreadIn)}` : 'The board’s last file';
  const words = `${file} has no row of this license that could be read. Everything here is from the file of ${dayWords(keptFromDate)}.`;
  return [{ code: 'row-not-read', words, on: unreadIn ?? null, source: 'LicenseNo', counts: true }];
}

/** The codes of an activity that began after the file, with the first words of what is said of it. */
export const beginnings: Record<string, string> = { activation: 'Active', issue: 'Issued' };

/** A license that the file announces as issued or active from a day after its own: no file confirms it yet. */
export function addBeginning(
  found: Findings,
  facts: StandingFacts,
  { on, known }: { on: string; known: string },
): void {
  const { issueDate, inactivationDate, reactivationDate } = facts;
  const isAnnounced = (day: string | null): day is string =>
    day !== null && known !== '' && day > known && day <= on;
  const infer = (code: string, day: string, source: string, words: string) => {
    const finding = { code, words, on: day, source, counts: true };
    found.inferences.push(finding);
    found.came.push(finding);
  };
  const wasInactive =
    inactivationDate === null
      ? isInactiveByStatus(facts)
      : inactivationDate <= on && (reactivationDate ?? '') >= inactivationDate;
  if (wasInactive && isAnnounced(reactivationDate)) {
    const day = dayWords(reactivationDate);
    const words = `The file announced that the license becomes active again on ${day}. The file is older, and lists it as inactive until then.`;
    infer('activation', reactivationDate, 'ReactivationDate', words);
  }
  if (isAnnounced(issueDate)) {
    const words = `The file announced that the license begins on ${dayWords(issueDate)}. The file is older, and cannot confirm it.`;
    infer('issue', issueDate, 'IssueDate', words);
  }
}

const pendingClasses = [
  ['pending-class-removal', 'PendingClassRemoval', 'pendingClassRemoval', 'removal'],
  ['pending-class-replacement', 'PendingClassReplace', 'pendingClassReplacement', 'replacement'],
] as const;

/** The board's own announcements: its notes, and the three columns of what is pending. */
export function addAnnouncements(
  found: Findings,
  facts: StandingFacts,
  { on, known }: { on: string; known: string },
): void {
  let isClassRemovalSaid = false;
  for (const [code, source, column, what] of pendingClasses) {
    const filed = facts[column];
    if (!isFiled(filed)) continue;
    const day = readFiledDate(filed);
    const act = `the ${what} of a classification`;
    const finding = { code, on: day, source, counts: true };
    if (day === null) found.changes.push({ ...finding, words: `The board has ${act} pending: “${filed}”.` });
    else if (day > on)
      found.changes.push({ ...finding, words: `The board has ${act} pending for ${dayWords(day)}.` });
    else if (day <= known)
      found.notes.push({ ...finding, words: `The board still has ${act} pending, for ${dayWords(day)}.` });
    else {
      const words = `The board announced ${act} for ${dayWords(day)}. The file is older, and does not tell which classification.`;
      found.inferences.push({ ...finding, words });
      found.came.push({ ...finding, words });
    }
    isClassRemovalSaid ||= what === 'removal';
  }
  const { pendingSuspension } = facts;
  if (isFiled(pendingSuspension) && readFiledDate(pendingSuspension) === null) {
    const words = `The board has a suspension pending: “${pendingSuspension}”.`;
    found.changes.push({
      code: 'pending-suspension',
      words,
      on: null,
      source: 'PendingSuspension',
      counts: true,
    });
  }
  for (const [source, code] of notesOf(facts)) {
    const note = noteOf(code);
    if (isClassRemovalSaid && note?.words.includes('removal of a classification')) continue;
    const words = note?.words ?? `The board’s file notes “${code}”. We have no description of this note.`;
    found.notes.push({ code, words, on: null, source, counts: note?.counts ?? true });
  }
}

/** The board's notes: the codes of SecondaryStatus, and those of PrimaryStatus that bar nothing. */
function notesOf({ primaryStatus, secondaryStatus }: StandingFacts): [source: string, code: string][] {
  if (primaryStatus === 'CLEAR' && secondaryStatus === null) return [];
  const beside =
    primaryStatus === 'CLEAR' ? [] : codesOf(primaryStatus).filter((code) => effectOf(code) === undefined);
  return [
    ...beside.map((code): [string, string] => ['PrimaryStatus', code]),
    ...codesOf(secondaryStatus).map((code): [string, string] => ['SecondaryStatus', code]),
  ];
}

/** A column of what is pending that says something: some copies write N for nothing. */
function isFiled(filed: string | null): filed is string {
  return filed !== null && filed !== '' && filed !== 'N';
}
