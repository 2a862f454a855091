import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { Refused, Unavailable } from '@namc/db/errors';
import { beginFile, cancelFile } from '@namc/db/files/commands';
import { getFileRules, getUpload, listUnfinishedFiles } from '@namc/db/files/queries';
import type { BeginFileInput, FileKind, GetFileInput } from '@namc/inputs/files';
import type { SignedInContext } from '../context.ts';
import type { PortalFiles } from '../http/portal-files.ts';
import { storeContent, storeEncrypted } from './store-content.ts';
import { takeContent } from './take-content.ts';

/** The bytes that have arrived stay for those that come. */
class NotWhole extends Refused {}

/** @throws Unavailable */
export function filesOf({ files }: SignedInContext): PortalFiles {
  if (!files) throw new Unavailable('This portal keeps no files.');
  return files;
}

/** Announces a file, and returns its id. Its bytes follow. @throws Refused, TRPCError after too many uploads. */
export async function beginUpload(
  ctx: SignedInContext,
  input: Omit<BeginFileInput, 'kind'> & { kind: FileKind },
): Promise<string> {
  await ctx.limits.count('upload by account', ctx.userId);
  return ctx.db.write(ctx.actor, (tx) => beginFile(tx, ctx.keys, input));
}

/** An upload that stopped. */
export interface StoppedUpload {
  id: string;
  name: string;
  bytes: number;
  arrivedBytes: number;
}

/**
 * Uploads of the caller's own that stopped before the end, and the bytes of each that have arrived. On demand also those that
 * arrived whole and belong to nothing yet.
 */
export async function listUnfinished(
  ctx: SignedInContext,
  input: { kind: FileKind; withWhole?: boolean },
): Promise<StoppedUpload[]> {
  const { files } = ctx;
  if (!files) return [];
  const begun = await ctx.db.read(ctx.actor, (tx) => listUnfinishedFiles(tx, ctx.keys, input));
  const arrived = begun.map(async ({ isWhole, ...file }) => {
    const found = isWhole ? undefined : await stat(files.pathOf(file.id)).catch(() => undefined);
    return { ...file, arrivedBytes: isWhole ? file.bytes : (found?.size ?? 0) };
  });
  return (await Promise.all(arrived)).filter(({ arrivedBytes }) => arrivedBytes > 0);
}

/** Removes an upload of the caller's own that nothing uses. */
export async function cancelUpload(ctx: SignedInContext, { fileId }: GetFileInput): Promise<void> {
  const isOwn = await ctx.db.write(ctx.actor, (tx) => cancelFile(tx, { fileId }));
  if (isOwn) await ctx.files?.removeUpload(fileId);
}

/**
 * Looks at the bytes that have arrived and stores them. It may be asked again when the first answer was lost.
 * @throws Refused for a file that is not whole or that the use does not take. Its bytes are gone then. @throws NotFound
 */
export async function finishUpload(ctx: SignedInContext, { fileId }: GetFileInput): Promise<void> {
  const { kind, bytes, contentId: stored } = await ctx.db.read(ctx.actor, (tx) => getUpload(tx, { fileId }));
  if (stored) return;
  const files = filesOf(ctx);
  const { pathOf, removeUpload } = files;
  const path = pathOf(fileId);
  const made = `${path}.${randomUUID()}`;
  try {
    const arrived = await stat(path).catch(() => undefined);
    if (arrived?.size !== bytes) throw new NotWhole('This file hasn’t arrived whole yet. Upload it again.');
    const rules = await ctx.db.read(ctx.actor, (tx) => getFileRules(tx, { kind }));
    await refuseVirus(ctx, fileId);
    const { isMade, ...content } = await takeContent(path, made, rules);
    const store = rules.isEncrypted ? storeEncrypted : storeContent;
    await store(ctx, files, isMade ? made : path, { fileId, ...content });
    await removeUpload(fileId);
  } catch (error) {
    // Another request for the same upload may have been faster.
    const now = await ctx.db.read(ctx.actor, (tx) => getUpload(tx, { fileId })).catch(() => undefined);
    if (now?.contentId) return;
    if (error instanceof Refused && !(error instanceof NotWhole)) await cancelUpload(ctx, { fileId });
    throw error;
  } finally {
    await rm(made, { force: true });
  }
}

/**
 * Lets the scanner look at an upload before anything else reads it. While the scanner does not answer, the bytes stay where they are,
 * and nobody gets the file.
 * @throws Refused for a file with a virus, whose bytes are gone then. @throws Unavailable
 */
async function refuseVirus(ctx: SignedInContext, fileId: string): Promise<void> {
  const { findVirus, pathOf } = filesOf(ctx);
  let virus: string | undefined;
  try {
    virus = await findVirus(pathOf(fileId));
  } catch (cause) {
    throw new Unavailable(
      'Files can’t be checked for viruses right now. Your upload is kept. Try again in a few minutes.',
      { cause },
    );
  }
  if (virus !== undefined)
    throw new Refused(`The virus scanner found “${virus}” in this file, so we removed it.`);
}
