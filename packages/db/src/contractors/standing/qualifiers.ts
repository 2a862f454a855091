import { normalizeClassification } from '@namc/inputs/classifications';
import { dayWords } from '@namc/inputs/day-words';
import { type DepartureFacts, nobodyQualifies } from '@namc/inputs/departures';
import { replacementDays } from './departure.ts';
import { listed } from './listed.ts';

/** The word of the board's personnel file about one person who qualifies a license, without the name. Dates are `YYYY-MM-DD`. */
export interface QualifierFacts {
  titles: string[];
  classes: string[];
  /** The day on which the person leaves each class; empty where they stay. */
  classUntils: string[];
  since: string | null;
  /** The day on which the person leaves. */
  until: string | null;
  hasBond: boolean;
  bondEffectiveDate: string | null;
  bondCancellationDate: string | null;
}

/** True if the law asks a bond of the person: of the firm's owners never, of an officer unless a tenth of the firm is theirs. */
export type BondNeed = 'needed' | 'depends' | 'not-needed';

export type BondState = 'on-file' | 'ending' | 'canceled' | 'none';

/** A person who qualifies a license, in words. */
export interface Qualifier extends Pick<QualifierFacts, 'since' | 'until'> {
  /** Such as “responsible managing employee”. */
  title: string;
  /** Classifications as `C-10`, the general ones first. */
  classes: string[];
  /** The classes with the day on which the person leaves them, in words: “for C-10 and for B until December 1, 2026”. */
  forClasses: string;
  bond: Pick<QualifierFacts, 'bondEffectiveDate' | 'bondCancellationDate'> & {
    need: BondNeed;
    state: BondState;
    /** The file's word on the bond, in one sentence. */
    words: string;
    /** Our inference from it, which is not the board's own word; null if there is none. */
    inference: string | null;
  };
}

interface Title {
  words: string;
  need: BondNeed;
  /** The law's name for the share of the firm that such a person owns. */
  share?: string;
}

/** The titles of people who qualify a license (Business and Professions Code 7068, 7071.9), the most telling first. */
const titles: [pattern: RegExp, title: Title][] = [
  [/\bowner|proprietor/i, { words: 'owner', need: 'not-needed' }],
  [/partner/i, { words: 'partner', need: 'not-needed' }],
  [/joint licensee/i, { words: 'joint licensee', need: 'not-needed' }],
  [/managing employee|^rme\b/i, { words: 'responsible managing employee', need: 'needed' }],
  [
    /managing officer|^rmo\b/i,
    { words: 'responsible managing officer', need: 'depends', share: 'voting stock' },
  ],
  [
    /managing member|^rmm\b/i,
    { words: 'responsible managing member', need: 'depends', share: 'membership interest' },
  ],
  [
    /managing manager|^rmg\b/i,
    { words: 'responsible managing manager', need: 'depends', share: 'membership interest' },
  ],
];

function titleOf(filed: string[]): Title {
  for (const [pattern, title] of titles) if (filed.some((one) => pattern.test(one))) return title;
  return { words: filed[0] ? `person with the title “${filed[0]}”` : 'person', need: 'depends' };
}

/** A person who qualifies a license, with what the law asks of a bond, on the day `today`. */
export function qualifierOf(facts: QualifierFacts, today: string): Qualifier {
  const { since, until, bondEffectiveDate, bondCancellationDate } = facts;
  // A bond that ends when its person has left ends nothing.
  const isLeaving = until !== null && bondCancellationDate !== null && until <= bondCancellationDate;
  const title = titleOf(facts.titles);
  const stays = staysOf(facts);
  const classes = [...stays.keys()].sort(byClass);
  const state = stateOf(facts, today);
  return {
    title: title.words,
    classes,
    forClasses: classesInWords(classes, stays),
    since,
    until,
    bond: {
      need: title.need,
      state,
      bondEffectiveDate,
      bondCancellationDate,
      words: bondInWords(state, facts, title),
      inference: isLeaving ? null : inferenceOf(state, title),
    },
  };
}

/** The classes as `C-10`, each with the last day on which the person leaves it; empty where they stay. */
function staysOf({ classes, classUntils }: QualifierFacts): Map<string, string> {
  const stays = new Map<string, string>();
  for (const [at, filed] of classes.entries()) {
    const code = normalizeClassification(filed);
    const until = classUntils[at] ?? '';
    const other = stays.get(code) ?? until;
    stays.set(code, until === '' || other === '' ? '' : ([other, until].sort().at(-1) ?? ''));
  }
  return stays;
}

function classesInWords(classes: string[], stays: Map<string, string>): string {
  const untils = [...new Set(stays.values())].sort();
  return listed(
    untils.map((until) => {
      const together = listed(classes.filter((code) => stays.get(code) === until));
      return `for ${together}${until ? ` until ${dayWords(until)}` : ''}`;
    }),
  );
}

function stateOf({ hasBond, bondCancellationDate: day }: QualifierFacts, today: string): BondState {
  if (!hasBond) return 'none';
  if (day === null) return 'on-file';
  return day > today ? 'ending' : 'canceled';
}

const byClass = (a: string, b: string) =>
  a
    .replace(/\d+/, (digits) => digits.padStart(3, '0'))
    .localeCompare(b.replace(/\d+/, (digits) => digits.padStart(3, '0')));

function bondInWords(state: BondState, facts: QualifierFacts, { words, need }: Title): string {
  const day = dayWords(facts.bondCancellationDate ?? '');
  switch (state) {
    case 'on-file':
      return facts.bondEffectiveDate
        ? `The qualifier’s bond is on file, in force from ${dayWords(facts.bondEffectiveDate)}.`
        : 'The qualifier’s bond is on file.';
    case 'ending':
      return `The qualifier’s bond will be canceled on ${day}.`;
    case 'canceled':
      return `The qualifier’s bond was canceled on ${day}, and the file names no later one.`;
    case 'none':
      return need === 'not-needed'
        ? `The law asks for no qualifier’s bond of ${articleOf(words)} ${words}.`
        : 'The file names no qualifier’s bond.';
  }
}

function inferenceOf(state: BondState, { words, need, share }: Title): string | null {
  if (state === 'on-file' || need === 'not-needed') return null;
  const unless = share
    ? `unless the person owns a tenth of the ${share}`
    : 'unless the person owns a tenth of the firm';
  if (state === 'none') {
    return need === 'needed'
      ? `The law asks for a bond of ${articleOf(words)} ${words}.`
      : `The law asks for one ${unless}. The file does not tell.`;
  }
  const suspends =
    state === 'ending'
      ? 'The license would then be suspended, unless a new bond is filed first'
      : 'The law suspends a license without it';
  return need === 'needed' ? `${suspends}.` : `${suspends}, or ${unless.replace('unless ', '')}.`;
}

const articleOf = (words: string) => (/^[aeiou]/.test(words) ? 'an' : 'a');

const numbers = ['Nobody', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** The people who qualify the license, in one sentence. */
export function qualifiersInWords(qualifiers: Qualifier[], asOf: string): string {
  const [only, ...others] = qualifiers;
  if (!only) return `The board’s personnel file of ${dayWords(asOf)} lists no qualifier for this license.`;
  if (others.length === 0) {
    return `One ${only.title} qualifies this license ${only.forClasses}; ${bondInBrief(only.bond, asOf)}.`;
  }
  const each = qualifiers.map((one) => `${articleOf(one.title)} ${one.title} ${one.forClasses}`);
  return `${numbers[qualifiers.length] ?? qualifiers.length} people qualify this license: ${each.slice(0, -1).join('; ')}${each.length > 2 ? '; ' : ', '}and ${each.at(-1)}.`;
}

/**
 * The sentences about those who follow people who leave: nobody for some days, or somebody within the days that the law gives. The
 * sentence of the people names those of today alone.
 */
export function successionInWords(
  people: QualifierFacts[],
  { departures, listed: classes }: { departures: DepartureFacts[]; listed: string[] },
): string[] {
  const gaps = departures.filter(({ until }) => until !== null);
  const stays = people.map(staysOf);
  const followed = classes.filter((code) => {
    const untils = stays.flatMap((one) => one.get(code) ?? []);
    const isLeft = departures.some((departure) => departure.class === null || departure.class === code);
    return untils.length > 0 && !untils.includes('') && !isLeft;
  });
  return [
    ...gaps.map((gap) => `By the same file, ${nobodyQualifies(gap)}.`),
    ...(followed.length > 0
      ? [
          `By the same file, somebody qualifies it for ${listed(followed)} again within ${replacementDays} days.`,
        ]
      : []),
  ];
}

function bondInBrief({ state, need, bondCancellationDate }: Qualifier['bond'], asOf: string): string {
  const day = dayWords(bondCancellationDate ?? '');
  switch (state) {
    case 'on-file':
      return `the qualifier’s bond is on file as of ${dayWords(asOf)}`;
    case 'ending':
      return `the qualifier’s bond will be canceled on ${day}`;
    case 'canceled':
      return `the qualifier’s bond was canceled on ${day}`;
    case 'none':
      return need === 'not-needed'
        ? 'the law asks for no bond of the qualifier'
        : `no qualifier’s bond is on file as of ${dayWords(asOf)}`;
  }
}
