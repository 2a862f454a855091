import { z } from 'zod/mini';
import { id, listOf } from './text.ts';

/** The keys in a letter that end what the letter is about. No key would end nothing. */
export const stopLettersInput = z.object({
  keys: listOf(id, 50, 'keys').check(z.minLength(1, 'must have a key')),
});
export type StopLettersInput = z.infer<typeof stopLettersInput>;

/** The subjects of letters that a key in them ends. */
export const letterSubjects = ['PROJECT', 'SEARCH', 'MATCHES', 'INVITATIONS'] as const;
export type LetterSubject = (typeof letterSubjects)[number];

export const findLettersOfKeyInput = z.object({ key: id });
export type FindLettersOfKeyInput = z.infer<typeof findLettersOfKeyInput>;

/** `notify` is when letters about a search or about projects for a firm come again. */
export const resumeLettersInput = z.object({
  key: id,
  notify: z._default(z.enum(['AT_ONCE', 'DAILY', 'WEEKLY']), 'DAILY'),
});
export type ResumeLettersInput = z.infer<typeof resumeLettersInput>;
