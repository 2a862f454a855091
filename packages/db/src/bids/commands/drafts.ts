import {
  type BeginBidInput,
  type BidFileInput,
  bidOutcomes,
  type NoteBidInput,
  type SaveBidDraftInput,
  type SubmitBidInput,
} from '@namc/inputs/bids';
import { instantWords } from '@namc/inputs/instant-words';
import { and, eq } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { giveFile } from '../../files/commands.ts';
import { files } from '../../files/tables.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { closeDraft, draftRow, offerOf, openDraft } from '../queries/drafts.ts';
import { getOwnBid } from '../queries/own.ts';
import { bidDrafts } from '../tables.ts';
import { sealDraft } from './seal.ts';
import type { SealingKeys } from './sealing.ts';

const made = computed({ draftId: 'string' });

/** The draft of a firm for a project, which the first who asks begins. Returns its id. @throws Refused for who may not bid on it. */
export async function beginBid(
  { sql }: WriteTransaction,
  { projectId, companyId }: BeginBidInput,
): Promise<string> {
  const [row] = await rowsOf(sql, made)`select begin_bid(${projectId}, ${companyId}) as "draftId"`;
  if (!row) throw new TypeError('The function returns a row.');
  return row.draftId;
}

/** `stale` if somebody of the firm, or another page of the same person, saved since: nothing is written then. */
export type DraftSaveOutcome =
  | { outcome: 'saved'; version: number; revision: number; at: Date }
  | { outcome: 'stale' };
const saved = computed({ version: 'number | null', revision: 'number', at: 'Date' });

/** Saves a draft, encrypted. @throws Refused after the deadline. @throws NotFound for another firm's. */
export async function saveBidDraft(
  { sql }: WriteTransaction,
  ring: KeyRing,
  { draftId, version, ...offer }: SaveBidDraftInput,
): Promise<DraftSaveOutcome> {
  const [row] = await rowsOf(sql, saved)`
    select new_version as version, new_revision as revision, at
    from save_bid_draft(${draftId}, ${version}::int, ${closeDraft(ring, draftId, offer)})`;
  if (!row) throw new NotFound('draft', draftId);
  return row.version === null ? { outcome: 'stale' } : { outcome: 'saved', ...row, version: row.version };
}

/** Puts an uploaded file of the acting person's into a draft. @throws NotFound, and Refused as `giveFile`. */
export function addBidFile(tx: WriteTransaction, { draftId, fileId }: BidFileInput): Promise<void> {
  return giveFile(tx, { fileId, kind: 'BID_FILE', ownerId: draftId });
}

/** Takes a file out of a draft. Bids that were submitted with it keep it. @throws NotFound */
export async function removeBidFile(
  { orm }: WriteTransaction,
  { draftId, fileId }: BidFileInput,
): Promise<void> {
  const { count } = await orm
    .delete(files)
    .where(and(eq(files.id, fileId), eq(files.ownerId, draftId), eq(files.kind, 'BID_FILE')));
  if (count === 0) throw new NotFound('file', fileId);
}

/** Keeps the firm's own notes about a bid. @throws NotFound for another firm's. */
export async function noteBid({ orm }: WriteTransaction, { draftId, notes }: NoteBidInput): Promise<void> {
  const { count } = await orm.update(bidDrafts).set({ notes }).where(eq(bidDrafts.id, draftId));
  if (count === 0) throw new NotFound('draft', draftId);
}

const submission = computed({
  outcome: anyOf(bidOutcomes),
  bidId: 'string | null',
  at: 'Date',
});
/** `ALREADY`: the bid is in as the person sees it. `STALE`: somebody of the firm changed the draft since. */
export type SubmitOutcome =
  | { outcome: 'SUBMITTED' | 'ALREADY'; bidId: string; at: Date; by: string | null }
  | { outcome: 'STALE' };

/**
 * Submits a draft as the acting person saw it, and mails the person the receipt. The firm's earlier bid stands until this one is
 * in. Nobody else reads the offer before the opening.
 * @throws Refused after the deadline by the database's clock, for what is lacking, and for a project that takes no bids. @throws NotFound
 */
export async function submitBid(
  tx: WriteTransaction,
  sealing: SealingKeys,
  { draftId, revision, portal }: SubmitBidInput & { portal: string },
): Promise<SubmitOutcome> {
  const [row] = await rowsOf(tx.sql, draftRow)`
    select ${draftRow(tx.sql)} from bid_drafts where id = ${draftId}`;
  if (!row) throw new NotFound('draft', draftId);
  const offer = offerOf(openDraft(sealing.keys, row));
  const { bidId, salt, sealed, copy, files: held } = await sealDraft(tx, sealing, draftId, offer);
  const [told] = await rowsOf(tx.sql, submission)`
    select outcome, bid as "bidId", at from submit_bid(${draftId}, ${revision}::int, ${offer.amountCents}::bigint,
      ${offer.message}, ${JSON.stringify(offer.subcontractors)}::text::jsonb, ${bidId}, ${salt}, ${sealed}, ${copy},
      ${JSON.stringify(held)}::text::jsonb)`;
  if (!told) throw new NotFound('draft', draftId);
  if (told.outcome === 'STALE' || told.bidId === null) return { outcome: 'STALE' };
  const { title, submitter, submittedAt, zone } = await getOwnBid(tx, sealing.keys, { bidId: told.bidId });
  const bidder = await findAddressee(tx, actingUser(tx));
  if (told.outcome === 'SUBMITTED' && bidder)
    await sendLetter(tx, bidder, 'bid-received', {
      origin: portal,
      projectTitle: title,
      bidId: told.bidId,
      at: instantWords(submittedAt, zone),
    });
  return { outcome: told.outcome, bidId: told.bidId, at: told.at, by: submitter };
}
