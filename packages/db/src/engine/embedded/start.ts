import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Refused, Unavailable } from '../errors.ts';
import { removeSocketFolder, socketFolder, socketUrl } from './private-folder.ts';
import type { Health } from './probe.ts';

/** The messages from the database's process to the one that started it. */
export type ServerReport =
  | { kind: 'progress'; message: string }
  | { kind: 'ready' }
  | { kind: 'pong'; health: Health }
  | { kind: 'failed'; message: string; reason: 'refused' | 'no space' | 'other' };

export interface EmbeddedDatabase {
  url: string;
  /**
   * Asks the engine something that needs memory, and waits some seconds for its answer.
   * @throws Unavailable when it gives none, its heap is full, or a transaction that does nothing holds it.
   */
  ping(): Promise<void>;
  /** Closes the database and waits for its process to end. */
  close(): Promise<void>;
  /** Called once, when the database has stopped and could not be started again. */
  onExit(listener: (reason: string) => void): void;
}

const serverFile = fileURLToPath(new URL('./server.ts', import.meta.url));
const pingEveryMs = 10_000;
/** One statement can keep the engine busy for a while. After this long it counts as hung. */
const silentLimitMs = 180_000;
/** The wait of whoever asks for one answer. */
const patienceMs = 5_000;
const restartsPerMinute = 3;
/** A start that finds no space is tried again after this long. */
const lookForSpaceMs = 3_000;

/** The disk is full, and space that becomes free helps. */
class NoSpace extends Unavailable {}

/**
 * Starts the embedded database over `directory`, in a process that ends with this one. After a crash or a hang it
 * starts again on the same socket. Where it cannot for want of space, it goes on trying until there is some.
 * @throws Refused when another copy holds the folder or another version made it, Unavailable when it cannot start.
 */
export async function startEmbedded(options: {
  directory: string;
  onProgress?: (message: string) => void;
}): Promise<EmbeddedDatabase> {
  const say = options.onProgress ?? (() => undefined);
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const socket = socketFolder(options.directory);
  const restarts: number[] = [];
  const listeners: ((reason: string) => void)[] = [];
  let isClosing = false;
  let problem: NoSpace | undefined;
  let running = await launch(options.directory, socket, say).catch((error) => {
    removeSocketFolder(options.directory, socket);
    throw error;
  });
  supervise(running);

  function supervise(child: ChildProcess): void {
    const stopWatching = watch(child);
    child.once('exit', async (code, signal) => {
      stopWatching();
      if (isClosing) return;
      const now = Date.now();
      restarts.push(now);
      const recent = restarts.filter((at) => now - at < 60_000).length;
      const reason = `the embedded database stopped (${signal ?? `exit code ${code}`})`;
      if (recent > restartsPerMinute) {
        for (const listener of listeners) listener(reason);
        return;
      }
      say(`Starting again: ${reason}`);
      try {
        running = await launchOnceThereIsSpace();
        if (isClosing) running.disconnect();
        else supervise(running);
      } catch (error) {
        if (isClosing) return;
        for (const listener of listeners) listener(`${reason}, and ${(error as Error).message}`);
      }
    });
  }

  async function launchOnceThereIsSpace(): Promise<ChildProcess> {
    for (;;) {
      try {
        const launched = await launch(options.directory, socket, say);
        problem = undefined;
        return launched;
      } catch (error) {
        if (!(error instanceof NoSpace) || isClosing) throw error;
        if (!problem) say(error.message);
        problem = error;
        await wait(lookForSpaceMs);
        if (isClosing) throw error;
      }
    }
  }

  return {
    url: socketUrl(socket),
    ping: async () => {
      if (problem) throw problem;
      await ping(running);
    },
    onExit: (listener) => void listeners.push(listener),
    close: async () => {
      isClosing = true;
      await end(running);
      removeSocketFolder(options.directory, socket);
    },
  };
}

/** Kills the child when its engine is failing or silent for too long. Returns the function that stops this. */
function watch(child: ChildProcess): () => void {
  let heard = Date.now();
  child.on('message', (report: ServerReport) => {
    heard = Date.now();
    if (report.kind === 'pong' && report.health === 'failing') child.kill('SIGKILL');
  });
  const timer = setInterval(() => {
    if (Date.now() - heard > silentLimitMs) child.kill('SIGKILL');
    else if (child.connected) child.send('ping');
  }, pingEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** @throws Unavailable when the engine gives no answer in time, or a wrong one. */
async function ping(child: ChildProcess): Promise<void> {
  const late = new AbortController();
  const { promise: pong, resolve } = Promise.withResolvers<Health>();
  const listen = (report: ServerReport) => {
    if (report.kind === 'pong') resolve(report.health);
  };
  child.on('message', listen);
  try {
    if (!child.connected) throw new Unavailable('The embedded database is not running.');
    child.send('ping');
    const silence = wait(patienceMs, undefined, { signal: late.signal }).then(() => {
      throw new Unavailable('The embedded database does not answer.');
    });
    const health = await Promise.race([pong, silence]);
    if (health === 'failing') throw new Unavailable('The embedded database cannot answer.');
    if (health === 'waiting') {
      throw new Unavailable('The embedded database waits for a transaction that does nothing.');
    }
  } finally {
    late.abort();
    child.off('message', listen);
  }
}

/** Returns the child as soon as it accepts connections. */
function launch(directory: string, socket: string, say: (message: string) => void): Promise<ChildProcess> {
  const child = fork(serverFile, [directory, socket], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.on('message', (report: ServerReport) => {
      if (report.kind === 'progress') say(report.message);
      else if (report.kind === 'ready') resolve(child);
      else if (report.kind === 'failed') {
        reject(
          report.reason === 'refused'
            ? new Refused(report.message)
            : new (report.reason === 'no space' ? NoSpace : Unavailable)(
                `The embedded database cannot start: ${report.message}`,
              ),
        );
      }
    });
    child.once('exit', (code, signal) => {
      reject(
        new Unavailable(
          `The embedded database ended while it started (${signal ?? `exit code ${code}`}). ${complaint}`,
        ),
      );
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const late = new AbortController();
  await Promise.race([
    gone,
    wait(20_000, undefined, { signal: late.signal }).then(() => child.kill('SIGKILL')),
  ]);
  late.abort();
  await gone;
}
