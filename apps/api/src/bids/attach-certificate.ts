import { addBidFile } from '@namc/db/bids/commands/drafts';
import { getScanForDraft } from '@namc/db/bids/queries/drafts';
import { beginFile } from '@namc/db/files/commands';
import type { AttachCertificateInput } from '@namc/inputs/bids';
import type { SignedInContext } from '../context.ts';
import { filesOf } from '../files/own-uploads.ts';
import { storeEncrypted } from '../files/store-content.ts';

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
  await storeEncrypted(ctx, files, await files.store.open(contentId), { fileId, ...content });
  await ctx.db.write(ctx.actor, (tx) => addBidFile(tx, { draftId: input.draftId, fileId }));
}
