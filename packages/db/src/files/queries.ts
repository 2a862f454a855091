import type { FileKind, GetFileInput } from '@namc/inputs/files';
import { z } from 'zod/mini';
import { openedFileKeys } from '../bids/tables.ts';
import { optional, pick, present } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { Failure, NotFound } from '../engine/errors.ts';
import { decrypt, encrypt } from '../engine/secrets/cipher.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { fileContents, fileKinds, fileSecrets, files } from './tables.ts';

const namePlace = (fileId: string) => ({ table: 'files', column: 'encrypted_name', row: fileId });
const secretPlace = (contentId: string) => ({
  table: 'file_secrets',
  column: 'encrypted_secret',
  row: contentId,
});
const openedPlace = (fileId: string) => ({ table: 'opened_file_keys', column: 'encrypted_key', row: fileId });

/** Encrypts the name of a file. */
export const closeName = (ring: KeyRing, fileId: string, name: string): Buffer =>
  encrypt(ring, namePlace(fileId), name);

/** The name of a file. @throws Failure if it cannot be decrypted. */
export const openName = (
  ring: KeyRing,
  { id, name, encryptedName }: Pick<typeof files.$inferSelect, 'id' | 'name' | 'encryptedName'>,
): string => (encryptedName ? decrypt(ring, namePlace(id), encryptedName) : name);

const key = z.base64().check(z.length(44));
const secret = z.object({ key, sha256: z.string() });
/** The key of an encrypted file’s bytes, and the hash of the plain ones. */
export interface FileSecret {
  key: Buffer;
  sha256: string;
}

/** Encrypts the secret of stored bytes. */
export const closeSecret = (ring: KeyRing, contentId: string, { key, sha256 }: FileSecret): Buffer =>
  encrypt(ring, secretPlace(contentId), JSON.stringify({ key: key.toString('base64'), sha256 }));

/** @throws Failure if it cannot be decrypted. */
export function openSecret(ring: KeyRing, contentId: string, bytes: Buffer): FileSecret {
  const { key, sha256 } = secret.parse(JSON.parse(decrypt(ring, secretPlace(contentId), bytes)));
  return { key: Buffer.from(key, 'base64'), sha256 };
}

/** Encrypts the key of an opened bid’s file, which is in base64. */
export const closeOpenedKey = (ring: KeyRing, fileId: string, key: string): Buffer =>
  encrypt(ring, openedPlace(fileId), key);

/** The key of an opened bid’s file, in base64. @throws Failure if it cannot be decrypted. */
export const openOpenedKey = (ring: KeyRing, fileId: string, bytes: Buffer): string =>
  key.parse(decrypt(ring, openedPlace(fileId), bytes));

const rules = pick(fileKinds, ['mostBytes', 'contentTypes', 'mostSide', 'isEncrypted'], 'k');
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

const begun = pick(files, ['id', 'name', 'encryptedName', 'bytes'], 'f');
const arrival = computed({ isWhole: 'boolean' });

export type UnfinishedFile = Omit<RowOf<typeof begun>, 'encryptedName'> & RowOf<typeof arrival>;

/**
 * The acting person's files of a use that have not arrived whole, the newest first, and on demand those that did and belong to
 * nothing yet. The portal keeps them for a day.
 */
export async function listUnfinishedFiles(
  { sql }: Transaction,
  ring: KeyRing,
  { kind, withWhole = false }: { kind: FileKind; withWhole?: boolean },
): Promise<UnfinishedFile[]> {
  const rows = await rowsOf(sql, begun, arrival)`
    select ${begun(sql)}, f.content_id is not null as "isWhole" from files f
    where f.uploaded_by = current_user_id() and f.kind = ${kind} and f.owner_id is null
      and (f.content_id is null or ${withWhole})
    order by f.created_at desc, f.id desc`;
  return rows.map(({ encryptedName, ...row }) => ({
    ...row,
    name: openName(ring, { ...row, encryptedName }),
  }));
}

const stored = pick(files, ['id', 'name', 'encryptedName'], 'f');
const content = present(
  pick(
    fileContents,
    {
      contentId: 'id',
      sha256: 'sha256',
      bytes: 'bytes',
      contentType: 'contentType',
      isEncrypted: 'isEncrypted',
    },
    'c',
  ),
);
const ofFirm = optional(pick(fileSecrets, ['encryptedSecret'], 's'));
const ofReaders = optional(pick(openedFileKeys, { openedKey: 'encryptedKey' }, 'o'));

/** A whole file: its name, and the object of the store that holds its bytes. `openFile` decrypts what is encrypted of it. */
export type StoredFile = RowOf<typeof stored> &
  RowOf<typeof content> &
  RowOf<typeof ofFirm> &
  RowOf<typeof ofReaders>;

/** Those of some files that are whole and that the acting person may read, in no order. */
export async function listFilesByIds(
  { sql }: Transaction,
  { fileIds }: { fileIds: string[] },
): Promise<StoredFile[]> {
  return rowsOf(sql, stored, content, ofFirm, ofReaders)`
    select ${stored(sql)}, ${content(sql)}, ${ofFirm(sql)}, ${ofReaders(sql)}
    from files f join file_contents c on c.id = f.content_id
    left join file_secrets s on s.content_id = c.id left join opened_file_keys o on o.file_id = f.id
    where f.id = any (${fileIds}::uuid[])`;
}

/** A whole file that the acting person may read. @throws NotFound also for one of somebody else’s. */
export async function getFile(tx: Transaction, { fileId }: GetFileInput): Promise<StoredFile> {
  const [row] = await listFilesByIds(tx, { fileIds: [fileId] });
  if (!row) throw new NotFound('file', fileId);
  return row;
}

/**
 * The name of a file, and the key of its bytes. Null for bytes that are not encrypted.
 * @throws Failure if they cannot be decrypted, and for bytes whose key the reader does not have.
 */
export function openFile(ring: KeyRing, file: StoredFile): { name: string; key: Buffer | null } {
  const name = openName(ring, file);
  if (!file.isEncrypted) return { name, key: null };
  if (file.encryptedSecret) return { name, key: openSecret(ring, file.contentId, file.encryptedSecret).key };
  if (file.openedKey)
    return { name, key: Buffer.from(openOpenedKey(ring, file.id, file.openedKey), 'base64') };
  throw new Failure('unavailable', 'The key of this file is missing.');
}
