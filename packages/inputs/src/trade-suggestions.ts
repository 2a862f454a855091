import { isListed } from './classification-kin.ts';
import { classificationNames } from './classifications.ts';
import { fold, foldedWords } from './fold.ts';
import { inLetters, readTradeAt, wordsOfTrades } from './trade-reading.ts';

export interface TradeSuggestion {
  code: string;
  name: string;
  /** The word that begins as typed, unless the class's own name does. */
  word: string | null;
  /** The typed text without the words that the suggestion stands for. */
  rest: string;
}

const mostSuggestions = 6;
/** Behind other words these wait for a place: "electrician in". */
const placing = new Set(['in', 'near', 'around', 'at', 'en', 'cerca', 'close', 'entre', 'between']);

/** The classes whose name, code or words begin with the end of the typed text, best first. */
export function suggestTrades(typed: string): TradeSuggestion[] {
  const text = typed.trim();
  const tokens = text.split(/\s+/);
  for (let length = Math.min(4, tokens.length); length > 0; length -= 1) {
    const tail = fold(tokens.slice(-length).join(' '));
    if (tail.replace(/[^\p{L}\p{N}]/gu, '').length < 2) continue;
    const rest = tokens.slice(0, -length).join(' ');
    if (rest !== '' && placing.has(tail)) return [];
    // "Plumber in san" goes on to a place.
    if (tokens.length > length + 1 && placing.has(fold(tokens.at(-length - 1) ?? ''))) return [];
    const found = suggestFor(tail).map((one) => ({ ...one, rest }));
    if (found.length > 0) return found.slice(0, mostSuggestions);
  }
  return [];
}

function suggestFor(tail: string): Omit<TradeSuggestion, 'rest'>[] {
  const found = new Map<string, Omit<TradeSuggestion, 'rest'>>();
  const asCode = /^[bcd]-?\s?\d{1,2}$/.test(tail) ? tail.replace(/^([bcd])-?\s?0*/, '$1') : null;
  for (const [code, name] of Object.entries(classificationNames)) {
    const isNamed = fold(name).startsWith(tail) && !name.startsWith('Now ');
    const isCode = asCode !== null && code.toLowerCase().replace('-', '').startsWith(asCode);
    if (isNamed || isCode) found.set(code, { code, name, word: null });
  }
  const begun = wordsOfTrades().filter(({ words }) => fold(words).startsWith(tail));
  // A short word is nearer to what was typed than a long one.
  for (const { words, codes } of begun.sort((a, b) => a.words.length - b.words.length)) {
    for (const code of codes) {
      const name = isListed(code) ? classificationNames[code] : code;
      if (!found.has(code)) found.set(code, { code, name, word: words });
    }
  }
  return [...found.values()];
}

/** The codes of all classes that a text names or begins to: by code, by name, or by the words for them. */
export function findTrades(typed: string): Set<string> {
  const words = foldedWords(inLetters(typed));
  const text = words.join(' ');
  if (text === '') return new Set();
  const whole = readTradeAt(words, 0);
  const found = new Set(whole?.length === words.length ? whole.codes : []);
  const asCode = /^([bcd]) ?0*(\d{1,2})$/.exec(text);
  for (const [code, name] of Object.entries(classificationNames)) {
    const isCode = asCode !== null && code.toLowerCase().startsWith(`${asCode[1]}-${asCode[2]}`);
    if (isCode || code.toLowerCase() === text || holdsBeginning(name, text)) found.add(code);
  }
  for (const { words: some, codes } of wordsOfTrades()) {
    if (holdsBeginning(some, text)) for (const code of codes) found.add(code);
  }
  return found;
}

/** True if words of a text begin with the typed ones. */
const holdsBeginning = (text: string, typed: string): boolean =>
  ` ${foldedWords(text).join(' ')}`.includes(` ${typed}`);
