import type { Actor, Database } from '@namc/db';

/** Who does background work. */
export const worker: Actor = { kind: 'system', name: 'worker' };

/** Does what one entry of a queue asks for. What it throws is tried again, as the queue says. */
export type Job = (db: Database, payload: unknown) => Promise<void>;
