import { z } from 'zod';
import { id } from './text.ts';

export const ticketCategories = ['QUESTION', 'PROBLEM', 'IDEA', 'COMPLAINT'] as const;

export const ticketStatuses = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] as const;

export const listTicketsInput = z.object({
  status: z.enum(ticketStatuses).default('OPEN'),
  limit: z.number().int().min(1).max(100).default(25),
});

export type ListTicketsInput = z.infer<typeof listTicketsInput>;

export const listRepliesInput = z.object({ ticketId: id });

export type ListRepliesInput = z.infer<typeof listRepliesInput>;
