import { asOneLine } from '@namc/inputs/text';
import { parse } from 'csv-parse/sync';
import { countOf } from './counts.ts';
import { headerNames } from './master-file.ts';

/** Most fields are plain ASCII, which needs no cleaning. */
const cleaned = (field: string) => (/^[\x20-\x7e]*$/.test(field) ? field.trim() : asOneLine(field));

/**
 * Splits one line into fields, each one line of text. A line without quotes is split at its commas. Quotes follow RFC 4180, except
 * that a quote in the middle of a field is an ordinary character, as in real files. @returns undefined when the
 * quotes cannot be understood.
 */
export function splitFields(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',').map(cleaned);
  try {
    const [fields] = parse(line, {
      relax_quotes: true,
      relax_column_count: true,
      trim: true,
      // A carriage return inside a line does not end it, or the rest would be lost.
      record_delimiter: '\n',
    }) as string[][];
    return fields?.map(cleaned);
  } catch {
    return undefined;
  }
}

/** Classifies the first line of a file. */
export type FirstLine = 'header' | 'data' | { problem: string; mayBeForced: boolean };

/** Some copies have no header. Then the first line must look like a license. */
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
      problem: `Line 1 has ${countOf(fields.length, 'field')}; the master file has ${headerNames.length}. It begins “${asOneLine(line).slice(0, 60)}”.`,
      mayBeForced: false,
    };
  }
  const at = headerNames.findIndex((name, position) => !sameName(name, fields[position]));
  return {
    problem: `The header’s column ${at + 1} is "${fields[at]}"; the master file has "${headerNames[at]}" there.`,
    mayBeForced: true,
  };
}

function sameName(expected: string, actual: string | undefined): boolean {
  return actual?.toLowerCase() === expected.toLowerCase();
}
