import { setTimeout as wait } from 'node:timers/promises';
import { type Client, connect, errorCode } from '../connection.ts';
import { Unavailable } from '../errors.ts';

/** The bytes that the engine is asked for. A heap without them is full: the portal's larger statements fail. */
const probeBytes = 8 * 1024 * 1024;
const patienceMs = 5_000;
const outOfMemory = '53200';

export interface Pings {
  /** @throws Unavailable without an answer in time, or when the engine cannot do it. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/** True if the engine lacked the memory for a ping. */
export const isHeapFull = (error: unknown): boolean =>
  error instanceof Unavailable && errorCode(error.cause) === outOfMemory;

/**
 * Asks the engine over a connection of its own. It waits its turn like every client, and its statement has a name, so
 * that the unnamed statement of another client of the one session stays as it is.
 */
export function pingsTo(url: string): Pings {
  let client: Client | undefined;
  let asked: Promise<unknown> | undefined;
  const ask = () => {
    client ??= connect(url, { max: 1, applicationName: 'portal ping', fetchTypes: false });
    const answer = client`select length(repeat('x', ${probeBytes}::int))`.then(
      () => undefined,
      (error) => {
        throw new Unavailable('The embedded database cannot answer.', { cause: error });
      },
    );
    asked = answer.finally(() => {
      asked = undefined;
    });
    return asked;
  };
  return {
    ask: async () => {
      const late = new AbortController();
      // One that still waits stands for the next ones too.
      const answer = asked ?? ask();
      try {
        await Promise.race([
          answer,
          wait(patienceMs, undefined, { signal: late.signal }).then(() => {
            throw new Unavailable('The embedded database does not answer.');
          }),
        ]);
      } finally {
        late.abort();
      }
    },
    close: async () => client?.end({ timeout: 0 }),
  };
}
