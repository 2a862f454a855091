import { z } from 'zod/mini';
import { id, limit } from './text.ts';

export const ticketCategories = ['QUESTION', 'PROBLEM', 'IDEA', 'COMPLAINT'] as const;

export const ticketStatuses = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] as const;

export const listTicketsInput = z.object({
  status: z._default(z.enum(ticketStatuses), 'OPEN'),
  limit: limit(100, 25),
});

export type ListTicketsInput = z.infer<typeof listTicketsInput>;

export const listRepliesInput = z.object({ ticketId: id });

export type ListRepliesInput = z.infer<typeof listRepliesInput>;
