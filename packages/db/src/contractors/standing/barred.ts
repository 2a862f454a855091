import { codesOf, isRenewalReceived } from '@namc/inputs/board-codes';
import { dayWords } from '@namc/inputs/day-words';
import { addBarredMembers } from './barred-members.ts';
import { addCoverageEnding, soonDays } from './cover-findings.ts';
import { addDeparturesOfBarred } from './departure.ts';
import type { StandingFacts } from './facts.ts';
import type { Finding, Findings } from './finding.ts';
import { addDatesAhead } from './findings.ts';
import { isMoot, threats } from './threats.ts';

/** The day asked for, and the last day of which the file tells everything. */
interface Days {
  on: string;
  known: string;
}

/**
 * Adds the announcements of the files about a license that may not be used anyway, because it is suspended, expired or
 * inactive: the same days as those of a clear license, without their consequence for one.
 */
export function addDaysOfBarred(found: Findings, facts: StandingFacts, { on, known }: Days): void {
  for (const threat of threats(facts)) {
    const { code, source, on: day } = threat;
    if (day === null || isMoot(threat, { on, known })) continue;
    const finding = { code, source, on: day, counts: true };
    if (day > on) found.changes.push({ ...finding, words: threat.announced(dayWords(day)) });
    else if (day > known)
      addCome(found, { ...finding, words: `${dayWords(day)} has come since the file: ${threat.due}.` });
    else if (code === 'pending-suspension')
      found.notes.push({
        ...finding,
        words: `The board still has a suspension pending, for ${dayWords(day)}.`,
      });
  }
  addBarredMembers(found, facts, { on, known, soonDays });
  addDeparturesOfBarred(found, facts, { on, known });
  addCoverageEnding(found, facts, on);
  addDatesAhead(found, facts, on);
  found.changes.sort((a, b) => (a.on ?? '').localeCompare(b.on ?? ''));
}

function addCome(found: Findings, finding: Finding): void {
  found.inferences.push(finding);
  found.came.push(finding);
}

/** The end of the term of a license that is suspended: an inference where the file is older than the last day. */
export function addExpired(found: Findings, facts: StandingFacts, { known }: Days): void {
  const { expirationDate: last } = facts;
  if (last === null) return;
  const through = `it was valid through ${dayWords(last)}`;
  const finding = { code: 'expiration', on: last, source: 'ExpirationDate', counts: true };
  if ([facts.primaryStatus, facts.secondaryStatus].some((status) => codesOf(status).some(isRenewalReceived)))
    found.inferences.push({
      ...finding,
      words: `The license has also expired, unless the renewal that the board has received took effect: ${through}.`,
    });
  else if (last >= known)
    found.inferences.push({
      ...finding,
      words: `Unless it was renewed, the license has also expired: ${through}.`,
    });
  else found.notes.push({ ...finding, words: `The license has also expired: ${through}.` });
}

/** True for a license that ended so long ago that no renewal is left to it (Business and Professions Code 7141). */
export function isOver({ expirationDate: last }: StandingFacts, on: string): boolean {
  return last !== null && on > `${Number(last.slice(0, 4)) + 5}${last.slice(4)}`;
}

/**
 * The inactive time of a license: an inference where it begins after the file, and without a day where the status alone tells it.
 * `isSaid` is true where the standing itself says so.
 */
export function addInactive(
  found: Findings,
  since: string | null,
  { known, isSaid }: { known: string; isSaid: boolean },
): void {
  const code = 'inactivation';
  if (since === null) {
    const words = 'The license is also inactive.';
    if (!isSaid) found.notes.push({ code, words, on: null, source: 'PrimaryStatus', counts: true });
    return;
  }
  const isAnnounced = since > known;
  const day = dayWords(since);
  const words = isAnnounced
    ? `The license is also inactive starting ${day}, as the file announced.`
    : `The license is also inactive since ${day}.`;
  const finding = { code, words, on: since, source: 'InactivationDate', counts: true };
  if (isAnnounced) found.came.push(finding);
  if (!isSaid) (isAnnounced ? found.inferences : found.notes).push(finding);
}
