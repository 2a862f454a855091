/** `npm run dev`: runs the API and the pages side by side. Each reloads when its files change. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCommandLine } from './command-line.ts';
import { watchForStop } from './stop-request.ts';
import { top } from './top.ts';

readCommandLine(
  `npm run dev    runs the API and the pages, and restarts them when a file changes
Settings are environment variables, such as PORT. README.md lists them.`,
  {},
);
const patienceMs = 12_000;
const port = process.env.PORT || '3000';
const stop = watchForStop();

function run(name: string, args: string[], cwd: string): ChildProcess {
  // The child gets its own process group, so that Ctrl-C reaches it once, through this process.
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      ...process.env,
      NODE_ENV: process.env.NODE_ENV || 'development',
      PORT: port,
      API_PORT: port,
      [process.stdout.isTTY ? 'FORCE_COLOR' : 'NO_COLOR']: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream! }).on('line', (line) => process.stdout.write(`${name} │ ${line}\n`));
  }
  return child;
}

process.stdout.write(
  `Open the address in the line "pages". The API listens on port ${port}. Ctrl-C stops both.\n`,
);
const children = [
  run('api  ', ['--watch', '--watch-preserve-output', join(top, 'apps/api/src/main.ts')], top),
  run('pages', ['node_modules/vite/bin/vite.js', '--clearScreen', 'false'], join(top, 'apps/web')),
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

let failed = false;
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
