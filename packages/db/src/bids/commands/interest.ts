import type { SayInterestInput } from '@namc/inputs/bids';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { projectInterests } from '../tables.ts';

/**
 * Notes whether a firm of the acting member is going to bid. Its latest word counts. @throws Refused for another firm, for a project
 * that no longer takes bids, and for an unknown one.
 */
export async function sayInterest(
  tx: WriteTransaction,
  { projectId, companyId, stance, bidsAs, isShown }: SayInterestInput,
): Promise<void> {
  const said = { stance, bidsAs, isShown: isShown && stance === 'INTERESTED' };
  await tx.orm
    .insert(projectInterests)
    .values({ projectId, companyId, ...said, saidBy: actingUser(tx) })
    .onConflictDoUpdate({ target: [projectInterests.projectId, projectInterests.companyId], set: said });
}
