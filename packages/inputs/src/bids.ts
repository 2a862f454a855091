import { z } from 'zod/mini';
import { amountCents, id, manyLines } from './text.ts';

export const bidStatuses = ['SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED'] as const;

export const submitBidInput = z.object({
  projectId: id,
  message: manyLines(10_000),
  amountCents: z.optional(amountCents),
});

export type SubmitBidInput = z.infer<typeof submitBidInput>;

export const withdrawBidInput = z.object({ bidId: id });

export type WithdrawBidInput = z.infer<typeof withdrawBidInput>;

export const awardProjectInput = z.object({ bidId: id });

export type AwardProjectInput = z.infer<typeof awardProjectInput>;
