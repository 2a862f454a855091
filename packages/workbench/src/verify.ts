/**
 * `pnpm verify`: the checks to run while working; `npm test` runs the rest too. `pnpm verify --full` runs everything,
 * the plans at the whole of the measured size.
 */
import { quickChecks, slowChecks } from './checks.ts';
import { runChecks } from './run-checks.ts';
import { stoppedExitCode, watchForStop } from './stop-request.ts';
import { findBrowser, installSystemPackages } from './system-packages.ts';

const signal = watchForStop();
const [option, ...more] = process.argv.slice(2);
const isFull = option === '--full';
if ((option !== undefined && !isFull) || more.length > 0) {
  console.error('pnpm verify takes nothing but --full.');
  process.exit(2);
}
if (isFull) {
  if (!(await installSystemPackages({ signal }))) process.exit(1);
  const browser = findBrowser();
  if (browser) process.env.CHROMIUM_PATH = browser;
  process.env.PORTAL_PLANS_SCALE = '1';
}
const { passed, failed } = await runChecks(isFull ? [...quickChecks, ...slowChecks] : quickChecks, {
  signal,
  write: (text) => void process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = signal.aborted ? stoppedExitCode : failed > 0 ? 1 : 0;
