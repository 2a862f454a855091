/**
 * `npm run verify`: the quick checks. With `-- --full` it runs every check, and the query plans at full size. With
 * `-- --matrix` it prints who may call which procedure. With `-- --dependencies` it looks for known vulnerabilities and
 * checks licenses.
 */
import { fullChecks, quickChecks } from './checks.ts';
import { readCommandLine, refuse } from './command-line.ts';
import { runChecks } from './run-checks.ts';
import { runNode } from './run-program.ts';
import { stoppedExitCode, watchForStop } from './stop-request.ts';
import { findBrowser, installSystemPackages } from './system-packages.ts';

const usage = `npm run verify                      runs the quick checks
npm run verify -- --full            runs every check, and the query plans at full size
npm run verify -- --matrix          prints who may call which procedure
npm run verify -- --dependencies    looks for known vulnerabilities and checks licenses`;
const signal = watchForStop();
const { values } = readCommandLine(usage, {
  options: {
    full: { type: 'boolean' },
    matrix: { type: 'boolean' },
    dependencies: { type: 'boolean' },
  },
});
const [option, ...more] = Object.keys(values);
if (more.length > 0) refuse('npm run verify takes one option at a time.', usage);
const isFull = option === 'full';
/** Options that run one check alone and print its output. */
const alone: Record<string, string[]> = {
  dependencies: ['packages/workbench/src/check-dependencies.ts'],
  matrix: [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config=packages/workbench/vitest.config.ts',
    '--project=integration',
    'apps/api/src/access.test.ts',
  ],
};
const one = alone[option ?? ''];
if (one) {
  const { code, output } = await runNode(one, { signal });
  process.stdout.write(output);
  process.exit(code);
}
if (isFull) {
  if (!(await installSystemPackages({ signal }))) process.exit(1);
  const browser = findBrowser();
  if (browser) process.env.CHROMIUM_PATH = browser;
  process.env.PORTAL_PLANS_SCALE = '1';
  process.env.PORTAL_TAKEOVER_WALKS = '400';
}
const { passed, failed } = await runChecks(isFull ? [...quickChecks, ...fullChecks] : quickChecks, {
  signal,
  write: (text) => void process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = signal.aborted ? stoppedExitCode : failed > 0 ? 1 : 0;
