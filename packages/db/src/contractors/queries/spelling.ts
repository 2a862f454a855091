import { isOrdinary } from '@namc/inputs/aside-words';
import { readTradeAt, type TradeReading, tradeVocabulary } from '@namc/inputs/trade-reading';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import type { TextPart } from '../../engine/text-query.ts';
import { contractorWords } from '../tables/register.ts';
import { plainWords } from './units.ts';

/** A typed word and its correction. */
export interface Correction {
  typed: string;
  searched: string;
}

const wordCount = pick(contractorWords, ['word', 'contractors']);
const nearWord = computed({ word: 'string' });

/** Shorter words have too many neighbors to guess from. */
const shortestGuess = 4;
/**
 * Words further apart than this trigram distance (pg_trgm: 1 - similarity) are not corrections of each other.
 */
const furthestGuess = 0.7;
/** Sorts after every character that a word may go on with. */
const lastCharacter = '\u{10ffff}';
/** A word for a trade counts as one that so many firms have in their names. */
const holdersOfTradeWord = 1_000;

/**
 * The number of contractors that have each word in a name or a city; a word that nobody has is left out. `unfinished`
 * is counted by any word that begins with it.
 */
export async function countWords(
  tx: Transaction,
  words: string[],
  unfinished: string | null,
): Promise<Map<string, number>> {
  const rows = await rowsOf(tx.sql, wordCount)`
    select ${wordCount(tx.sql)} from contractor_words where word = any(${words}::text[])
    union all
    (select ${unfinished}::text, contractors from contractor_words
     where word >= ${unfinished} and word < ${unfinished === null ? null : `${unfinished}${lastCharacter}`} limit 1)`;
  return new Map(rows.toReversed().map(({ word, contractors }) => [word, contractors]));
}

const vocabulary = new Set(tradeVocabulary);

/**
 * True if a word is one to correct if nobody has it: numbers, short words, everyday words and those for trades are never
 * changed.
 */
export const mayCorrect = (word: string): boolean =>
  word.length >= shortestGuess && !/\d/.test(word) && !isOrdinary(word) && !vocabulary.has(word);

/** The most letters that a slip gets wrong. */
const mostSlips = (word: string): number => (word.length > 8 ? 3 : word.length > 5 ? 2 : 1);

/** True if one word may be the other with a few letters wrong, left out, put in or exchanged with a neighbor. */
function isSlip(typed: string, meant: string): boolean {
  // A word for a trade finds firms of that trade: it has to be near.
  const most = Math.min(mostSlips(typed), vocabulary.has(meant) ? 2 : 3);
  if (Math.abs(typed.length - meant.length) > most) return false;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: meant.length + 1 }, (_, at) => at)];
  for (let at = 1; at <= typed.length; at += 1) {
    const now = [at];
    for (let to = 1; to <= meant.length; to += 1) {
      const same = typed[at - 1] === meant[to - 1];
      const exchanged =
        at > 1 && to > 1 && typed[at - 1] === meant[to - 2] && typed[at - 2] === meant[to - 1];
      now[to] = Math.min(
        (last[to] ?? 0) + 1,
        (now[to - 1] ?? 0) + 1,
        (last[to - 1] ?? 0) + (same ? 0 : 1),
        exchanged ? (before[to - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, now];
  }
  return (last[meant.length] ?? 0) <= most;
}

/**
 * Corrections for words that occur in no contractor's name: the nearest word by trigrams among the register's and those
 * for trades, a frequent one before a rare one at about the same distance.
 */
export async function correctWords(tx: Transaction, unknown: string[]): Promise<Correction[]> {
  const found = await Promise.all(
    unknown.map(async (typed) => {
      const near = await rowsOf(tx.sql, nearWord)`
        select word
        from ((select word, contractors, word <-> ${typed} as distance from contractor_words
               order by word <-> ${typed} limit 10)
              union all
              select word, ${holdersOfTradeWord}, word <-> ${typed} from unnest(${tradeVocabulary}::text[]) word) near
        where distance < ${furthestGuess}
        order by distance - 0.04 * ln(contractors), word`;
      const nearest = near.find(({ word }) => isSlip(typed, word));
      return nearest ? [{ typed, searched: nearest.word }] : [];
    }),
  );
  return found.flat();
}

/** A trade among words, and where. */
interface Placed extends TradeReading {
  start: number;
  end: number;
}

function tradesOf(words: string[]): Placed[] {
  const found: Placed[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const trade = readTradeAt(words, at);
    if (!trade) continue;
    found.push({ ...trade, start: at, end: at + trade.length });
    at += trade.length - 1;
  }
  return found;
}

/**
 * The corrections without those that make another trade of a word beside a trade: "piso laminado" is a floor, and nobody asks for
 * floors and for sheet metal in one breath. People of two trades may be meant: "roofer plumer".
 */
export function withoutOtherTrades(parts: TextPart[], corrections: Correction[]): Correction[] {
  const possible = corrections.filter(({ searched }) => vocabulary.has(searched));
  if (possible.length === 0) return corrections;
  const words = plainWords(parts);
  const before = tradesOf(words);
  const wrong = possible.filter(({ typed, searched }) => {
    const after = tradesOf(words.map((word) => (word === typed ? searched : word)));
    return words.some((word, at) => {
      if (word !== typed) return false;
      const made = after.find(({ start, end }) => start <= at && at < end);
      if (!made) return false;
      const beside = before.filter(({ start, end }) => end === made.start || start === made.end);
      return beside.some(
        ({ codes, isPeople }) =>
          !(isPeople && made.isPeople) && !codes.some((code) => made.codes.includes(code)),
      );
    });
  });
  return corrections.filter((one) => !wrong.includes(one));
}
