import { z } from 'zod';
import { amountCents, id, words } from './text.ts';

export const bidStatuses = ['SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED'] as const;

export const submitBidInput = z.object({
  projectId: id,
  message: words(10_000),
  amountCents: amountCents.optional(),
});

export type SubmitBidInput = z.infer<typeof submitBidInput>;

export const withdrawBidInput = z.object({ bidId: id });

export type WithdrawBidInput = z.infer<typeof withdrawBidInput>;

export const awardProjectInput = z.object({ bidId: id });

export type AwardProjectInput = z.infer<typeof awardProjectInput>;
