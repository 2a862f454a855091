import { type Actor, type Database, forRequest, visitor } from '@namc/db';
import type { Logger } from 'pino';

/** What every procedure stands on. */
export interface Context {
  db: Database;
  /** Who asks. Nobody can sign in yet, so that everybody is a visitor. */
  actor: Actor;
  logger: Logger;
  /** Repeated in the answer, in the log, and to the person who asks for help. */
  requestId: string;
}

export interface Request extends Pick<Context, 'db' | 'logger' | 'requestId'> {
  /** Aborted when whoever asked has gone away. */
  signal: AbortSignal;
  /** Where the browser's last write stands. */
  after?: string | undefined;
}

export function createContext({ db, logger, requestId, signal, after }: Request): Context {
  return { db: forRequest(db, { requestId, signal, after }), logger, requestId, actor: visitor };
}
