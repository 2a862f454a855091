import { z } from 'zod';
import { amountCents, id, words } from './text.ts';

export const bidStatuses = ['SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED'] as const;

export const withdrawBidInput = z.object({ bidId: id });

export const submitBidInput = z.object({
  projectId: id,
  message: words(10_000),
  amountCents: amountCents.optional(),
});

export type SubmitBidInput = z.infer<typeof submitBidInput>;
