import type { Database } from '@namc/db';
import { actorOf } from '../actors.ts';

/** Who does background work. */
export const worker = actorOf(undefined, 'system:worker');

/** Does what one entry of a queue asks for. What it throws is tried again, as the queue says. */
export type Job = (db: Database, payload: unknown) => Promise<void>;
