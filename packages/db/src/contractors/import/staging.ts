import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionClient } from '../../engine/connection.ts';
import { splitFields } from './fields.ts';
import type { Line } from './lines.ts';
import { columnNames, headerNames } from './master-file.ts';

/** The file as it was read: all text, one row per line, with the reason of a rejected line. */
export const staging = 'import_staging.lines';

const stagingColumns = ['line', 'problem_field', 'problem', 'raw', ...columnNames];
const fieldCount = columnNames.length;

/**
 * No real field is half as long. An index entry cannot exceed 2,700 bytes, so one longer name would fail the whole
 * file.
 */
const longestField = 500;

/**
 * The table is made inside the import's transaction, so an import that is killed leaves nothing behind.
 */
export async function createStaging(sql: TransactionClient): Promise<void> {
  await sql.unsafe(`
    create unlogged table ${staging} (
      line bigint not null, problem_field text not null, problem text not null, raw text not null,
      ${columnNames.map((column) => `${column} text not null`).join(', ')}
    ) with (autovacuum_enabled = off)`);
}

/** The value of each staging column for a line. A line that cannot be split keeps its text and says why. */
function toStagingRow({ number, text }: Line): string[] {
  if (text.includes('\0')) return rejected(number, text.replaceAll('\0', '�'), 'holds a NUL character');
  const fields = splitFields(text);
  if (!fields) return rejected(number, text, 'has quotes that do not match');
  if (fields.length !== fieldCount) {
    return rejected(number, text, `has ${fields.length} fields instead of ${fieldCount}`, fields[0]);
  }
  const tooLong = fields.findIndex((field) => field.length > longestField);
  if (tooLong >= 0) {
    return rejected(
      number,
      text,
      `is longer than ${longestField} characters`,
      fields[0],
      headerNames[tooLong],
    );
  }
  return [String(number), '', '', '', ...fields.map(inOneLine)];
}

function rejected(number: number, raw: string, problem: string, license = '', field = 'row'): string[] {
  // The license number is kept wherever it can be read, because a firm whose row is broken is not gone.
  const known = /^\d{1,8}$/.test(license.trim()) ? license.trim() : '';
  return [String(number), field, problem, inOneLine(raw), known, ...Array<string>(fieldCount - 1).fill('')];
}

/** PostgreSQL's COPY text format: a backslash escapes, a tab separates. No field holds a tab. */
function toCopyLine(line: Line): string {
  const { text } = line;
  // A line without quotes only needs its commas turned into tabs.
  if (isPlain(text)) return `${line.number}\t\t\t\t${text.replaceAll(',', '\t')}\n`;
  return `${toStagingRow(line).map(escapeCopy).join('\t')}\n`;
}

function escapeCopy(value: string): string {
  return value.replaceAll('\\', '\\\\');
}

function inOneLine(value: string): string {
  return value.replace(/[\t\n\r]/g, ' ');
}

const unusual = /["\\\t\0\r]| ,|, |^ | $/;

function isPlain(text: string): boolean {
  if (text.length > longestField || unusual.test(text)) return false;
  let commas = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) commas += 1;
  return commas === fieldCount - 1;
}

export interface LoadedLines {
  rows: number;
}

/** Streams the lines into the staging table by COPY. Reading pauses when PostgreSQL is slower. */
export async function copyLines(
  sql: TransactionClient,
  lines: AsyncIterable<Line[]>,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<LoadedLines> {
  let rows = 0;
  async function* copyText() {
    for await (const block of lines) {
      let text = '';
      for (const line of block) {
        if (line.text.trim() === '') continue;
        text += toCopyLine(line);
        rows += 1;
      }
      onRows(rows);
      if (text) yield Buffer.from(text);
    }
  }
  const sink = await sql.unsafe(`copy ${staging} (${stagingColumns.join(', ')}) from stdin`).writable();
  await pipeline(Readable.from(copyText(), { objectMode: false, highWaterMark: 256 * 1024 }), sink, {
    signal,
  });
  if (!sink.closed) await once(sink, 'close');
  return { rows };
}

const batchRows = 2_000;

/** The same for the embedded database, which has no COPY: arrays, one statement for some thousand rows. */
export async function insertLines(
  sql: TransactionClient,
  lines: AsyncIterable<Line[]>,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<LoadedLines> {
  const insert = `
    insert into ${staging} (${stagingColumns.join(', ')})
    select line::bigint, ${stagingColumns.slice(1).join(', ')}
    from unnest(${stagingColumns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as row (${stagingColumns.join(', ')})`;
  let rows = 0;
  let batch: string[][] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    signal.throwIfAborted();
    await sql.unsafe(
      insert,
      stagingColumns.map((_, at) => batch.map((row) => row[at] ?? '')),
      { prepare: true },
    );
    rows += batch.length;
    batch = [];
    onRows(rows);
  };
  for await (const block of lines) {
    for (const line of block) {
      if (line.text.trim() === '') continue;
      batch.push(toStagingRow(line));
      if (batch.length >= batchRows) await flush();
    }
  }
  await flush();
  return { rows };
}
