import { noteAccountEvent } from '@namc/db/sign-in/commands/account-events';
import { endOneSession, endOtherSessions } from '@namc/db/sign-in/commands/sessions';
import { listSessions } from '@namc/db/sign-in/queries';
import type { SignedInContext } from '../context.ts';
import { withCountries } from '../sessions/countries.ts';
import { writeToOwnAccount } from './write-to-own-account.ts';

/** The sessions of the signed-in person; `current` is the id of the calling session. */
export async function listOwnSessions({ db, actor, userId, signedIn }: SignedInContext) {
  const rows = await db.read(actor, (tx) => listSessions(tx, { userId }));
  return { current: signedIn.session.id, rows: withCountries(rows) };
}

/** Ends one of the person's sessions, or with `others` all except the calling one. */
export async function endOwnSessions(ctx: SignedInContext, which: { id: string } | 'others'): Promise<void> {
  const { caller, sessions, userId, signedIn } = ctx;
  await writeToOwnAccount(ctx, 'sign-in', async (tx) => {
    if (which === 'others') await endOtherSessions(tx, { userId, exceptId: signedIn.session.id });
    else await endOneSession(tx, { userId, id: which.id });
    await noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SESSION_ENDED' });
  });
  await sessions.forgetAccounts([userId]);
}
