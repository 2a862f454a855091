import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionClient } from '../../engine/connection.ts';
import type { BoardFile } from './board-files.ts';
import type { Line } from './lines.ts';
import { type Records, toCopyLine } from './records.ts';

/** The file as it was read: all text, one row per row of the file, with the reason of a rejected one. */
export const staging = 'import_staging.lines';

/** The numbers of the staged lines that no license was last read from. The import makes the table and drops it. */
export const freshLines = 'import_staging.fresh_lines';

/** The lines of the staging table `s` that an import reads further. */
export const everyLine = 'true';
export const freshLine = `s.line in (select line from ${freshLines})` as const;
export type Scope = typeof everyLine | typeof freshLine;

const ownColumns = ['line', 'problem_field', 'problem', 'raw', 'digest'];

/**
 * The table is made inside the import's transaction, so an import that is killed leaves nothing behind.
 */
export async function createStaging(sql: TransactionClient, file: BoardFile): Promise<void> {
  await sql.unsafe(`
    create unlogged table ${staging} (
      line bigint not null, problem_field text not null, problem text not null, raw text not null, digest uuid not null,
      ${file.columns.map(([, column]) => `${column} text not null default ''`).join(', ')}
    ) with (autovacuum_enabled = off)`);
}

/** Streams the lines into the staging table by COPY. Reading pauses when PostgreSQL is slower. */
export async function copyLines(
  sql: TransactionClient,
  records: Records,
  lines: AsyncIterable<Line[]>,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<void> {
  async function* copyText() {
    for await (const block of lines) {
      let text = '';
      for (const line of block) text += records.toCopyText(line);
      onRows(records.rows);
      if (text) yield Buffer.from(text);
    }
    const last = records.end().map(toCopyLine).join('');
    if (last) yield Buffer.from(last);
  }
  const columns = [...ownColumns, ...records.columns].join(', ');
  const sink = await sql.unsafe(`copy ${staging} (${columns}) from stdin`).writable();
  await pipeline(Readable.from(copyText(), { objectMode: false, highWaterMark: 256 * 1024 }), sink, {
    signal,
  });
  if (!sink.closed) await once(sink, 'close');
}

const batchRows = 2_000;

/** The same for the embedded database, which has no COPY: arrays, one statement for some thousand rows. */
export async function insertLines(
  sql: TransactionClient,
  records: Records,
  lines: AsyncIterable<Line[]>,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const columns = [...ownColumns, ...records.columns];
  const insert = `
    insert into ${staging} (${columns.join(', ')})
    select line::bigint, problem_field, problem, raw, digest::uuid, ${records.columns.join(', ')}
    from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as row (${columns.join(', ')})`;
  let batch: string[][] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    signal.throwIfAborted();
    await sql.unsafe(
      insert,
      columns.map((_, at) => batch.map((row) => row[at] ?? '')),
      { prepare: true },
    );
    batch = [];
    onRows(records.rows);
  };
  for await (const block of lines) {
    for (const line of block) {
      batch.push(...records.toRows(line));
      if (batch.length >= batchRows) await flush();
    }
  }
  batch.push(...records.end());
  await flush();
}
