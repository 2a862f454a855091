import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Refused } from '../errors.ts';
import { socketName } from './private-folder.ts';

/** The process that holds a data folder. `socket` is the folder of its socket, null while its database is
 * still starting. */
export interface Holder {
  pid: number;
  /** The portal's process, which starts the database again when it ends. Locks of older versions lack it. */
  startedBy?: number;
  socket: string | null;
  version: string;
  /** Milliseconds since 1970. */
  since: number;
}

/** A start that takes longer than this has failed, and another process may have its id by now. */
const startLimitMs = 5 * 60_000;

const lockFile = (directory: string) => join(directory, 'lock');

/** The process that holds a data folder; undefined if none does. */
export function readHolder(directory: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lockFile(directory), 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** True if a process has this id, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Tells whether the process runs and its database answers. After a reboot, another program may have its id.
 */
export async function isHolding(holder: Holder): Promise<boolean> {
  if (!isAlive(holder.pid)) return false;
  if (holder.socket === null) return Date.now() - holder.since < startLimitMs;
  const path = join(holder.socket, socketName);
  return new Promise((resolve) => {
    const socket = connect({ path, timeout: 3_000 });
    const answer = (held: boolean) => {
      socket.destroy();
      resolve(held);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

/**
 * Takes the folder for this process.
 * @throws Refused naming the process that holds it.
 */
export async function takeLock(directory: string, version: string): Promise<void> {
  const mine = join(directory, `lock.${process.pid}`);
  writeFileSync(
    mine,
    JSON.stringify({
      pid: process.pid,
      startedBy: process.ppid,
      socket: null,
      version,
      since: Date.now(),
    } satisfies Holder),
  );
  try {
    for (;;) {
      try {
        // A hard link appears whole or not at all, and fails when the name exists.
        linkSync(mine, lockFile(directory));
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(directory);
      if (holder && (await isHolding(holder))) {
        throw new Refused(
          `Another copy of the portal is running (process ${holder.startedBy ?? holder.pid}) and uses the data in ${directory}.\n` +
            'Stop it first, or use another folder: begin the command with DATA_DIRECTORY=.data/second',
        );
      }
      putAside(directory, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Moves a dead holder's lock away, and moves it back if somebody else took the folder in the meantime. */
function putAside(directory: string, dead: Holder | undefined): void {
  const aside = join(directory, `lock.dead.${process.pid}`);
  try {
    renameSync(lockFile(directory), aside);
    const moved = JSON.parse(readFileSync(aside, 'utf8')) as Holder;
    if (moved.pid !== dead?.pid || moved.since !== dead.since) linkSync(aside, lockFile(directory));
  } catch {
    // Another process moved it first, or it was never written completely. The next attempt reads the current state.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Publishes the folder of the socket on which the database listens. */
export function announceSocket(directory: string, socket: string, version: string): void {
  const next = join(directory, `lock.${process.pid}`);
  writeFileSync(
    next,
    JSON.stringify({
      pid: process.pid,
      startedBy: process.ppid,
      socket,
      version,
      since: Date.now(),
    } satisfies Holder),
  );
  renameSync(next, lockFile(directory));
}

/** Releases the folder if this process holds it. */
export function releaseLock(directory: string): void {
  if (readHolder(directory)?.pid === process.pid) rmSync(lockFile(directory), { force: true });
}
