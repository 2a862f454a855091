import { inWordsForOperator } from '@namc/db/why-not-connected';

/** One process of the portal and the things started in it. */
export interface PortalProcess {
  /** Closes this before everything that was added this way earlier. */
  closeFirst(close: () => Promise<void>): void;
  /** Closes this after everything else. */
  closeLast(close: () => Promise<void>): void;
  /** Closes everything, in order, and ends the process. */
  stop(exitCode: number): Promise<void>;
  /** The time in milliseconds that running work may take to finish. */
  readonly graceMs: number;
}

export const say = (line: string) => void process.stdout.write(`${line}\n`);
export const warn = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * Starts a process of the portal. It runs until it receives SIGINT, SIGTERM or SIGHUP, until an uncaught error, or
 * until the process that started it over a channel ends. Then it finishes the work that has begun.
 */
export async function runUntilStopped(
  start: (self: PortalProcess) => Promise<void>,
  { graceMs, onStop, environment }: { graceMs: number; onStop: string; environment: NodeJS.ProcessEnv },
): Promise<void> {
  const toClose: (() => Promise<void>)[] = [];
  let isStopping = false;
  let signals = 0;

  async function stop(exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(exitCode || 1), graceMs * 2).unref();
    for (const close of toClose) await close().catch((error) => warn(String(error)));
    process.exit(exitCode);
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signals += 1;
      // Ctrl-C also makes the starting command close its channel, so only a second signal means "at once".
      if (signals > 1) process.exit(1);
      if (!isStopping) say(onStop);
      void stop(0);
    });
  }
  process.on('uncaughtException', (error) => {
    warn(`The portal stops because of an uncaught error:\n${error.stack}`);
    void stop(1);
  });
  process.on('disconnect', () => void stop(0));
  // It may have ended while this process loaded its modules, and then nothing tells of it any more.
  if (process.send && !process.connected) return stop(0);

  try {
    await start({
      closeFirst: (close) => void toClose.unshift(close),
      closeLast: (close) => void toClose.push(close),
      stop,
      graceMs,
    });
  } catch (error) {
    warn(inWordsForOperator(error, environment));
    await stop(1);
  }
}
