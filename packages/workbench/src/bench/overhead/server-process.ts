import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';

export interface ServerProcess {
  /** @throws Error when the answer is not a success. */
  ask(path: string, headers?: Record<string, string>): Promise<void>;
  /** CPU that all threads of the process have used, microseconds. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a program that prints `Open http…` once it listens on `PORT`. */
export async function startProcess(
  program: string,
  environment: Record<string, string>,
  connections: number,
): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'report-cpu.ts'), program], {
    env: { PATH: process.env.PATH, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('Open http') && resolve());
    child.once('exit', () => reject(new Error(`${program} ended while it started.`)));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: (path, headers = {}) =>
      new Promise((resolve, reject) => {
        get({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode}.`));
          answer.resume();
          answer.once('end', resolve);
        }).once('error', reject);
      }),
    cpu: async () => {
      const answer = once(child, 'message');
      child.send('cpu');
      const [{ user, system }] = (await answer) as [NodeJS.CpuUsage];
      return user + system;
    },
    stop: async () => {
      agent.destroy();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
