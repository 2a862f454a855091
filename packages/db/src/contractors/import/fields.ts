import { asOneLine } from '@namc/inputs/text';

/** Most fields are plain ASCII, which needs no cleaning. */
const cleaned = (field: string) => (/^[\x20-\x7e]*$/.test(field) ? field.trim() : asOneLine(field));

/**
 * Splits one line into fields, each one line of text. A line without quotes is split at its separators. Quotes follow
 * RFC 4180, except that real files hold unquoted fields with literal quotes, also at the beginning of a field
 * (`"FAST" PLUMBING INC`): a quote that is followed by anything but a separator or the end closes nothing. Where that can be read
 * in two ways, the one with the `expected` number of fields counts.
 * @returns undefined when a quoted field never ends.
 */
export function splitFields(line: string, separator = ',', expected?: number): string[] | undefined {
  if (!line.includes('"')) return line.split(separator).map(cleaned);
  const asItStands = splitQuoted(line, separator, true);
  if (asItStands && (expected === undefined || asItStands.length === expected)) return asItStands;
  const quoted = splitQuoted(line, separator, false);
  return quoted?.length === expected ? quoted : asItStands;
}

/**
 * @param isLiteral true if a field with a quote inside, before any separator, is taken as it stands, its first quote
 * included.
 */
function splitQuoted(line: string, separator: string, isLiteral: boolean): string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const start = skipSpaces(line, at);
    const close = line[start] === '"' ? closingQuote(line, start, separator, isLiteral) : 'plain';
    if (close === 'never') return undefined;
    if (close === 'plain') {
      const next = line.indexOf(separator, at);
      fields.push(cleaned(next < 0 ? line.slice(at) : line.slice(at, next)));
      if (next < 0) return fields;
      at = next + 1;
    } else {
      fields.push(cleaned(line.slice(start + 1, close).replaceAll('""', '"')));
      const next = skipSpaces(line, close + 1);
      if (next >= line.length) return fields;
      at = next + 1;
    }
  }
}

/** The place of the quote that closes the field which begins with a quote at `start`. */
function closingQuote(
  line: string,
  start: number,
  separator: string,
  isLiteral: boolean,
): number | 'plain' | 'never' {
  let isFirst = true;
  for (let at = line.indexOf('"', start + 1); at >= 0; at = line.indexOf('"', at + 1)) {
    if (line[at + 1] === '"') {
      at += 1;
      continue;
    }
    const after = skipSpaces(line, at + 1);
    if (after >= line.length || line[after] === separator) return at;
    if (isLiteral && isFirst && !line.slice(start, at).includes(separator)) return 'plain';
    isFirst = false;
  }
  return 'never';
}

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}
