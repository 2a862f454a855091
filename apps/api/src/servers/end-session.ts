import { endSession as endOne } from '@namc/db/servers/end-session';
import type { EndSessionInput } from '@namc/inputs/servers';
import type { SignedInContext } from '../context.ts';
import { assertCode } from '../sign-in/two-factor.ts';

/**
 * Ends the work of a session of the database, after a code that was not used before.
 * @throws InvalidInput for another code, Refused if nothing was done, TRPCError after too many attempts.
 */
export async function endSession(ctx: SignedInContext, input: EndSessionInput): Promise<void> {
  await assertCode(ctx, input.code);
  await endOne(ctx, input);
}
