import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Database } from '@namc/db';
import { Unavailable } from '@namc/db/errors';
import type { FileStore } from '@namc/db/file-store';
import { announceContent } from '@namc/db/files/commands';
import { replaceRejectedRows } from '@namc/db/imports/commands/keep-files';
import { findImportFile } from '@namc/db/imports/queries';
import { measure } from '../files/take-content.ts';
import { worker } from '../jobs/job.ts';

/** The worker found no file to import, or not the whole one. The message is for staff. */
export class FileGone extends Error {}

/** The store does not have the file, or does not answer. The message is for the operator. */
export class StoreAway extends Unavailable {}

/**
 * Copies the file of an import from the store to this machine, where the importer reads it.
 * @throws FileGone, StoreAway.
 */
export async function copyImportFile(
  db: Database,
  { importId, store, to, signal }: { importId: string; store: FileStore; to: string; signal: AbortSignal },
): Promise<void> {
  const found = await db.read(worker, (tx) => findImportFile(tx, { importId, kind: 'BOARD_FILE' }));
  if (!found) throw new FileGone('The file is no longer stored. Upload it again.');
  try {
    await pipeline(await store.open(found.contentId), createWriteStream(to, { mode: 0o600 }), { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new StoreAway(
      `The worker did not get the file of import ${importId} from ${store.name}. The portal and the worker need the same FILE_STORE.`,
      { cause },
    );
  }
  const { size } = await stat(to);
  if (size !== found.bytes) throw new FileGone('The file did not reach the importer whole. Upload it again.');
}

/** Stores the rejected rows that the importer wrote, if it wrote any, in the place of those of an earlier check. */
export async function storeRejectedRows(
  db: Database,
  { importId, store, path }: { importId: string; store: FileStore; path: string },
): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.size) return db.write(worker, (tx) => replaceRejectedRows(tx, importId, undefined));
  const content = await measure(path);
  const contentId = await db.write(worker, (tx) =>
    announceContent(tx, { ...content, contentType: 'text/csv' }),
  );
  await store.put(contentId, path);
  await db.write(worker, (tx) => replaceRejectedRows(tx, importId, { ...content, contentId }));
}
