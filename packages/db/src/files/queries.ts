import type { FileKind, GetFileInput } from '@namc/inputs/files';
import { pick, present } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { fileContents, fileKinds, files } from './tables.ts';

const rules = pick(fileKinds, ['mostBytes', 'contentTypes', 'mostSide'], 'k');
const left = computed({ quotaLeft: 'number' });

/** The types and sizes that a use takes, and the bytes that the person's other files leave. Files of staff count toward no quota. */
export type FileRules = RowOf<typeof rules> & RowOf<typeof left>;

/** The rules for a use of files, and the bytes that the acting person may still upload. @throws NotFound */
export async function getFileRules({ sql }: Transaction, { kind }: { kind: string }): Promise<FileRules> {
  const [row] = await rowsOf(sql, rules, left)`
    select ${rules(sql)},
           (case when k.permission_code is null then greatest(0, file_quota() - coalesce(
             (select sum(f.bytes) from files f where f.uploaded_by = current_user_id() and f.kind <> 'SUBMITTED_BID_FILE'), 0))
             else k.most_bytes end)::float8 as "quotaLeft"
    from file_kinds k where k.kind = ${kind}`;
  if (!row) throw new NotFound('use of files', kind);
  return row;
}

const upload = pick(files, ['id', 'kind', 'bytes', 'contentId'], 'f');

export type FileUpload = RowOf<typeof upload>;

/** A file of the acting person's that belongs to nothing yet. `contentId` is null until it is whole. @throws NotFound */
export async function getUpload({ sql }: Transaction, { fileId }: GetFileInput): Promise<FileUpload> {
  const [row] = await rowsOf(sql, upload)`
    select ${upload(sql)} from files f
    where f.id = ${fileId} and f.owner_id is null and f.uploaded_by = current_user_id()`;
  if (!row) throw new NotFound('upload', fileId);
  return row;
}

const begun = pick(files, ['id', 'name', 'bytes'], 'f');
const arrival = computed({ isWhole: 'boolean' });

export type UnfinishedFile = RowOf<typeof begun> & RowOf<typeof arrival>;

/**
 * The acting person's files of a use that have not arrived whole, the newest first, and on demand those that did and belong to
 * nothing yet. The portal keeps them for a day.
 */
export async function listUnfinishedFiles(
  { sql }: Transaction,
  { kind, withWhole = false }: { kind: FileKind; withWhole?: boolean },
): Promise<UnfinishedFile[]> {
  return rowsOf(sql, begun, arrival)`
    select ${begun(sql)}, f.content_id is not null as "isWhole" from files f
    where f.uploaded_by = current_user_id() and f.kind = ${kind} and f.owner_id is null
      and (f.content_id is null or ${withWhole})
    order by f.created_at desc, f.id desc`;
}

const stored = pick(files, ['name'], 'f');
const content = present(
  pick(fileContents, { contentId: 'id', sha256: 'sha256', bytes: 'bytes', contentType: 'contentType' }, 'c'),
);

/** A whole file: its name, and the object of the store that holds its bytes. */
export type StoredFile = RowOf<typeof stored> & RowOf<typeof content>;

/** A whole file that the acting person may read. @throws NotFound also for one of somebody else’s. */
export async function getFile({ sql }: Transaction, { fileId }: GetFileInput): Promise<StoredFile> {
  const [row] = await rowsOf(sql, stored, content)`
    select ${stored(sql)}, ${content(sql)}
    from files f join file_contents c on c.id = f.content_id where f.id = ${fileId}`;
  if (!row) throw new NotFound('file', fileId);
  return row;
}
