import type { GetFileImportInput } from '@namc/inputs/file-imports';
import type { ListMemberRowsInput, RowVerdict } from '@namc/inputs/member-imports';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf, together } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { memberImportRows, memberImports } from './tables.ts';

const one = pick(
  memberImports,
  [
    'id',
    'fileName',
    'status',
    'sendsWelcome',
    'namesakes',
    'joinsCompanies',
    'isCanceled',
    'notes',
    'rowsRead',
    'rowsAdded',
    'rowsKnown',
    'createdAt',
    'finishedAt',
  ],
  'i',
);
const state = computed({
  /** The rows that are still to do, by what becomes of them, and the rejected ones. */
  newLeft: 'number',
  knownLeft: 'number',
  rejected: 'number',
  /** True for an import on its way that has given no sign of life for two minutes. */
  isSilent: 'boolean',
  uploaderName: 'string | null',
});
const item = together(one, state);

export type MemberImportItem = RowOf<typeof item>;

const stateColumns = `
  (select count(*) from member_import_rows r where r.import_id = i.id and r.verdict = 'NEW') as "newLeft",
  (select count(*) from member_import_rows r where r.import_id = i.id and r.verdict = 'KNOWN') as "knownLeft",
  (select count(*) from member_import_rows r where r.import_id = i.id and r.verdict = 'REJECTED') as rejected,
  i.status in ('WAITING', 'RUNNING') and i.updated_at < now() - interval '2 minutes' as "isSilent",
  (select p.first_name || ' ' || p.last_name from users p where p.id = i.uploaded_by) as "uploaderName"`;

/** The last imports of members, newest first. For staff. */
export function listMemberImports({ sql }: Transaction): Promise<MemberImportItem[]> {
  return rowsOf(sql, one, state)`
    select ${one(sql)}, ${sql.unsafe(stateColumns)} from member_imports i order by i.id desc limit 20`;
}

/** An import of members. For staff. @throws NotFound */
export async function getMemberImport(
  { sql }: Transaction,
  { importId }: GetFileImportInput,
): Promise<MemberImportItem> {
  const [row] = await rowsOf(sql, one, state)`
    select ${one(sql)}, ${sql.unsafe(stateColumns)} from member_imports i where i.id = ${importId}`;
  if (!row) throw new NotFound('import', importId);
  return row;
}

const listedRow = pick(memberImportRows, ['line', 'verdict', 'field', 'reason', 'facts', 'cells'], 'r');

export type MemberRowItem = RowOf<typeof listedRow>;

const ofTier = computed({ tierName: 'string | null' });

const rowsPerPage = 50;

/** The next rows of an import in the file’s order. `next` is the line after which the next page begins. For staff. */
export async function listMemberRows(
  { sql }: Transaction,
  { importId, verdict, cursor }: ListMemberRowsInput,
): Promise<{ rows: (MemberRowItem & RowOf<typeof ofTier>)[]; next: number | null }> {
  const rows = await rowsOf(sql, listedRow, ofTier)`
    select ${listedRow(sql)}, (select t.name from membership_tiers t where t.code = r.facts ->> 'tierCode') as "tierName"
    from member_import_rows r
    where r.import_id = ${importId} and r.line > ${cursor} and r.verdict = coalesce(${verdict ?? null}::text, r.verdict)
    order by r.line limit ${rowsPerPage + 1}`;
  const shown = rows.slice(0, rowsPerPage);
  return { rows: shown, next: rows.length > rowsPerPage ? (shown.at(-1)?.line ?? null) : null };
}

const header = pick(memberImports, ['header', 'fileName'], 'i');

/** The rejected rows of an import as they stand in the file, with the names of its columns. For staff. @throws NotFound */
export async function getRejectedMembers(
  tx: Transaction,
  { importId }: GetFileImportInput,
): Promise<{ header: string[]; rows: MemberRowItem[] }> {
  const { sql } = tx;
  const [file] = await rowsOf(
    sql,
    header,
  )`select ${header(sql)} from member_imports i where i.id = ${importId}`;
  if (!file) throw new NotFound('import', importId);
  const verdict: RowVerdict = 'REJECTED';
  const rows = await rowsOf(sql, listedRow)`
    select ${listedRow(sql)} from member_import_rows r
    where r.import_id = ${importId} and r.verdict = ${verdict} order by r.line`;
  return { header: file.header, rows: [...rows] };
}

const nextRow = pick(memberImportRows, ['line'], 'r');

/** The line of the next row to import; undefined when all are done. For the system. */
export async function findNextMemberRow(
  { sql }: Transaction,
  { importId }: GetFileImportInput,
): Promise<number | undefined> {
  const [row] = await rowsOf(sql, nextRow)`
    select ${nextRow(sql)} from member_import_rows r
    where r.import_id = ${importId} and r.verdict <> 'REJECTED' order by r.line limit 1`;
  return row?.line;
}
