import { z } from 'zod/mini';
import { id, manyLines, page } from './text.ts';

/** The side of a message to which a mailbox row belongs: the sender's or the receiver's. */
export const messageDirections = ['SENT', 'RECEIVED'] as const;

export const sendMessageInput = z.object({
  receiverId: id,
  body: manyLines(10_000),
  projectId: z.optional(id),
});

export type SendMessageInput = z.infer<typeof sendMessageInput>;

export const listConversationInput = z.extend(page, { correspondentId: id });

export type ListConversationInput = z.infer<typeof listConversationInput>;

export const markConversationReadInput = z.object({ correspondentId: id });

export type MarkConversationReadInput = z.infer<typeof markConversationReadInput>;
