import { type KeepableText, keyOfText } from '../../statements/commands.ts';

const comments = /"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;
const queries = /^[\s(]*(?:select|with|insert|update|delete|merge|values|table)\b/i;
/** `select … into` makes a table, so the server keeps its text as it was sent. */
const makesTable = /^(?![\s\S]*\b(?:insert|merge)\s+into\b)[\s\S]*\binto\b/i;
/** Texts in quotes or dollars, numbers that could be somebody’s, and what would be a second statement. */
const values = /'|\$[A-Za-z_]*\$|(?<![\w$."])\d{5,}|;/;
const longest = 100_000;

/**
 * Decides what of a text of `pg_stat_statements` may be stored. Utility statements are not normalized before
 * PostgreSQL 16, and passwords stand in them. A normalized text has `$1` where a value stood; after an eviction the server
 * may keep a text with its values, so one that holds a value is withheld.
 */
export function keepableText(raw: string): KeepableText {
  const textKey = keyOfText(raw);
  const text = raw.replace(comments, (found) => (found.startsWith('"') ? found : ' ')).trim();
  if (!queries.test(text) || makesTable.test(text)) return { kind: 'UTILITY', text: null, textKey };
  if (values.test(text) || text.length > longest) return { kind: 'WITHHELD', text: null, textKey };
  return { kind: 'STATEMENT', text, textKey };
}

/** What may hold a value, longest first: a text, also one that the server has cut off, a comment, a number. */
const valuesOfText =
  /"(?:[^"]|"")*(?:"|$)|\be'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^']|'')*(?:'|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$\d+|[a-z_][\w$]*|\.?\d[\w.]*/gi;
const longestShown = 400;

/**
 * The statement of a session as staff may see it, on one line: each value is a question mark, and what is long is cut. Null
 * for a utility statement, and for a text that could still hold a value. The server shows texts as they were sent.
 */
export function shownText(raw: string): string | null {
  const masked = raw
    .replace(valuesOfText, (found) => {
      if (/^(?:--|\/\*)/.test(found)) return ' ';
      return /^(?:'|e'|\.?\d)/i.test(found) ? '?' : found;
    })
    .replace(/\s+/g, ' ')
    .trim();
  if (!queries.test(masked) || makesTable.test(masked)) return null;
  // Of several statements the later ones could be anything. A nested comment leaves its end behind, and a text in dollars its
  // dollars, within which a quote or a comment may have begun that is none.
  const [first = ''] = masked.split(';');
  if (/['\\]|\/\*|\*\//.test(first) || /\$(?!\d)/.test(masked)) return null;
  return first.length > longestShown ? `${first.slice(0, longestShown).trim()} …` : first.trim();
}
