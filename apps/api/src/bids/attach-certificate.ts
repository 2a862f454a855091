import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { addBidFile } from '@namc/db/bids/commands/drafts';
import { getScanForDraft } from '@namc/db/bids/queries/drafts';
import { beginFile } from '@namc/db/files/commands';
import type { AttachCertificateInput } from '@namc/inputs/bids';
import type { SignedInContext } from '../context.ts';
import { filesOf } from '../files/own-uploads.ts';
import { storeContent } from '../files/store-content.ts';

/**
 * Puts a copy of a certificate’s newest scan into a draft of the same firm. The copy is encrypted with a key of its own, so that the
 * store tells nobody which certificates belong to a bid. @throws NotFound for one without a scan, and for another firm’s.
 */
export async function attachCertificate(ctx: SignedInContext, input: AttachCertificateInput): Promise<void> {
  const { name, contentId, ...content } = await ctx.db.read(ctx.actor, (tx) => getScanForDraft(tx, input));
  const files = filesOf(ctx);
  const fileId = await ctx.db.write(ctx.actor, (tx) =>
    beginFile(tx, ctx.keys, { kind: 'BID_FILE', name, bytes: content.bytes }),
  );
  const path = `${files.pathOf(fileId)}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(await files.store.open(contentId), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    await storeContent(ctx, files, { fileId, path, isEncrypted: true, ...content });
  } finally {
    await rm(path, { force: true });
  }
  await ctx.db.write(ctx.actor, (tx) => addBidFile(tx, { draftId: input.draftId, fileId }));
}
