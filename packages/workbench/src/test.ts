/** `npm test`: every check, with its own set-up. The last line is `N passed, N failed`. */
import { quickChecks, slowChecks } from './checks.ts';
import { runChecks } from './run-checks.ts';
import { stoppedExitCode, watchForStop } from './stop-request.ts';
import { findBrowser, installSystemPackages } from './system-packages.ts';

const signal = watchForStop();
if (process.argv.length > 2) {
  console.error('npm test takes no arguments: it runs every check. One file: see README.md.');
  process.exit(2);
}
if (!(await installSystemPackages({ signal }))) process.exit(1);
const browser = findBrowser();
if (browser) process.env.CHROMIUM_PATH = browser;

const { passed, failed } = await runChecks([...quickChecks, ...slowChecks], {
  signal,
  write: (text) => void process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = signal.aborted ? stoppedExitCode : failed > 0 ? 1 : 0;
