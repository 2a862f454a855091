import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { top } from '../../top.ts';

/** A process of the portal in production settings. */
export interface RunningProcess {
  readonly pid: number;
  /** As when the machine loses its power. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface PortalProcess extends RunningProcess {
  readonly port: number;
  /** CPU seconds since the start, and megabytes of memory. */
  figures(): Promise<{ cpuSeconds: number; megabytes: number; streams: number }>;
}

const token = 'x'.repeat(16);

/** Starts an API process in production settings. */
export async function startPortal(environment: Record<string, string>): Promise<PortalProcess> {
  const port = await freePort();
  const running = await startProgram('main.ts', 'Open http', {
    PORT: String(port),
    METRICS_TOKEN: token,
    COOKIE_SECRET: 'x'.repeat(32),
    ...environment,
  });
  return {
    ...running,
    port,
    figures: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      const text = await answer.text();
      const read = (name: string) =>
        Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
      return {
        cpuSeconds: read('process_cpu_seconds_total'),
        megabytes: read('process_resident_memory_bytes') / 2 ** 20,
        streams: read('portal_live_streams'),
      };
    },
  };
}

/** Starts a worker in production settings. */
export function startWorker(environment: Record<string, string>): Promise<RunningProcess> {
  return startProgram('worker.ts', 'Working.', environment);
}

async function startProgram(
  program: 'main.ts' | 'worker.ts',
  isReady: string,
  environment: Record<string, string>,
): Promise<RunningProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(top, 'apps/api/src', program)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'fatal', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes(isReady) && resolve());
    child.once('exit', () => reject(new Error(`${program} of the portal ended while it started.`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid ?? 0, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
