import { noteAccountEvent } from '@namc/db/sign-in/commands/account-events';
import { endOneSession, endOtherSessions } from '@namc/db/sign-in/commands/sessions';
import { listSessions } from '@namc/db/sign-in/queries';
import type { SignedInContext } from '../context.ts';
import { withCountries } from '../sessions/countries.ts';
import { beginSession } from './begin.ts';
import { writeToOwnAccount } from './write-to-own-account.ts';

/** The sessions of the signed-in person; `current` is the id of the calling session. */
export async function listOwnSessions({ db, actor, userId, signedIn }: SignedInContext) {
  const rows = await db.read(actor, (tx) => listSessions(tx, { userId }));
  return { current: signedIn.session.id, rows: withCountries(rows) };
}

/** Ends one of the person's sessions. */
export async function endOwnSession(ctx: SignedInContext, { id }: { id: string }): Promise<void> {
  const { caller, sessions, userId } = ctx;
  await writeToOwnAccount(ctx, 'sign-in', async (tx) => {
    await endOneSession(tx, { userId, id });
    await noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SESSION_ENDED' });
  });
  await sessions.forgetAccounts([userId]);
}

/**
 * Ends all of the person's sessions except the calling one. This browser gets a new token, because somebody may hold a
 * copy of its old one.
 */
export async function endOtherOwnSessions(ctx: SignedInContext): Promise<void> {
  const { caller, sessions, userId, signedIn } = ctx;
  const { id: exceptId, isKept, twoFactorAt } = signedIn.session;
  const securityVersion = await writeToOwnAccount(ctx, 'sign-in', async (tx) => {
    await noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SESSION_ENDED' });
    return endOtherSessions(tx, { userId, exceptId });
  });
  await sessions.forgetAccounts([userId]);
  await beginSession(ctx, userId, { isKept, twoFactorAt, securityVersion });
}
