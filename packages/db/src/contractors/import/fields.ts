import { parse } from 'csv-parse/sync';
import { headerNames } from './master-file.ts';

/**
 * The fields of one line, trimmed. A line without quotes is cut at its commas; quotes are read as RFC 4180 has
 * them, except that one in the middle of a field is a character like any other, as it stands in real files.
 * @returns undefined when the quotes cannot be understood.
 */
export function splitFields(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',').map((field) => field.trim());
  try {
    const [fields] = parse(line, {
      relax_quotes: true,
      relax_column_count: true,
      trim: true,
      // A carriage return inside a line is not its end: what comes after it would be lost.
      record_delimiter: '\n',
    }) as string[][];
    return fields;
  } catch {
    return undefined;
  }
}

/** What the first line of a file is. */
export type FirstLine = 'header' | 'data' | { problem: string; mayBeForced: boolean };

/** Some copies come without a header: then the first line must look like a license. */
export function recognizeFirstLine(line: string): FirstLine {
  if (line.includes('\0')) {
    return {
      problem:
        'The file is not plain text: it may be an archive, a spreadsheet or UTF-16. Save it as a CSV file in UTF-8.',
      mayBeForced: false,
    };
  }
  const fields = splitFields(line) ?? [];
  const isNamed =
    fields.length === headerNames.length && headerNames.every((name, at) => sameName(name, fields[at]));
  if (isNamed) return 'header';
  const looksLikeLicense =
    /^\d{1,8}$/.test(fields[0] ?? '') && /^(\d\d\/\d\d\/\d{4})?$/.test(fields[1] ?? '');
  if (looksLikeLicense && Math.abs(fields.length - headerNames.length) <= 1) return 'data';
  if (fields.length !== headerNames.length) {
    return {
      problem: `Line 1 has ${fields.length} fields; the master file has ${headerNames.length}. It begins "${line.slice(0, 60)}".`,
      mayBeForced: false,
    };
  }
  const at = headerNames.findIndex((name, position) => !sameName(name, fields[position]));
  return {
    problem: `The header’s column ${at + 1} is "${fields[at]}"; the master file has "${headerNames[at]}" there.`,
    mayBeForced: true,
  };
}

function sameName(expected: string, found: string | undefined): boolean {
  return found?.toLowerCase() === expected.toLowerCase();
}
