import { z } from 'zod';
import { id, page, words } from './text.ts';

export const sendMessageInput = z.object({
  receiverId: id,
  body: words(10_000),
  projectId: id.optional(),
});
export type SendMessageInput = z.infer<typeof sendMessageInput>;

export const listConversationInput = page.extend({ correspondentId: id });
export type ListConversationInput = z.infer<typeof listConversationInput>;
