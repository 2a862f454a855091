import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';

export interface RunningPortal {
  url: string;
  pid: number | undefined;
  /** The password and the addresses by role that `npm start` prints for the demo accounts. */
  password: string;
  accounts: Map<string, string>;
  stop(): Promise<void>;
}

/** The settings of the shell must not lead a checkout to a real database. */
const foreign = /^(DATABASE_|REDIS_|SMTP_|PORTAL_|PUBLIC_ORIGIN|TRUST_PROXY)/;

/** Builds and starts the portal of a checkout, with a new embedded database that it fills itself. */
export async function startPortal(checkout: string): Promise<RunningPortal> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'namc-portal-bench-'));
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const child = spawn(process.execPath, [join(checkout, 'packages/workbench/src/start.ts')], {
    cwd: checkout,
    env: {
      ...Object.fromEntries(inherited),
      NODE_ENV: 'development',
      PORT: String(port),
      DATA_DIRECTORY: directory,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  const password = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        output += text;
        const told = /sign in with the password (\S+?):/.exec(output)?.[1];
        if (told && output.includes('/dev/outbox')) resolve(told);
      });
    }
    void ended.then(() => reject(new Error(`The portal of ${checkout} did not start.\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    password,
    accounts: new Map(
      [...output.matchAll(/^ {2}([a-z ]+?) {2,}(\S+@\S+)/gm)].map(([, role = '', email = '']) => [
        role,
        email,
      ]),
    ),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
