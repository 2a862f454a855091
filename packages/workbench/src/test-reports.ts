/** Reads the runners' reports so that nothing which did not pass is taken for a pass. */
export interface Tally {
  passed: number;
  failed: number;
}

interface Counted extends Tally {
  /** What the runner's own output may not show. */
  problems: string[];
}

/** A runner that left no report failed as one. */
function parse<T>(report: string | undefined, code: number): T | Counted {
  const failed = (problem: string): Counted => ({ passed: 0, failed: 1, problems: [problem] });
  if (report === undefined) return failed(`The runner ended with exit code ${code} and left no report.`);
  try {
    const value: unknown = JSON.parse(report);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Cut short while it was written.
  }
  return failed(`The runner ended with exit code ${code} and its report cannot be read.`);
}

/** A failure outside of any test (a set-up, an unhandled error, nothing found to run) counts as one. */
function settle(tally: Counted, code: number): Counted {
  if (tally.failed > 0) return tally;
  if (tally.passed === 0) return { ...tally, failed: 1, problems: ['No test ran.', ...tally.problems] };
  if (code !== 0) {
    const problem = `Every test passed and the runner ended with exit code ${code}.`;
    return { ...tally, failed: 1, problems: [...tally.problems, problem] };
  }
  return tally;
}

interface VitestReport {
  testResults?: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** Counts the report of vitest's `json` reporter. Skipped tests have not passed. */
export function countVitest(report: string | undefined, code: number): Counted {
  const read = parse<VitestReport>(report, code);
  if ('problems' in read) return read;
  const tally: Counted = { passed: 0, failed: 0, problems: [] };
  for (const { name, status, assertionResults } of read.testResults ?? []) {
    let failed = 0;
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed += 1;
      else {
        failed += 1;
        if (test.status !== 'failed')
          tally.problems.push(`${test.fullName} (${name}) did not run: ${test.status}`);
      }
    }
    // The file could not be read, or something around its tests failed.
    if (status !== 'passed' && failed === 0) {
      failed = 1;
      tally.problems.push(`${name} failed outside of its tests.`);
    }
    tally.failed += failed;
  }
  return settle(tally, code);
}

interface PlaywrightSuite {
  specs?: { title: string; file: string; tests: { status: string; projectName: string }[] }[];
  suites?: PlaywrightSuite[];
}

interface PlaywrightReport {
  suites?: PlaywrightSuite[];
  errors?: { message?: string }[];
}

/** Counts the report of Playwright's `json` reporter. Flaky and skipped tests have not passed. */
export function countPlaywright(report: string | undefined, code: number): Counted {
  const read = parse<PlaywrightReport>(report, code);
  if ('problems' in read) return read;
  const tally: Counted = { passed: 0, failed: 0, problems: [] };
  const visit = (suite: PlaywrightSuite) => {
    for (const { title, file, tests } of suite.specs ?? []) {
      for (const { status, projectName } of tests) {
        if (status === 'expected') tally.passed += 1;
        else {
          tally.failed += 1;
          if (status !== 'unexpected')
            tally.problems.push(`${title} (${file}, ${projectName}) was ${status}`);
        }
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of read.suites ?? []) visit(suite);
  for (const { message } of read.errors ?? []) {
    tally.failed += 1;
    tally.problems.push(message ?? 'An error outside of any test.');
  }
  return settle(tally, code);
}
