import type { Actor, Database } from '@namc/db';

/** The actor for background work. */
export const worker: Actor = { kind: 'system', name: 'worker' };

/** Does the work of one queue entry. If it throws, the queue retries it by its own rules. */
export type Job = (db: Database, payload: unknown) => Promise<void>;
