import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode, type TransactionClient } from '../../engine/connection.ts';
import { type CsvCell, toCsv } from '../../engine/csv.ts';
import { InvalidInput } from '../../engine/errors.ts';
import type { Reject } from '../tables/import-runs.ts';
import type { BoardFile } from './board-files.ts';
import { staging } from './staging.ts';

const rowsAtATime = 1_000;

/** As many rejected lines are kept for a summary. */
export const shownRejects = 100;

/**
 * Writes every rejected line with its number, field, reason and text.
 * @throws InvalidInput when the file cannot be written.
 */
export async function writeRejects(
  sql: TransactionClient,
  boardFile: BoardFile,
  file: string,
): Promise<void> {
  const handle = await open(file, 'w').catch((cause: unknown) => {
    throw new InvalidInput(
      'rejects',
      `The rejected rows cannot be written to ${dirname(file)} (${errorCode(cause)}): name another place with --rejects.`,
      { cause },
    );
  });
  await pipeline(Readable.from(pagesOfRejects(sql, boardFile)), handle.createWriteStream());
}

async function* pagesOfRejects(sql: TransactionClient, file: BoardFile): AsyncGenerator<string> {
  yield toCsv([], ['line', 'field', 'reason', 'row']);
  let after = 0;
  for (;;) {
    const rows = await listRejects(sql, file, after, rowsAtATime);
    const last = rows.at(-1);
    if (!last) return;
    yield toCsv(rows.map(({ line, field, reason, row }): CsvCell[] => [line, field, reason, row]));
    after = last.line;
  }
}

/** The next rejected lines after the line with this number. */
export const listRejects = (sql: TransactionClient, file: BoardFile, after: number, limit: number) =>
  sql.unsafe<Reject[]>(
    `select line, problem_field as field, problem as reason,
            case when raw <> '' then raw else concat_ws(',', ${file.columns.map(([, column]) => column).join(', ')}) end as row
     from ${staging} where problem <> '' and line > $1 order by line limit ${limit}`,
    [after],
  );
