import { setTimeout as pause } from 'node:timers/promises';
import { type Client, connect } from '../connection.ts';
import { inTime } from '../in-time.ts';
import type { Server } from './server.ts';
import type { Servers } from './servers.ts';

/**
 * A word that something has changed: the payload of a notification (an account's id, or a permission). Undefined when some
 * may have been missed, so that anything may have changed.
 */
export type Signal = string | undefined;

export interface SignalWatch {
  /** True while the server's notifications arrive. */
  isListening(): boolean;
  close(): Promise<void>;
}

const channel = 'portal_live';
/** A connection that hangs tells nothing. It is asked this often, and given up after this long without an answer. */
const askEveryMs = 2_000;
const patienceMs = 2_000;
const retryMs = 250;

/**
 * Listens to the primary's notifications, over a connection of its own that holds no transaction. A pooler cannot carry it.
 * After a lost connection and after a promotion it listens again, and signals that something may have been missed.
 */
export function listenToPrimary(
  servers: Servers,
  applicationName: string,
  tell: (signal: Signal) => void,
): SignalWatch {
  let isClosed = false;
  let isListening = false;
  let client: Client | undefined;

  async function listenOn(server: Server): Promise<void> {
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
    });
    const own = connect(server.address.directUrl ?? server.address.urls.public, {
      max: 1,
      applicationName: `${applicationName} signals`,
      preparedStatements: false,
      fetchTypes: false,
      connectTimeoutMs: patienceMs,
      onNotification: (_, payload) => tell(payload),
      onClose: () => lose(),
    });
    client = own;
    try {
      await inTime(own.unsafe(`listen ${channel}`), patienceMs);
      isListening = true;
      // Nothing tells of commits before this moment.
      tell(undefined);
      while (!isClosed) {
        const isLost = await Promise.race([lost.then(() => true), pause(askEveryMs, false, { ref: false })]);
        if (isLost || (servers.primaryNow() ?? server) !== server) return;
        await inTime(own`select 1`, patienceMs);
      }
    } finally {
      isListening = false;
      await own.end({ timeout: 0 }).catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    while (!isClosed) {
      try {
        await listenOn(await servers.primary());
      } catch {
        // The server is away. Its transactions say so to the people who ask.
      }
      if (!isClosed) await pause(retryMs, undefined, { ref: false });
    }
  }
  const running = run();

  return {
    isListening: () => isListening,
    close: async () => {
      isClosed = true;
      await client?.end({ timeout: 0 }).catch(() => undefined);
      await Promise.race([running, pause(patienceMs, undefined, { ref: false })]);
    },
  };
}

/**
 * The same for the embedded database, which sends no notifications. Every write goes through this process, so each one
 * signals that something may have changed. Writes within a moment are one signal.
 */
export interface OwnSignals {
  wrote(): void;
  watch(tell: (signal: Signal) => void): SignalWatch;
}

const momentMs = 100;

export function ownSignals(): OwnSignals {
  const listeners = new Set<(signal: Signal) => void>();
  let isDue = false;
  return {
    wrote: () => {
      if (isDue || listeners.size === 0) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        for (const tell of listeners) tell(undefined);
      }, momentMs).unref();
    },
    watch: (tell) => {
      listeners.add(tell);
      return {
        isListening: () => listeners.has(tell),
        close: async () => void listeners.delete(tell),
      };
    },
  };
}
