import { z } from 'zod/mini';
import { id, listOf } from './text.ts';

/** The keys in a letter that end what the letter is about. */
export const stopLettersInput = z.object({ keys: listOf(id, 50, 'keys') });
export type StopLettersInput = z.infer<typeof stopLettersInput>;
