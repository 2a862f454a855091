import type { GetFileImportInput } from '@namc/inputs/file-imports';
import type { ListProjectRowsInput } from '@namc/inputs/project-imports';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf, together } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { projectImportRows, projectImports } from './tables.ts';

const one = pick(
  projectImports,
  [
    'id',
    'fileName',
    'status',
    'isCanceled',
    'header',
    'notes',
    'columns',
    'agency',
    'category',
    'timeOfDay',
    'beginsAs',
    'updatesDrafts',
    'rowsRead',
    'rowsAdded',
    'rowsUpdated',
    'createdAt',
    'finishedAt',
  ],
  'i',
);
const state = computed({
  /** The rows by what would become of them, or became. */
  new: 'number',
  changed: 'number',
  same: 'number',
  kept: 'number',
  rejected: 'number',
  /** True for an import on its way that has given no sign of life for two minutes. */
  isSilent: 'boolean',
  uploaderName: 'string | null',
});
const item = together(one, state);

export type ProjectImportItem = RowOf<typeof item>;

const stateColumns = `
  r.new, r.changed, r.same, r.kept, r.rejected,
  i.status in ('WAITING', 'RUNNING') and i.updated_at < now() - interval '2 minutes' as "isSilent",
  (select p.first_name || ' ' || p.last_name from users p where p.id = i.uploaded_by) as "uploaderName"`;
const counts = `
  left join lateral (
    select count(*) filter (where verdict = 'NEW') as new, count(*) filter (where verdict = 'CHANGED') as changed,
           count(*) filter (where verdict = 'SAME') as same, count(*) filter (where verdict = 'KEPT') as kept,
           count(*) filter (where verdict = 'REJECTED') as rejected
    from project_import_rows where import_id = i.id
  ) r on true`;

/** The last imports of lists of bids, newest first. For staff who manage projects. */
export function listProjectImports({ sql }: Transaction): Promise<ProjectImportItem[]> {
  return rowsOf(sql, one, state)`
    select ${one(sql)}, ${sql.unsafe(stateColumns)} from project_imports i ${sql.unsafe(counts)} order by i.id desc limit 20`;
}

/** An import of a list of bids. For staff who manage projects. @throws NotFound */
export async function getProjectImport(
  { sql }: Transaction,
  { importId }: GetFileImportInput,
): Promise<ProjectImportItem> {
  const [row] = await rowsOf(sql, one, state)`
    select ${one(sql)}, ${sql.unsafe(stateColumns)} from project_imports i ${sql.unsafe(counts)} where i.id = ${importId}`;
  if (!row) throw new NotFound('import', importId);
  return row;
}

const listedRow = pick(
  projectImportRows,
  ['line', 'verdict', 'field', 'reason', 'facts', 'cells', 'projectId', 'changes'],
  'r',
);

export type ProjectRowItem = RowOf<typeof listedRow>;

const rowsPerPage = 50;

/**
 * The next rows of an import in the file’s order. `next` is the line after which the next page begins. For staff who manage projects.
 */
export async function listProjectRows(
  { sql }: Transaction,
  { importId, verdict, cursor }: ListProjectRowsInput,
): Promise<{ rows: ProjectRowItem[]; next: number | null }> {
  const rows = await rowsOf(sql, listedRow)`
    select ${listedRow(sql)} from project_import_rows r
    where r.import_id = ${importId} and r.line > ${cursor} and r.verdict = coalesce(${verdict ?? null}::text, r.verdict)
    order by r.line limit ${rowsPerPage + 1}`;
  const shown = rows.slice(0, rowsPerPage);
  return { rows: shown, next: rows.length > rowsPerPage ? (shown.at(-1)?.line ?? null) : null };
}

const file = pick(projectImports, ['header'], 'i');

/**
 * The rows of an import that changed nothing although they say something new, as they stand in the file, with the names of its
 * columns. For staff who manage projects. @throws NotFound
 */
export async function getRefusedProjectRows(
  { sql }: Transaction,
  { importId }: GetFileImportInput,
): Promise<{ header: string[]; rows: ProjectRowItem[] }> {
  const [found] = await rowsOf(
    sql,
    file,
  )`select ${file(sql)} from project_imports i where i.id = ${importId}`;
  if (!found) throw new NotFound('import', importId);
  const rows = await rowsOf(sql, listedRow)`
    select ${listedRow(sql)} from project_import_rows r
    where r.import_id = ${importId} and r.verdict in ('REJECTED', 'KEPT') order by r.line`;
  return { header: found.header, rows: [...rows] };
}

const nextRow = pick(projectImportRows, ['line'], 'r');

/** The line of the next row to import; undefined when all are done. For the system. */
export async function findNextProjectRow(
  { sql }: Transaction,
  { importId }: GetFileImportInput,
): Promise<number | undefined> {
  const [row] = await rowsOf(sql, nextRow)`
    select ${nextRow(sql)} from project_import_rows r join project_imports i on i.id = r.import_id
    where r.import_id = ${importId} and (r.verdict = 'NEW' or r.verdict = 'CHANGED' and i.updates_drafts)
    order by r.line limit 1`;
  return row?.line;
}

const importer = pick(projectImports, ['startedBy'], 'i');

/** The person who started an import; undefined for one that nobody has started. For the system. */
export async function findImporter(
  { sql }: Transaction,
  { importId }: GetFileImportInput,
): Promise<string | undefined> {
  const [row] = await rowsOf(sql, importer)`
    select ${importer(sql)} from project_imports i where i.id = ${importId}`;
  return row?.startedBy ?? undefined;
}
