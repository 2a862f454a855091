import type { saveBidDraftInput } from '@namc/inputs/bids';
import type { z } from 'zod/mini';
import type { BidDraft } from './bid-queries.ts';

export type DraftValues = z.input<typeof saveBidDraftInput>;
export type ParsedDraft = z.output<typeof saveBidDraftInput>;

/** A draft as the form's fields show it. */
export const valuesOf = ({ id, version, offer }: BidDraft): DraftValues => ({
  draftId: id,
  version,
  amount: offer.amount ?? '',
  message: offer.message,
  subcontractors: offer.subcontractors.map(({ amount = '', percent = '', ...one }) => ({
    ...one,
    amount,
    percent,
  })),
});
/** All that a draft says, whichever version it is. */
export const contentOf = ({ version: _, ...offer }: ParsedDraft) => JSON.stringify(offer);
