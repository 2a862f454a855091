import { noteAccountEvent } from '@namc/db/sign-in/commands/account-events';
import { hashSecret } from '@namc/db/sign-in/commands/links';
import { endSessions } from '@namc/db/sign-in/commands/sessions';
import { listSessions } from '@namc/db/sign-in/queries';
import type { SignedInContext } from '../context.ts';
import { withCountries } from '../sessions/countries.ts';
import { signInActor } from './begin.ts';

/** The sessions of the signed-in person; `current` is the id of the calling session. */
export async function listOwnSessions({ db, actor, userId, signedIn }: SignedInContext) {
  const rows = await db.read(actor, (tx) => listSessions(tx, { userId }));
  return { current: signedIn.session.id, rows: withCountries(rows) };
}

/** Ends one of the person's sessions, or with `others` all except the calling one. */
export async function endOwnSessions(
  { db, caller, sessions, userId }: SignedInContext,
  which: { id: string } | 'others',
): Promise<void> {
  await db.write(signInActor(userId), async (tx) => {
    const exceptHash = caller.token && hashSecret(caller.token);
    await endSessions(tx, which === 'others' ? { userId, exceptHash } : { userId, id: which.id });
    await noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SESSION_ENDED' });
  });
  await sessions.forgetAccounts([userId]);
}
