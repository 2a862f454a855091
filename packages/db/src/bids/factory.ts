import { randomUUID } from 'node:crypto';
import { saveBidDraftInput } from '@namc/inputs/bids';
import type { z } from 'zod/mini';
import { actingUser } from '../engine/acting-user.ts';
import type { Database, WriteTransaction } from '../engine/database.ts';
import { type New, system } from '../tools/testing/sample.ts';
import { testKeys, testOpening, testSealing } from '../tools/testing/test-keys.ts';
import { beginBid, saveBidDraft, submitBid } from './commands/drafts.ts';
import { openDueBids } from './commands/open.ts';
import { getBidDraft } from './queries/drafts.ts';
import { bidContents, bids } from './tables.ts';

export interface BidSample
  extends New<typeof bids, 'submittedAt'>,
    New<typeof bidContents, 'amountCents' | 'message'> {}

/**
 * Adds a bid of an hour ago and returns its id. A project whose deadline has passed since then accepts it.
 */
export async function addBid(
  db: Database,
  projectId: string,
  bidderId: string,
  sample: BidSample = {},
): Promise<string> {
  const id = randomUUID();
  const {
    submittedAt = new Date(Date.now() - 3_600_000),
    amountCents = 1_000_000,
    message = 'We can do this.',
  } = sample;
  await db.write(system, async ({ orm }) => {
    await orm.insert(bids).values({ id, projectId, bidderId, submittedAt });
    await orm.insert(bidContents).values({ bidId: id, amountCents, message });
  });
  return id;
}

/** Opens all bids whose deadline has passed, as the worker does. */
export async function openBids(db: Database): Promise<void> {
  const { problems } = await openDueBids(db, testOpening);
  for (const { problem } of problems) throw problem;
}

/** Bids as the acting member in a statement of the table's own, which leaves the bid without an offer. Returns the bid's id. */
export async function bidByHand(tx: WriteTransaction, { projectId }: { projectId: string }): Promise<string> {
  const [bid] = await tx.orm
    .insert(bids)
    .values({ projectId, bidderId: actingUser(tx) })
    .returning({ id: bids.id });
  if (!bid) throw new TypeError('An insert returns its row.');
  return bid.id;
}

/** The draft of a firm for a project as a person of the firm edits it, with the ways to save and to submit it. */
export async function draftOf(db: Database, userId: string, of: { projectId: string; companyId: string }) {
  const as = { kind: 'member', userId } as const;
  const draftId = await db.write(as, (tx) => beginBid(tx, of));
  const read = () => db.read(as, (tx) => getBidDraft(tx, testKeys, { draftId }), { freshness: 'latest' });
  const save = async (
    offer: Omit<z.input<typeof saveBidDraftInput>, 'draftId' | 'version'>,
    version?: number,
  ) => {
    const seen = version ?? (await read()).version;
    return db.write(as, (tx) =>
      saveBidDraft(tx, testKeys, saveBidDraftInput.parse({ draftId, version: seen, ...offer })),
    );
  };
  const submit = async (revision?: number) => {
    const seen = revision ?? (await read()).revision;
    return db.write(as, (tx) =>
      submitBid(tx, testSealing, { draftId, revision: seen, portal: 'https://portal.example.org' }),
    );
  };
  return { draftId, as, read, save, submit };
}
