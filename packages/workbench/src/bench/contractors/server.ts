import { spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { top } from '../../top.ts';

export interface RunningServer {
  ask(procedure: string, input: object): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the API in its own process, as `npm start` does. */
export async function startServer(database: Record<string, string>): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(top, 'apps/api/src/main.ts')], {
    env: { ...process.env, NODE_ENV: 'development', ...database, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('Open http') && resolve());
    child.once('exit', () => reject(new Error('The API ended while it started.')));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    ask: (procedure, input) =>
      new Promise((resolve, reject) => {
        const path = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
        get({ host: '127.0.0.1', port, path, agent }, (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${procedure} answered ${answer.statusCode}.`));
          answer.resume();
          answer.once('end', resolve);
        }).once('error', reject);
      }),
    stop: async () => {
      agent.destroy();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
