import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { encryptFile } from '@namc/db/file-cipher';
import { announceContent, finishFile } from '@namc/db/files/commands';
import { closeSecret } from '@namc/db/files/queries';
import { actorOf } from '../actors.ts';
import type { SignedInContext } from '../context.ts';
import type { PortalFiles } from '../http/portal-files.ts';
import type { TakenContent } from './take-content.ts';

/** Bytes that were looked at, at `path`, and the file of the caller’s that they are. */
export interface BytesToStore extends Pick<TakenContent, 'sha256' | 'bytes' | 'contentType'> {
  fileId: string;
  path: string;
  /** True for a use whose bytes are encrypted before they are stored. */
  isEncrypted: boolean;
}

/** Stores bytes and gives them to a file that was announced. @throws Refused for a file that has ended. */
export async function storeContent(
  ctx: SignedInContext,
  { store }: PortalFiles,
  { fileId, path, isEncrypted, ...content }: BytesToStore,
): Promise<void> {
  const system = actorOf(ctx.userId, 'system:files');
  if (!isEncrypted) {
    const contentId = await ctx.db.write(system, (tx) => announceContent(tx, content));
    await store.put(contentId, path);
    await ctx.db.write(system, (tx) => finishFile(tx, { fileId, contentId, ...content }));
    return;
  }
  const encrypted = `${path}.${randomUUID()}`;
  try {
    const { key, sha256 } = await encryptFile(path, encrypted);
    const kept = { ...content, sha256, isEncrypted };
    const contentId = await ctx.db.write(system, (tx) => announceContent(tx, kept));
    await store.put(contentId, encrypted);
    const encryptedSecret = closeSecret(ctx.keys, contentId, { key, sha256: content.sha256 });
    await ctx.db.write(system, (tx) => finishFile(tx, { fileId, contentId, encryptedSecret, ...kept }));
  } finally {
    await rm(encrypted, { force: true });
  }
}
