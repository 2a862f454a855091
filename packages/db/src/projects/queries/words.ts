import { foldedWords } from '@namc/inputs/fold';
import { readTradeAt } from '@namc/inputs/trade-reading';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { parseText, type TextQuery, toTsquery } from '../../engine/text-query.ts';

/** Signs of web-search syntax: who writes them means the words themselves. */
const asWritten = /["“”]|(^|\s)-|\bor\b/i;

/** Words of which one text has to say all, and the classes that mean the same. */
export interface WordGroup {
  codes: string[];
  /** No parts where every word is too common to be searched for. */
  text: TextQuery;
}

/**
 * The typed words of a search in groups. Each has to hold: by its words, or by a class that they name. “Electric” also finds the
 * projects that ask for C-10.
 */
export function groupWords(typed: string): WordGroup[] {
  const alone = (text: string): WordGroup[] => {
    const parsed = parseText(text);
    return parsed.parts.length > 0 ? [{ codes: [], text: parsed }] : [];
  };
  if (asWritten.test(typed)) return alone(typed);
  const words = foldedWords(typed);
  const trades: WordGroup[] = [];
  const others: string[] = [];
  for (let at = 0; at < words.length; ) {
    const trade = readTradeAt(words, at);
    if (!trade) {
      others.push(words[at] ?? '');
      at += 1;
      continue;
    }
    trades.push({ codes: trade.codes, text: parseText(words.slice(at, at + trade.length).join(' ')) });
    at += trade.length;
  }
  return trades.length === 0 ? alone(typed) : [...trades, ...alone(others.join(' '))];
}

/**
 * The conditions for the typed words of a search, as SQL that begins with a condition. They are in an object: awaited alone, they
 * would run.
 */
export function conditionsOfWords(sql: Transaction['sql'], typed: string): { hold: Fragment[] } {
  return {
    hold: groupWords(typed).map(({ codes, text }, _, { length }) => {
      const words = toTsquery(sql, text, 'english');
      const says = sql`p.search_vector @@ ${words}`;
      // Words that are no more than stop words ask for nothing beside a trade: “the roof” is “roof”.
      if (codes.length === 0) return length > 1 ? sql`(numnode(${words}) = 0 or ${says})` : says;
      const asks = sql`p.skills_required && ${codes}::text[]`;
      return text.parts.length > 0 ? sql`(${asks} or ${says})` : asks;
    }),
  };
}

/** The groups of words as the database takes them: each that has to be said, and the classes that it may mean. */
export function groupsOf(sql: Transaction['sql'], typed: string): { words: Fragment; trades: string[] } {
  const groups = groupWords(typed);
  const words = groups.reduce(
    (before, { text }, at) => sql`${before}${at === 0 ? sql`` : sql`, `}${toTsquery(sql, text, 'english')}`,
    sql``,
  );
  return { words: sql`array[${words}]::tsquery[]`, trades: groups.map(({ codes }) => codes.join(' ')) };
}
