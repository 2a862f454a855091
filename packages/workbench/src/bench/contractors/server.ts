import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { type LoginUrls, loginEnvironment } from '@namc/db/local-servers/logins';

export interface RunningServer {
  port: number;
  /** The text of the answer. */
  ask(procedure: string, input: object, headers?: Record<string, string>): Promise<string>;
  /** CPU that all threads of the process have used, in microseconds. */
  cpu(): Promise<number>;
  /** The resident memory of the process, in bytes. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

const reportCpu = join(import.meta.dirname, '../overhead/report-cpu.ts');

/** Starts the API of a checkout in its own process, as `npm start` does. */
export async function startServer(database: LoginUrls, checkout: string): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', reportCpu, join(checkout, 'apps/api/src/main.ts')], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      ...loginEnvironment(database),
      PORT: String(port),
      LOG_LEVEL: 'warn',
      TRUST_PROXY: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('Open http') && resolve());
    child.once('exit', () => reject(new Error('The API ended while it started.')));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  // Requests come from 200 networks in turn, because the portal answers so many questions a minute from one.
  let asked = 0;
  return {
    port,
    ask: (procedure, input, more = {}) =>
      new Promise((resolve, reject) => {
        const path = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
        asked += 1;
        const headers = { ...more, 'x-forwarded-for': `${20 + (asked % 200)}.1.1.1` };
        get({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${procedure} answered ${answer.statusCode}.`));
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          answer.once('end', () => resolve(text));
        }).once('error', reject);
      }),
    cpu: async () => {
      const answer = once(child, 'message');
      child.send('cpu');
      const [{ user, system }] = (await answer) as [NodeJS.CpuUsage];
      return user + system;
    },
    memory: async () => {
      const answer = once(child, 'message');
      child.send('memory');
      const [resident] = (await answer) as [number];
      return resident;
    },
    stop: async () => {
      agent.destroy();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
