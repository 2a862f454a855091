import type { ChooseMatchLettersInput } from '@namc/inputs/project-matches';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { matchChoices } from '../tables.ts';

/** Changes when the acting person hears of projects that their firm can bid on. */
export async function chooseMatchLetters(
  tx: WriteTransaction,
  { notify }: ChooseMatchLettersInput,
): Promise<void> {
  await tx.orm
    .insert(matchChoices)
    .values({ userId: actingUser(tx), notify })
    .onConflictDoUpdate({ target: matchChoices.userId, set: { notify } });
}
