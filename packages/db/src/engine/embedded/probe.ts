import type { PGlite } from '@electric-sql/pglite';
import { isEnd, isPart, protocolMessage as message, syncMessage } from './protocol.ts';

/** The bytes that the engine is asked for. A heap without them is full: the portal's larger statements fail. */
const probeBytes = 8 * 1024 * 1024;
const statement = 'portal_probe';
/** Closing the statement first makes up for a client that discarded it. */
const question = Buffer.concat([
  message('C', `S${statement}\0`),
  message('P', `${statement}\0select length(repeat('x', ${probeBytes}))\0\0\0`),
  message('B', `\0${statement}\0\0\0\0\0\0\0`),
  message('E', '\0\0\0\0\0'),
  syncMessage,
]);

/** A client that holds the engine keeps everybody else waiting. One that is silent for longer than this is told. */
const briefSilenceMs = 5_000;
/** Nobody can end the transaction of a client that is silent for this long but by starting the engine again. */
const silenceLimitMs = 60_000;

/**
 * The engine's own report: `held` while a client is in the middle of a statement or transaction, `waiting` once that client
 * has been silent for some seconds, `failing` when only a new start helps.
 */
export type Health = 'well' | 'held' | 'waiting' | 'failing';

/**
 * Asks the engine something that needs memory, between two statements of its clients. All clients share one session: the
 * statement has a name, so the unnamed one of a client stays, and it leaves as one piece, so nothing comes between.
 */
export function probeOf(database: PGlite, now: () => number = () => performance.now()) {
  let isAmidStatement = false;
  let heardAt = now();
  return {
    /** True between the first message of a client's statement and its Sync. */
    isAmidStatement: () => isAmidStatement,
    /** Lets the engine work on a message of a client, and takes note of it. */
    async during<T>(asked: Uint8Array, work: () => Promise<T>): Promise<T> {
      if (isEnd(asked)) isAmidStatement = false;
      else if (isPart(asked)) isAmidStatement = true;
      try {
        return await work();
      } finally {
        // A client that waits for the end of a long statement is not silent.
        heardAt = now();
      }
    },
    async ask(send: PGlite['execProtocolRawStream']): Promise<Health> {
      return database.runExclusive(async () => {
        if (isAmidStatement || database.isInTransaction()) return held(now() - heardAt);
        const answer: Uint8Array[] = [];
        await send(question, { onRawData: (data) => answer.push(data.slice()) });
        // CommandComplete of the one row.
        return Buffer.concat(answer).includes('SELECT 1') ? 'well' : 'failing';
      });
    },
  };
}

function held(silenceMs: number): Health {
  if (silenceMs > silenceLimitMs) return 'failing';
  return silenceMs > briefSilenceMs ? 'waiting' : 'held';
}
