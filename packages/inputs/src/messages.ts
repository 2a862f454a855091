import { z } from 'zod';
import { id, page, words } from './text.ts';

export const messageDraft = z.object({
  receiverId: id,
  body: words(10_000),
  projectId: id.optional(),
});
export type MessageDraft = z.infer<typeof messageDraft>;

export const conversationPage = page.extend({ correspondentId: id });
export type ConversationPage = z.infer<typeof conversationPage>;
