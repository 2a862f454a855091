import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { top } from '../../top.ts';

export interface PortalProcess {
  readonly port: number;
  /** CPU seconds since the start, and megabytes of memory. */
  figures(): Promise<{ cpuSeconds: number; megabytes: number; streams: number }>;
  /** As when the machine loses its power. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const token = 'x'.repeat(16);

/** Starts an API process in production settings. */
export async function startPortal(environment: Record<string, string>): Promise<PortalProcess> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [join(top, 'apps/api/src/main.ts')], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      METRICS_TOKEN: token,
      COOKIE_SECRET: 'x'.repeat(32),
      LOG_LEVEL: 'fatal',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('Open http') && resolve());
    child.once('exit', () => reject(new Error('The portal ended while it started.')));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
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
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
