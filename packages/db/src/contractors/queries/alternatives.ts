import { readTradeAt } from '@namc/inputs/trade-reading';
import type { TextPart } from '../../engine/text-query.ts';
import { isPlain, plainWords } from './units.ts';

/** "Or" in Spanish. As a word of a name it stands between no trades. */
const or = new Set(['o', 'u']);

/**
 * The parts of a text with its alternatives of trades: "plomero o electricista", and "electrician, plumber or roofer", where a comma
 * stands for the "or" that follows it.
 */
export function withAlternatives(parts: TextPart[], typed: string): TextPart[] {
  const joined: TextPart[] = [];
  const words = plainWords(parts);
  let isNext = false;
  for (const [at, part] of parts.entries()) {
    const isOr = isPlain(part) && or.has(part.typed.toLowerCase()) && !part.or;
    if (isOr && tradeStart(words, at) !== undefined && readTradeAt(words, at + 1)) {
      isNext = true;
      continue;
    }
    joined.push(isNext ? { ...part, or: true } : part);
    isNext = false;
  }
  return typed.includes(',') ? withCommas(joined) : joined;
}

function withCommas(parts: TextPart[]): TextPart[] {
  const listed = [...parts];
  const words = plainWords(parts);
  const last = listed.findLastIndex(({ or: isOr }) => isOr);
  if (last < 0 || !readTradeAt(words, last)) return parts;
  // Every trade of the list but the first is one "or" more.
  let at = tradeStart(words, last);
  while (at !== undefined && at > 0 && tradeStart(words, at) !== undefined) {
    const part = listed[at];
    if (!part) break;
    listed[at] = { ...part, or: true };
    at = tradeStart(words, at);
  }
  return listed;
}

/** The start of a trade whose words end before `end`. */
function tradeStart(words: string[], end: number): number | undefined {
  for (let start = Math.max(0, end - 5); start < end; start += 1) {
    if (readTradeAt(words.slice(0, end), start)?.length === end - start) return start;
  }
  return undefined;
}
