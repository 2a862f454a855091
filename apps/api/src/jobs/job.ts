import type { Database } from '@namc/db';
import { actorOf } from '../actors.ts';

/** The actor for background work. */
export const worker = actorOf(undefined, 'system:worker');

/**
 * Does the work of one queue entry. If it throws, the queue retries it by its own rules. `signal` is aborted when the
 * entry's time is over or the worker stops.
 */
export type Job = (db: Database, payload: unknown, signal: AbortSignal) => Promise<void>;
