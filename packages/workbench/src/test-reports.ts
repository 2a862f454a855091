/** Counts the tests in the runners' reports. A test that did not run counts as failed. */
export interface Tally {
  passed: number;
  failed: number;
}

interface Counted extends Tally {
  /** Failures that the runner's own output may not show. */
  problems: string[];
}

/** Parses a report. A runner that left none counts as one failure. */
function parse<T>(report: string | undefined, code: number): T | Counted {
  const failed = (problem: string): Counted => ({ passed: 0, failed: 1, problems: [problem] });
  if (report === undefined) return failed(`The runner ended with exit code ${code} and wrote no report.`);
  try {
    const value: unknown = JSON.parse(report);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // The file was cut short while the runner wrote it.
  }
  return failed(`The runner ended with exit code ${code} and its report cannot be read.`);
}

/** A failure outside of any test counts as one: a failed set-up, an unhandled error, no test found. */
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

/** Counts the report of vitest's `json` reporter. A skipped test counts as failed. */
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
    // The file could not be loaded, or a hook around its tests failed.
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

/** Counts the report of Playwright's `json` reporter. Flaky and skipped tests count as failed. */
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
