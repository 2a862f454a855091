import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { encryptFile } from '@namc/db/file-cipher';
import { announceContent, finishFile } from '@namc/db/files/commands';
import { closeSecret } from '@namc/db/files/queries';
import { actorOf } from '../actors.ts';
import type { SignedInContext } from '../context.ts';
import type { PortalFiles } from '../http/portal-files.ts';
import type { TakenContent } from './take-content.ts';

/** The file of the caller’s whose bytes are stored, and what was found as they were looked at. */
export interface ContentOfFile extends Pick<TakenContent, 'sha256' | 'bytes' | 'contentType'> {
  fileId: string;
}

/** Stores the bytes at `path` and gives them to a file that was announced. @throws Refused for a file that has ended. */
export async function storeContent(
  ctx: SignedInContext,
  { store }: PortalFiles,
  path: string,
  { fileId, ...content }: ContentOfFile,
): Promise<void> {
  const system = actorOf(ctx.userId, 'system:files');
  const contentId = await ctx.db.write(system, (tx) => announceContent(tx, content));
  await store.put(contentId, path);
  await ctx.db.write(system, (tx) => finishFile(tx, { fileId, contentId, ...content }));
}

/** The same for a file whose bytes are encrypted before they are stored. They may come as a stream. */
export async function storeEncrypted(
  ctx: SignedInContext,
  { store, pathOf }: PortalFiles,
  from: string | Readable,
  { fileId, ...content }: ContentOfFile,
): Promise<void> {
  const system = actorOf(ctx.userId, 'system:files');
  const encrypted = `${pathOf(fileId)}.${randomUUID()}`;
  try {
    await mkdir(dirname(encrypted), { recursive: true, mode: 0o700 });
    const { key, sha256 } = await encryptFile(from, encrypted);
    const kept = { ...content, sha256, isEncrypted: true };
    const contentId = await ctx.db.write(system, (tx) => announceContent(tx, kept));
    await store.put(contentId, encrypted);
    const encryptedSecret = closeSecret(ctx.keys, contentId, { key, sha256: content.sha256 });
    await ctx.db.write(system, (tx) => finishFile(tx, { fileId, contentId, encryptedSecret, ...kept }));
  } finally {
    await rm(encrypted, { force: true });
  }
}
