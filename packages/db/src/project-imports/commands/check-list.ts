import { type ProjectColumn, projectColumns } from '@namc/inputs/project-columns';
import type { ReadProjectFileInput } from '@namc/inputs/project-imports';
import { asLines } from '@namc/inputs/text';
import { and, eq } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { InvalidInput, NotFound, Refused } from '../../engine/errors.ts';
import { checkRowCount, readTable } from '../../engine/file-imports/read-table.ts';
import { projectImportRows as importRows, projectImports as imports } from '../tables.ts';
import { judgeProjectRows } from './judge-rows.ts';
import { type Reading, readProjectRow } from './read-row.ts';

const atOnce = 500;

type Row = { line: number; cells: string[] };

/** Judges the rows as they are to be read, and keeps what an import would do with each. */
async function writeRows(
  tx: WriteTransaction,
  importId: string,
  rows: readonly Row[],
  reading: Reading & { beginsAs: ReadProjectFileInput['beginsAs'] },
): Promise<void> {
  const read = rows.map((row) => ({ ...row, ...readProjectRow(row.cells, reading) }));
  const asked = read.flatMap(({ line, facts }) => (facts ? [{ line, facts }] : []));
  const judgments = await judgeProjectRows(tx, asked, reading);
  const values = read.map(({ line, cells, facts, fault }) => ({
    importId,
    line,
    cells,
    facts: facts ?? null,
    ...(fault
      ? { verdict: 'REJECTED' as const, ...fault }
      : { verdict: 'NEW' as const, ...judgments.get(line) }),
  }));
  for (let at = 0; at < values.length; at += atOnce)
    await tx.orm.insert(importRows).values(values.slice(at, at + atOnce));
}

/**
 * Reads a list of bids and tells row by row what an import would do. No project changes. Returns the id under which the file is
 * imported. Columns with unknown names are left out until somebody says what they mean.
 * @throws InvalidInput for a file that can’t be read.
 */
export async function checkProjectFile(
  tx: WriteTransaction,
  { fileName, bytes }: { fileName: string; bytes: Uint8Array },
): Promise<string> {
  const { header, columns, rows, notes } = readTable<ProjectColumn>(bytes, projectColumns, asLines);
  checkRowCount(rows);
  const meanings = columns.map((column, at) => (column && columns.indexOf(column) === at ? column : ''));
  const [made] = await tx.orm
    .insert(imports)
    .values({
      uploadedBy: actingUser(tx),
      fileName,
      header,
      notes,
      rowsRead: rows.length,
      columns: meanings,
    })
    .returning();
  if (!made) throw new Refused('Only staff who manage projects import lists of bids.');
  await writeRows(tx, made.id, rows, made);
  return made.id;
}

/**
 * Reads a checked list anew: other meanings of its columns, other words for what its rows do not say, another beginning of its
 * projects.
 * @throws NotFound, Refused for one that was begun. @throws InvalidInput for meanings that do not fit the columns.
 */
export async function readProjectFile(
  tx: WriteTransaction,
  { importId, ...reading }: ReadProjectFileInput,
): Promise<void> {
  const [changed] = await tx.orm
    .update(imports)
    .set(reading)
    .where(and(eq(imports.id, importId), eq(imports.status, 'CHECKED')))
    .returning({ header: imports.header });
  if (!changed) {
    const [known] = await tx.orm.select({ id: imports.id }).from(imports).where(eq(imports.id, importId));
    if (!known) throw new NotFound('import', importId);
    throw new Refused('This import was begun already.');
  }
  if (reading.columns.length !== changed.header.length)
    throw new InvalidInput('columns', 'must have a meaning for each column of the file');
  const rows = await tx.orm
    .select({ line: importRows.line, cells: importRows.cells })
    .from(importRows)
    .where(eq(importRows.importId, importId))
    .orderBy(importRows.line);
  await tx.orm.delete(importRows).where(eq(importRows.importId, importId));
  await writeRows(tx, importId, rows, reading);
}
