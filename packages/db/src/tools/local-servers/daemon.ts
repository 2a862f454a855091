import { existsSync, readFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { isAlive, runningPid, waitUntil } from './programs.ts';

/** A daemon beside PostgreSQL, with functions to stop, kill and freeze it. */
export interface Daemon {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  isRunning(): boolean;
  /** The process id while it runs. */
  pid(): number | undefined;
  kill(): Promise<void>;
}

export function daemon(parts: {
  port: number;
  pidFile: string;
  logFile: string;
  start: () => Promise<unknown>;
}): Daemon {
  const end = async (signal: NodeJS.Signals) => {
    const pid = runningPid(parts.pidFile);
    if (pid === undefined) return;
    process.kill(pid, signal);
    await waitUntil(`The end of process ${pid}`, () => !isAlive(pid));
  };
  return {
    port: parts.port,
    start: async () => {
      try {
        await parts.start();
        await waitUntil(`A server on port ${parts.port}`, () => accepts(parts.port));
      } catch (cause) {
        const said = existsSync(parts.logFile) ? readFileSync(parts.logFile, 'utf8').slice(-2_000) : '';
        throw new Error(`The server for port ${parts.port} does not start:\n${said}`, { cause });
      }
    },
    stop: () => end('SIGTERM'),
    isRunning: () => runningPid(parts.pidFile) !== undefined,
    pid: () => runningPid(parts.pidFile),
    kill: () => end('SIGKILL'),
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
