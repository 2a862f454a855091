import { setTimeout } from 'node:timers/promises';
import { submitApplication as takeApplication } from '@namc/db/applications/commands/apply';
import type { SubmitApplicationInput } from '@namc/inputs/applications';
import { actorOf } from '../actors.ts';
import type { Context } from '../context.ts';

/**
 * The minimum response time, in milliseconds: a new address needs more writes than one that already has an account.
 */
const answerMs = 250;

/**
 * Submits an application for membership. Neither the answer nor its timing reveals whether the address has an
 * account.
 * @throws InvalidInput, TRPCError after too many attempts from one address.
 */
export async function submitApplication(
  { db, caller, limits, portal }: Context,
  application: SubmitApplicationInput,
): Promise<void> {
  await limits.countNetwork('application by address', caller.origin.address);
  const taken = db.write(actorOf(undefined, 'system:applications'), (tx) =>
    takeApplication(tx, { ...application, ...caller.origin, portal }),
  );
  await Promise.all([taken, setTimeout(answerMs)]);
}
