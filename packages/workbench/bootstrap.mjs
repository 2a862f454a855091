/**
 * Every `npm` command of the portal begins here. This file runs on Node 20 or later, on a machine that has nothing
 * else: it installs the packages, then runs the command on Node 24. It is plain JavaScript because older Nodes do not
 * read TypeScript.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const pnpm = 'pnpm@10.34.9';
const nodeWanted = 24;
const top = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const stamp = join(top, 'node_modules/.portal-install');

const commands = {
  start: 'packages/workbench/src/start.ts',
  test: 'packages/workbench/src/test.ts',
  dev: 'packages/workbench/src/dev.ts',
  verify: 'packages/workbench/src/verify.ts',
  bench: 'packages/workbench/src/bench.ts',
  format: 'packages/workbench/src/format.ts',
  migration: 'packages/workbench/src/migration.ts',
  noun: 'packages/workbench/src/noun.ts',
  portal: 'packages/db/src/tools/cli/portal.ts',
};

/** A hash of all files that determine the installation. */
function wantedInstall() {
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const group of ['apps', 'packages']) {
    for (const name of list(group)) {
      files.push(`${group}/${name}/package.json`);
      for (const patch of list(`${group}/${name}/patches`)) files.push(`${group}/${name}/patches/${patch}`);
    }
  }
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of files) {
    const path = join(top, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function list(folder) {
  const path = join(top, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

async function install() {
  const wanted = wantedInstall();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const started = Date.now();
  process.stderr.write('Installing the packages (once; a minute or two on a new machine)…\n');
  // pnpm remembers which optional packages it skipped, and skips them even after another package requires one.
  rmSync(join(top, 'node_modules/.modules.yaml'), { force: true });
  let output = '';
  const { code } = await run(
    'npx',
    ['--yes', pnpm, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'],
    {
      cwd: top,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: process.env,
      onOutput: (text) => {
        output += text;
      },
    },
  );
  if (code !== 0) {
    process.stderr.write(`${output}\nThe installation failed. The error is above.\n`);
    process.exit(code > 128 ? code : 1);
  }
  writeFileSync(stamp, wanted);
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
}

/** Node 24: the one that runs this file, or the one that was installed with the packages. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= nodeWanted) return process.execPath;
  const installed = join(top, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(installed)) return installed;
  process.stderr.write(
    `The portal needs Node ${nodeWanted}, and this is ${process.version}. No package has it for ` +
      `${process.platform} ${process.arch}. Get it from https://nodejs.org and run the command again.\n`,
  );
  process.exit(1);
}

/**
 * Runs a program to its end. `code` is its exit code, or 128 plus the signal's number as in a shell.
 * Closing the channel asks a program that has one to stop. Ctrl-C already reaches the whole process group, and one more
 * signal would count as the second, which stops the program without waiting.
 */
function run(program, args, { onOutput, ...options }) {
  return new Promise((done) => {
    const child = spawn(program, args, options);
    let asked = false;
    const stop = (signal) => {
      if (!asked && child.connected) child.disconnect();
      else child.kill(signal);
      asked = true;
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    const watch = watchStarter(() => stop('SIGTERM'));
    const finish = (code) => {
      clearInterval(watch);
      for (const signal of signals) process.removeListener(signal, stop);
      done({ code });
    };
    if (onOutput) {
      child.stdout.on('data', onOutput);
      child.stderr.on('data', onOutput);
    }
    child.once('error', (error) => {
      process.stderr.write(`${program} cannot be started: ${error.message}\n`);
      finish(127);
    });
    // After this side closes the channel, `close` never fires.
    child.once(onOutput ? 'close' : 'exit', (code, signal) =>
      finish(code ?? 128 + (constants.signals[signal] ?? 1)),
    );
  });
}

/** A killed npm or pnpm tells nobody. The change of this process's parent shows it. */
function watchStarter(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const starter = ancestry();
  const watch = setInterval(() => {
    if (ancestry() === starter) return;
    clearInterval(watch);
    onGone();
  }, 500);
  watch.unref();
  return watch;
}

const shells = /\/(sh|ash|bash|dash|ksh|zsh|busybox)$/;

/** The processes above this one, up to the first that is not a shell. A shell survives the npm that started it. */
function ancestry() {
  let pid = process.ppid;
  const chain = [pid];
  try {
    for (;;) {
      if (!shells.test(readlinkSync(`/proc/${pid}/exe`))) break;
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      chain.push(pid);
    }
  } catch {
    // There is no /proc, or the process is gone. Then only the parent is known.
  }
  return chain.join(' ');
}

const [command = '', ...args] = process.argv.slice(2);
const script = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (!script) {
  process.stderr.write(`Name a command: ${Object.keys(commands).join(', ')}.\n`);
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(`The portal needs Node 20 or later, and this is ${process.version}.\n`);
  process.exit(1);
}
await install();
const node = findNode();
// npm changes to the top of the repository, but people name files relative to their own folder.
const here = command === 'portal' && process.env.npm_lifecycle_event === 'portal' && process.env.INIT_CWD;
const { code } = await run(node, [join(top, script), ...args], {
  cwd: command === 'portal' ? here || process.cwd() : top,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    // A program that ran before starts in half the time. Here, nobody else can change what it would run.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(top, 'node_modules/.cache/compiled'),
  },
});
process.exit(code);
