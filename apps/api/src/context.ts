import { type Actor, type Database, forRequest, visitor } from '@namc/db';
import type { Logger } from 'pino';
import type { Caller, Door } from './sign-in/door.ts';
import type { Found, SessionStore } from './sign-in/session-store.ts';

/** What every procedure stands on. */
export interface Context {
  db: Database;
  /** Who asks. Staff ask as members do, until a procedure that needs a permission says otherwise. */
  actor: Actor;
  /** Who is signed in. */
  signedIn: Found | undefined;
  caller: Caller;
  door: Door;
  store: SessionStore;
  /** The portal's own address, for what is mailed. */
  portal: string;
  logger: Logger;
  /** Repeated in the answer, in the log, and to the person who asks for help. */
  requestId: string;
}

export interface Request extends Omit<Context, 'actor'> {
  /** Aborted when whoever asked has gone away. */
  signal: AbortSignal;
  /** Where the browser's last write stands. */
  after?: string | undefined;
}

export const actorOf = (signedIn: Found | undefined): Actor =>
  signedIn ? { kind: 'member', userId: signedIn.account.userId } : visitor;

export function createContext({ signal, after, ...given }: Request): Context {
  return {
    ...given,
    db: forRequest(given.db, { requestId: given.requestId, signal, after }),
    actor: actorOf(given.signedIn),
  };
}
