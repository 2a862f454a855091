import { isListed } from './classification-kin.ts';
import { normalizeClassification } from './classifications.ts';
import { foldedWords } from './fold.ts';
import { behindTrades as after, beforeTrades as before } from './trade-neighbors.ts';
import { sharedTradeWords, tradeWords } from './trade-words.ts';

/** Words that name trades, within a typed text. */
export interface TradeReading {
  /** The number of words. */
  length: number;
  codes: string[];
  /** The words that name the trade, without "licensed", "contractor" and the like around them. */
  words: string[];
  /** True if the words name people ("plumber", "roofing contractor") and not only the work ("plumbing"). */
  isPeople: boolean;
}

/**
 * A word without its plural ending, English or Spanish ("fences", "pintores"). Both sides of a comparison go through
 * it, so it need not be a word itself.
 */
function stem(word: string): string {
  if (word.length > 5 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  const single = word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  return single.length > 4 && single.endsWith('e') ? single.slice(0, -1) : single;
}

const joining = new Set(['and', 'y', 'e']);
const keyOf = (words: string[]): string =>
  words
    .filter((word) => !joining.has(word))
    .map(stem)
    .join(' ');

/** The words of each class as they are written in the table. */
export function wordsOfTrades(): { words: string; codes: string[] }[] {
  return [
    ...Object.entries(tradeWords).flatMap(([code, words]) =>
      words.split(', ').map((one) => ({ words: one, codes: [code] })),
    ),
    ...Object.entries(sharedTradeWords).map(([words, codes]) => ({ words, codes: [...codes] as string[] })),
  ];
}

/** The form in which two texts name the same trade. */
export const tradeKey = (text: string): string => keyOf(foldedWords(text));

const codesByKey = new Map(wordsOfTrades().map(({ words, codes }) => [tradeKey(words), codes]));
const longest = 5;

/** Each single word that helps to name a trade, folded, for the correction of misspelled ones. */
export const tradeVocabulary: string[] = [
  ...new Set(wordsOfTrades().flatMap(({ words }) => foldedWords(words).filter((word) => word.length >= 5))),
];

/** Materials that are trades too: "iron fence" is a fence, which either may build. */
const materials = new Set(
  [
    'wrought iron',
    'ornamental iron',
    'iron work',
    'metal product',
    'glass',
    'steel',
    'structural steel',
    'tile',
    'ceramic tile',
    'concrete',
    'brick',
    'epoxy',
    'vidrio',
    'acero',
    'azulejo',
    'loseta',
    'cerámica',
    'concreto',
    'cemento',
    'ladrillo',
    'hierro forjado',
    'lámina',
  ].map(tradeKey),
);
/** A roof of tile is a roofer's. */
const wholly = new Set(['C-39']);
const people = new Set(
  'holder holders contractor contractors guy guys person expert experts pro pros tech techs worker workers crew crews man men professional professionals company companies specialist specialists installer installers technician technicians contratista contratistas'.split(
    ' ',
  ),
);
const work = new Set(
  'rental rentals service services installation installations repair repairs replacement replacements maintenance upgrade upgrades work job jobs project projects license licenses licence licencia'.split(
    ' ',
  ),
);
const naming = /(?:er|or|ian|ist|ista|ero|era|dor|dora|mason|smith)e?s?$/;

const articles = new Set(['a', 'an']);
/** True if words name people: "plumber", "roofing contractor". */
export const areNamed = (words: string[]): boolean =>
  naming.test(words.at(-1) ?? '') || people.has(words.at(-1) ?? '');

/** The text with `A/C` as one word. As two words it would be the initials of a firm. */
export const inLetters = (typed: string): string => typed.replace(airConditioning, 'ac');

const airConditioning = /(?<![\p{L}\p{N}])a\/c(?![\p{L}\p{N}])/giu;

/** The trade that the words name from `start` on; undefined if they name none. */
export function readTradeAt(words: string[], start: number): TradeReading | undefined {
  let lead = 0;
  for (const one of before) {
    if (one.length > lead && one.every((word, at) => words[start + at] === word)) lead = one.length;
  }
  const begun = lead > 0 ? readBareTrade(words, start + lead) : undefined;
  // "A plumber" is any plumber; "A Electric" is a firm.
  const isFirm = lead === 1 && articles.has(words[start] ?? '') && !(begun && areNamed(begun.words));
  const led = isFirm ? undefined : begun;
  const bare = readBareTrade(words, start);
  // "Limpieza de albercas" is a trade by itself, and says more than "albercas".
  const found = led && (!bare || bare.words.length < lead + led.words.length) ? led : bare;
  if (!found) return undefined;
  const skipped = found.start - start;
  const rest = readPeopleAt(words, found.start + found.words.length);
  const isPeople = areNamed(found.words) || (skipped > 0 && naming.test(words[start] ?? '')) || rest.isPeople;
  let end = rest.end;
  end += after.find((one) => one.every((word, at) => words[end + at] === word))?.length ?? 0;
  return {
    length: end - start,
    codes: found.codes,
    words: words.slice(start + skipped, start + skipped + found.words.length),
    isPeople,
  };
}

/** The trade that the words name from `start` on by the code of a class, in any spelling: `C10`, `C-10`, “class B contractors”. */
export function readClassAt(words: string[], start: number): TradeReading | undefined {
  const trade = readTradeAt(words, start);
  return trade && readCode(trade.words) ? trade : undefined;
}

/** The words from `start` on that say who does the work, or that it is done: "contractors", "repair service". */
export function readPeopleAt(words: string[], start: number): { end: number; isPeople: boolean } {
  let [end, isPeople] = [start, false];
  while (people.has(words[end] ?? '') || work.has(words[end] ?? '')) {
    isPeople ||= people.has(words[end] ?? '');
    end += 1;
  }
  return { end, isPeople };
}

interface BareTrade {
  start: number;
  codes: string[];
  words: string[];
}

const isMaterial = (trade: BareTrade | undefined): boolean =>
  trade !== undefined && materials.has(keyOf(trade.words));

/** A trade with its material, which together are one thing: "wrought iron fence", "piso de concreto". */
function readBareTrade(words: string[], start: number): BareTrade | undefined {
  const first = readOneTrade(words, start);
  if (!first) return undefined;
  const end = start + first.words.length;
  const isOf = words[end] === 'de';
  const second = isOf || isMaterial(first) ? readOneTrade(words, end + (isOf ? 1 : 0)) : undefined;
  if (!second) return first;
  const [thing, material] = isOf ? [first, second] : [second, first];
  // "Gabinetes de cocina" are cabinets.
  const isWhole = !isMaterial(material) || thing.codes.every((code) => wholly.has(code));
  return {
    start,
    codes: isWhole ? thing.codes : [...new Set([...thing.codes, ...material.codes])],
    words: words.slice(start, second.start + second.words.length),
  };
}

function readOneTrade(words: string[], start: number): BareTrade | undefined {
  for (let length = Math.min(longest, words.length - start); length > 0; length -= 1) {
    const taken = words.slice(start, start + length);
    if (joining.has(taken[0] ?? '') || joining.has(taken.at(-1) ?? '')) continue;
    const codes =
      codesByKey.get(keyOf(taken)) ?? readCode(taken) ?? readAlone(taken, start, words[start + length]);
    if (codes) return { start, codes, words: taken };
  }
  return undefined;
}

/** Those that a place follows. */
const placing = new Set(['in', 'near', 'nearby', 'around', 'en', 'cerca', 'close']);

/** "AC" by itself is air conditioning; beside other words it is rather a firm's initials. */
function readAlone(
  [word, ...others]: string[],
  start: number,
  next: string | undefined,
): string[] | undefined {
  if (word !== 'ac' || others.length > 0 || start > 0) return undefined;
  return next === undefined || placing.has(next) ? ['C-20'] : undefined;
}

const ofLicense = new Set(['class', 'clase', 'license', 'licence', 'licencia']);
const series = /^([bcd])0*(\d{1,2})$/;

/** A class as people type it: `c10`, `c 10`, `class b`, `c61 d49`, `asb`. */
function readCode(words: string[]): string[] | undefined {
  const [first, second] = words;
  const beside = ofLicense.has(first ?? '') ? second : ofLicense.has(second ?? '') ? first : undefined;
  if (words.length === 2 && /^[ab]$/.test(beside ?? '')) return [(beside ?? '').toUpperCase()];
  const joinedWords = words.join('').replace(/^(?:class|clase|license|licencia)/, '');
  const pair = /^c0*61(d0*\d{1,2})$/.exec(joinedWords)?.[1];
  const typed = series.exec(pair ?? joinedWords);
  if (!typed || words.length > 4) return undefined;
  const code = normalizeClassification(typed[0]);
  // The board's file may have a class that its list lacks.
  const isNumbered = typed[1] !== 'b' && Number(typed[2]) >= 1;
  return isListed(code) || isNumbered ? [code] : undefined;
}
