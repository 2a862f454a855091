import { z } from 'zod/mini';
import { notify } from './saved-searches.ts';

export const chooseMatchLettersInput = z.object({ notify });
export type ChooseMatchLettersInput = z.infer<typeof chooseMatchLettersInput>;
