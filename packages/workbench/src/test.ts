/** `npm test`: every check, or the test files that it is given. The last line is `N passed, N failed`. */
import { checksOfFiles, quickChecks, slowChecks } from './checks.ts';
import { readCommandLine, refuse } from './command-line.ts';
import { hereOf } from './person-folder.ts';
import { runChecks } from './run-checks.ts';
import { stoppedExitCode, watchForStop } from './stop-request.ts';
import { findBrowser, installSystemPackages } from './system-packages.ts';
import { findTestFiles } from './test-files.ts';
import { top } from './top.ts';

const usage = `npm test                       runs every check
npm test -- FILE [FILE…]       runs these test files: *.test.ts, *.embedded.test.ts, *.full.test.ts, or *.spec.ts in the browser`;

const { positionals: names } = readCommandLine(usage, { allowPositionals: true });
const files = findTestFiles(names, { top, from: hereOf(process.env) });
if ('problems' in files) refuse(files.problems.join('\n'), usage);

const signal = watchForStop();
if (!(await installSystemPackages({ signal }))) process.exit(1);
const browser = findBrowser();
if (browser) process.env.CHROMIUM_PATH = browser;

const isEverything = names.length === 0;
const { passed, failed } = await runChecks(
  isEverything ? [...quickChecks, ...slowChecks] : checksOfFiles(files),
  {
    signal,
    write: (text) => void process.stdout.write(text),
    isTerminal: process.stdout.isTTY,
    showPassed: !isEverything,
  },
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = signal.aborted ? stoppedExitCode : failed > 0 ? 1 : 0;
