/** `npm run dev`: runs the API and the pages side by side. Each reloads when its files change. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { assertPortIsFree } from '@namc/api/http/listen';
import { freePort } from '@namc/db/free-port';
import { readSettings } from '@namc/db/settings';
import { readCommandLine } from './command-line.ts';
import { watchForStop } from './stop-request.ts';
import { beginStandIn } from './stripe-stand-in/begin.ts';
import { top } from './top.ts';

readCommandLine(
  `npm run dev    serves the portal on http://localhost:5173, and restarts or reloads it when a file changes
Settings are environment variables, such as PORT. docs/settings.md lists them.`,
  {},
);
const patienceMs = 12_000;
const host = '127.0.0.1';
const stop = watchForStop();

const environment: Record<string, string | undefined> = {
  ...process.env,
  PORT: process.env.PORT || '5173',
  NODE_ENV: process.env.NODE_ENV || 'development',
};
// Mail, cookies and the line "Open …" need the address that a browser uses, which is that of the pages.
const ownOrigin = `http://localhost:${environment.PORT}`;
// Only the wrong port is to be told.
if (URL.canParse(ownOrigin)) environment.PUBLIC_ORIGIN ||= ownOrigin;
const { port } = await checked(async () => {
  const settings = readSettings(environment);
  await assertPortIsFree({ host, port: settings.port }, 'npm run dev');
  return settings;
});
const apiPort = String(await freePort());
Object.assign(environment, await beginStandIn(environment, apiPort));

/** Ends this command with the reason when its settings or its port do not serve. */
async function checked<Result>(check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}

function run(name: string, args: string[], options: { cwd: string; onLine?: (line: string) => void }) {
  // The child gets its own process group, so that Ctrl-C reaches it once, through this process.
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: {
      ...environment,
      HOST: host,
      PORT: apiPort,
      API_PORT: apiPort,
      [process.stdout.isTTY ? 'FORCE_COLOR' : 'NO_COLOR']: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream! }).on('line', (line) => {
      process.stdout.write(`${name} │ ${line}\n`);
      options.onLine?.(line);
    });
  }
  return child;
}

let failed = false;
let isUp = false;
/** Node goes on watching after a failure. Before the first success, that would leave pages without an API. */
function watchStart(line: string): void {
  if (line.startsWith('Open http')) isUp = true;
  if (isUp || failed || !line.includes('Failed running')) return;
  failed = true;
  process.stdout.write(
    'The API could not start. The reason is above. Mend it, then run npm run dev again.\n',
  );
  end('SIGTERM');
}

const children: ChildProcess[] = [
  run('api  ', ['--watch', '--watch-preserve-output', join(top, 'apps/api/src/main.ts')], {
    cwd: top,
    onLine: watchStart,
  }),
  run(
    'pages',
    ['node_modules/vite/bin/vite.js', '--clearScreen', 'false', '--port', String(port), '--strictPort'],
    { cwd: join(top, 'apps/web') },
  ),
];

function end(signal: NodeJS.Signals): void {
  for (const { pid } of children) {
    try {
      if (pid) process.kill(-pid, signal);
    } catch {
      // The child has already ended.
    }
  }
}

let running = children.length;
stop.addEventListener('abort', () => {
  end('SIGTERM');
  setTimeout(() => end('SIGKILL'), patienceMs).unref();
});
process.once('exit', () => end('SIGKILL'));
for (const child of children) {
  child.once('exit', () => {
    running -= 1;
    if (!stop.aborted) {
      // Neither is useful without the other.
      failed = true;
      end('SIGTERM');
    }
    if (running === 0) process.exit(failed ? 1 : 0);
  });
}
