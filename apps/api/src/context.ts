import { type Actor, type Database, visitor } from '@namc/db';
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

export function createContext(shared: Pick<Context, 'db' | 'logger' | 'requestId'>): Context {
  return { ...shared, actor: visitor };
}
