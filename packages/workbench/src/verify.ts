/** `pnpm verify`: the checks to run while working; `npm test` runs the rest too. */
import { quickChecks } from './checks.ts';
import { runChecks } from './run-checks.ts';
import { stoppedExitCode, watchForStop } from './stop-request.ts';

const signal = watchForStop();
if (process.argv.length > 2) {
  console.error('pnpm verify takes no arguments.');
  process.exit(2);
}
const { passed, failed } = await runChecks(quickChecks, {
  signal,
  write: (text) => void process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = signal.aborted ? stoppedExitCode : failed > 0 ? 1 : 0;
