import { dayWords } from '@namc/inputs/day-words';
import {
  type DepartureFacts,
  forClass,
  nobodyQualifies,
  readDeparture,
  writeDeparture,
} from '@namc/inputs/departures';
import { daysLater } from './california-day.ts';
import type { StandingFacts } from './facts.ts';
import type { Finding, Findings } from './finding.ts';

/** The days within which the law has a firm replace the person who qualified its license (Business and Professions Code 7068.2). */
export const replacementDays = 90;

/** The beginning of a sentence. */
const byTheFile = 'According to the board’s personnel file,';

const source = 'DIS-ASSN-DT of PersonnelData';

interface Days {
  on: string;
  known: string;
}

/**
 * The times without anybody who qualifies the license, or one of its classes, that are not over on the day `on`: those that begin
 * later are among them.
 */
export function departuresOf(
  {
    qualifierLeavesOn,
    qualifierGapFrom,
    qualifierGapUntil,
    classDepartures,
  }: Pick<StandingFacts, 'qualifierLeavesOn' | 'qualifierGapFrom' | 'qualifierGapUntil' | 'classDepartures'>,
  on: string,
): DepartureFacts[] {
  if (qualifierLeavesOn === null && qualifierGapFrom === null && classDepartures === null) return [];
  const found: DepartureFacts[] = [];
  if (qualifierGapFrom !== null)
    found.push({ class: null, from: qualifierGapFrom, until: qualifierGapUntil });
  if (qualifierLeavesOn !== null) found.push({ class: null, from: qualifierLeavesOn, until: null });
  for (const text of classDepartures ?? []) found.push(readDeparture(text));
  return found.filter(({ until }) => until === null || until > on);
}

/** Adds what a departure means for a license that the board lists as clear. */
export function addDepartures(found: Findings, facts: StandingFacts, days: Days): void {
  const departures = departuresOf(facts, days.on);
  if (departures.length === 0) return;
  const leaves = (code: string) => departures.some((departure) => departure.class === code);
  const isEveryClass = facts.classifications.length > 0 && facts.classifications.every(leaves);
  for (const departure of departures) {
    if (departure.class === null) addDeparture(found, departure, days);
    else addClassDeparture(found, departure, { ...days, isEveryClass });
  }
}

/** “the license has had no qualifier since December 1, 2026, and the next person joins on May 15, 2027”. */
const nobodySince = (departure: DepartureFacts): string => {
  const next = departure.until === null ? '' : `, and the next person joins on ${dayWords(departure.until)}`;
  return `the license has had no qualifier${forClass(departure)} since ${dayWords(departure.from)}${next}`;
};

/** The way out, for the time before the 90 days are over. */
const unless = ({ until }: DepartureFacts): string =>
  until === null ? 'unless another person qualifies it by then' : 'unless somebody joins sooner';

function addDeparture(found: Findings, departure: DepartureFacts, { on, known }: Days): void {
  const { from } = departure;
  const end = daysLater(from, replacementDays);
  const add = (list: Finding[], day: string, words: string) =>
    list.push({ code: 'no-qualifier', words, on: day, source, counts: true });
  if (from > on)
    add(
      found.changes,
      from,
      `${byTheFile} ${nobodyQualifies(departure)}. The license would be suspended after ${replacementDays} days, ${unless(departure)}.`,
    );
  else if (end > on)
    add(
      found.changes,
      end,
      `${byTheFile} ${nobodySince(departure)}. The license would be suspended on ${dayWords(end)}, ${unless(departure)}.`,
    );
  else if (end > known)
    add(
      found.due,
      end,
      `the license has had no qualifier for ${replacementDays} days, according to the board’s personnel file`,
    );
  else
    add(
      found.inferences,
      from,
      `${byTheFile} ${nobodySince(departure)}. The law suspends a license after ${replacementDays} days without such a person.`,
    );
  addCome(found, departure, { on, known });
}

/** The law removes a class after the 90 days. The rest of the license stays as it is. */
function addClassDeparture(
  found: Findings,
  departure: DepartureFacts,
  { on, known, isEveryClass }: Days & { isEveryClass: boolean },
): void {
  const { from, class: code } = departure;
  const alone = isEveryClass ? ' The license lists no class for which somebody stays.' : '';
  const end = daysLater(from, replacementDays);
  const add = (list: Finding[], day: string, words: string) =>
    list.push({
      code: 'class-not-qualified',
      words: `${byTheFile} ${words}${alone}`,
      on: day,
      source,
      counts: true,
    });
  if (from > on)
    add(
      found.changes,
      from,
      `${nobodyQualifies(departure)}. The class would be removed after ${replacementDays} days, ${unless(departure)}.`,
    );
  else if (end > on)
    add(
      found.changes,
      end,
      `${nobodySince(departure)}. The class would be removed on ${dayWords(end)}, ${unless(departure)}.`,
    );
  else if (end > known) {
    add(
      found.inferences,
      end,
      `${nobodySince(departure)}. The ${replacementDays} days to replace that person ended on ${dayWords(end)}. The file is older, and cannot tell whether ${code} was removed.`,
    );
    found.came.push({
      code: 'class-not-qualified',
      words: '',
      on: end,
      source,
      counts: true,
      news: writeDeparture({ class: code, from: end, until: null }),
    });
  } else
    add(
      found.notes,
      from,
      `${nobodySince(departure)}. The law removes a class after ${replacementDays} days without such a person, and the file still lists ${code}.`,
    );
  addCome(found, departure, { on, known });
}

/** The day on which a person left, if it has come since the file. */
function addCome(found: Findings, departure: DepartureFacts, { on, known }: Days): void {
  const { from } = departure;
  if (from <= known || from > on) return;
  const code = departure.class === null ? 'qualifier-leaves' : 'class-qualifier-leaves';
  const news = writeDeparture(departure);
  const words = `${byTheFile} ${nobodySince(departure)}.`;
  found.came.push({ code, words, on: from, source, counts: true, news });
}

/**
 * Adds the departures at a license that may not be used anyway: the same days, without their consequence. `isSaid` tells whether a
 * day is among what is said of its suspension.
 */
export function addDeparturesOfBarred(found: Findings, facts: StandingFacts, { on, known }: Days): void {
  const isSaid = found.inferences.some((said) => said.source === source);
  for (const departure of departuresOf(facts, on)) {
    const { from, class: code } = departure;
    const finding = {
      code: code === null ? 'qualifier-leaves' : 'class-qualifier-leaves',
      words: `${byTheFile} ${from > on ? nobodyQualifies(departure) : nobodySince(departure)}.`,
      on: from,
      source,
      counts: true,
    };
    if (from > on) found.changes.push(finding);
    else if (from > known) {
      found.inferences.push(finding);
      found.came.push({ ...finding, news: writeDeparture(departure) });
    } else if (!isSaid || code !== null) found.notes.push(finding);
  }
}
