import type { BeginFileInput, CancelFileInput, FileKind, GetFileInput } from '@namc/inputs/files';
import { and, eq, inArray, isNull, lt, or, type SQL, sql as text } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { closeName } from './queries.ts';
import { fileContents, fileKinds, fileSecrets, files } from './tables.ts';

const kept = pick(fileKinds, ['isEncrypted'], 'k');
const made = computed({ id: 'string' });

/**
 * Announces a file that the acting person uploads, and returns its id. The size counts toward the person’s quota from now on. The
 * name is encrypted where the use asks for that.
 * @throws Refused for a file that is too large, and when the quota is used up.
 */
export async function beginFile(
  tx: WriteTransaction,
  ring: KeyRing,
  { name, ...file }: Omit<BeginFileInput, 'kind'> & { kind: FileKind },
): Promise<string> {
  const [use] = await rowsOf(tx.sql, kept, made)`
    select ${kept(tx.sql)}, time_ordered_uuid() as id from file_kinds k where k.kind = ${file.kind}`;
  if (!use) throw new NotFound('use of files', file.kind);
  if (use.isEncrypted) {
    await tx.sql`
      select begin_encrypted_file(${use.id}, ${file.kind}, ${file.bytes}::bigint, ${closeName(ring, use.id, name)})`;
    return use.id;
  }
  const [row] = await tx.orm
    .insert(files)
    .values({ ...file, name, uploadedBy: actingUser(tx) })
    .returning({ id: files.id });
  if (!row) throw new TypeError('An insert returns its row.');
  return row.id;
}

/** The place of a file: its use, and the row that it belongs to. */
interface FilePlace extends Pick<typeof files.$inferSelect, 'kind'> {
  ownerId: string;
  /** The version before. */
  replacesId?: string;
}

type Content = Pick<typeof fileContents.$inferInsert, 'sha256' | 'bytes' | 'contentType' | 'isEncrypted'>;

/**
 * Announces bytes that are about to be stored, and returns the name of their object. Without `finishFile` the object is
 * collected after a day. For the system.
 */
export async function announceContent(tx: WriteTransaction, content: Content): Promise<string> {
  const [row] = await tx.orm.insert(fileContents).values(content).returning({ id: fileContents.id });
  if (!row) throw new TypeError('An insert returns its row.');
  return row.id;
}

/**
 * Notes that announced bytes are stored, and returns the name of the object that holds them. When the same bytes were stored
 * already, it is the older object, and the new one is to be removed.
 */
async function keepContent(
  tx: WriteTransaction,
  { contentId, sha256 }: Pick<Content, 'sha256'> & { contentId: string },
): Promise<string> {
  // Two files with the same bytes become whole one after the other.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended('file content ' || ${sha256}::text, 0))`;
  const isKept = and(
    eq(fileContents.sha256, sha256),
    text`${fileContents.storedAt} is not null`,
    isNull(fileContents.discardedAt),
  );
  const [twin] = await tx.orm.select({ id: fileContents.id }).from(fileContents).where(isKept).for('share');
  await tx.orm
    .update(fileContents)
    .set(twin ? { discardedAt: text`now()` } : { storedAt: text`now()` })
    .where(eq(fileContents.id, contentId));
  return twin?.id ?? contentId;
}

/**
 * Gives a file its stored bytes, and returns the name of the object that has them. Encrypted bytes come with their secret. For the
 * system.
 * @throws Refused for bytes that the use does not take, and for a file that is whole or gone.
 */
export async function finishFile(
  tx: WriteTransaction,
  {
    fileId,
    contentId,
    sha256,
    bytes,
    contentType,
    encryptedSecret,
  }: Content & { fileId: string; contentId: string; encryptedSecret?: Buffer | undefined },
): Promise<string> {
  const used = await keepContent(tx, { contentId, sha256 });
  if (encryptedSecret) await tx.orm.insert(fileSecrets).values({ contentId: used, encryptedSecret });
  const isTaken = tx.orm
    .select({ kind: fileKinds.kind })
    .from(fileKinds)
    .where(text`${contentType}::text = any (${fileKinds.contentTypes})`);
  const { count } = await tx.orm
    .update(files)
    .set({ contentId: used, bytes })
    .where(and(eq(files.id, fileId), isNull(files.contentId), inArray(files.kind, isTaken)));
  if (count === 0) throw new Refused('This upload has ended. Upload the file again.');
  return used;
}

/** Adds a whole file that the portal has fetched or made itself to a row. Its bytes are stored. For the system. */
export async function addOwnFile(
  tx: WriteTransaction,
  {
    contentId,
    sha256,
    ...file
  }: FilePlace & Pick<Content, 'sha256' | 'bytes'> & { name: string; contentId: string },
): Promise<void> {
  const used = await keepContent(tx, { contentId, sha256 });
  await tx.orm.insert(files).values({ ...file, contentId: used });
}

/**
 * Gives a whole file of the acting person’s to a row of the table of its kind, as a new version of `replacesId` if there is one.
 * @throws NotFound for a file that is gone or somebody else’s. @throws Refused for one that has an owner or is not whole, and
 * for an owner that the person may not change. With a condition, @throws NotFound too if the statement doesn’t find it met.
 */
export async function giveFile(
  tx: WriteTransaction,
  { fileId, kind, ownerId, replacesId }: GetFileInput & FilePlace,
  condition?: SQL,
): Promise<void> {
  const { count } = await tx.orm
    .update(files)
    .set({ ownerId, replacesId: replacesId ?? null })
    .where(and(eq(files.id, fileId), eq(files.kind, kind), eq(files.uploadedBy, actingUser(tx)), condition));
  if (count === 0) throw new NotFound('file', fileId);
}

/** Removes a file of the acting person’s that belongs to nothing. Returns false if there is none. */
export async function cancelFile(tx: WriteTransaction, { fileId }: CancelFileInput): Promise<boolean> {
  const { count } = await tx.orm
    .delete(files)
    .where(and(eq(files.id, fileId), eq(files.uploadedBy, actingUser(tx)), isNull(files.ownerId)));
  return count > 0;
}

/** Files that belong to nothing, and objects that no file has, are kept for so long. */
const keptUnused = text`now() - interval '24 hours'`;
const isUnused = text`not exists (select from ${files} where ${files.contentId} = ${fileContents.id})`;
const mostAtOnce = 500;

/**
 * Removes the files that nothing took within a day, and returns the names of up to 500 objects that are to be removed: no file
 * has their bytes any more. Each is returned again until `forgetContents`. For the system.
 */
export async function collectFiles({ orm }: WriteTransaction): Promise<string[]> {
  await orm.delete(files).where(and(isNull(files.ownerId), lt(files.createdAt, keptUnused)));
  // A file that takes the bytes meanwhile waits for these locks, and then finds them discarded.
  const candidates = await orm
    .select({ id: fileContents.id })
    .from(fileContents)
    .where(
      and(
        isNull(fileContents.discardedAt),
        or(text`${fileContents.storedAt} is not null`, lt(fileContents.createdAt, keptUnused)),
        isUnused,
      ),
    )
    .limit(mostAtOnce)
    .for('update', { skipLocked: true });
  const ids = candidates.map(({ id }) => id);
  // A statement of its own sees what was committed before the locks.
  await orm
    .update(fileContents)
    .set({ discardedAt: text`now()` })
    .where(and(inArray(fileContents.id, ids), isUnused));
  const discarded = await orm
    .select({ id: fileContents.id })
    .from(fileContents)
    .where(text`${fileContents.discardedAt} is not null`)
    .orderBy(fileContents.discardedAt)
    .limit(mostAtOnce);
  return discarded.map(({ id }) => id);
}

/** Forgets objects that were removed from the store. For the system. */
export async function forgetContents({ orm }: WriteTransaction, contentIds: string[]): Promise<void> {
  if (contentIds.length === 0) return;
  await orm
    .delete(fileContents)
    .where(and(inArray(fileContents.id, contentIds), text`${fileContents.discardedAt} is not null`));
}
