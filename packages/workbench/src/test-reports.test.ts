import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './test-reports.ts';

const vitest = (files: { name?: string; status?: string; tests: string[] }[]) =>
  JSON.stringify({
    testResults: files.map(({ name = 'a.test.ts', status = 'passed', tests }) => ({
      name,
      status,
      assertionResults: tests.map((test, number) => ({ fullName: `test ${number}`, status: test })),
    })),
  });

const playwright = (statuses: string[], errors: string[] = []) =>
  JSON.stringify({
    errors: errors.map((message) => ({ message })),
    suites: [
      {
        specs: [],
        suites: [
          {
            specs: statuses.map((status) => ({
              title: 'finds a firm',
              file: 'contractors.spec.ts',
              tests: [{ status, projectName: 'phone' }],
            })),
          },
        ],
      },
    ],
  });

describe('the count of vitest’s tests', () => {
  it('is of single tests', () => {
    expect(countVitest(vitest([{ tests: ['passed', 'passed'] }, { tests: ['passed'] }]), 0)).toMatchObject({
      passed: 3,
      failed: 0,
    });
    expect(countVitest(vitest([{ status: 'failed', tests: ['passed', 'failed'] }]), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it.each([
    ['a test that was skipped', vitest([{ tests: ['passed', 'skipped'] }]), 0, 1],
    ['a test that is still to be written', vitest([{ tests: ['passed', 'todo'] }]), 0, 1],
    ['a file that could not be read', vitest([{ tests: ['passed'] }, { status: 'failed', tests: [] }]), 1, 1],
    ['a set-up that failed after the tests', vitest([{ status: 'failed', tests: ['passed'] }]), 1, 1],
    ['an error that no test caught', vitest([{ tests: ['passed'] }]), 1, 1],
    ['a run without tests', vitest([]), 0, 0],
    ['a report that is missing', undefined, 0, 0],
    ['a report that is cut short', '{"testResults": [', 1, 0],
    ['a report that is something else', 'null', 0, 0],
  ])('takes %s for a failure', (_what, report, code, passed) => {
    const counted = countVitest(report, code);
    expect(counted).toMatchObject({ passed, failed: 1 });
    expect(counted.problems).toHaveLength(1);
  });
});

describe('the count of Playwright’s tests', () => {
  it('is of single tests in each size', () => {
    expect(countPlaywright(playwright(['expected', 'expected']), 0)).toMatchObject({ passed: 2, failed: 0 });
    expect(countPlaywright(playwright(['expected', 'unexpected']), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it.each([
    ['a test that passed at the second attempt only', playwright(['expected', 'flaky']), 0, 1],
    ['a test that was skipped', playwright(['expected', 'skipped']), 0, 1],
    ['a server that did not start', playwright([], ['no server']), 1, 0],
    ['a run without tests', playwright([]), 0, 0],
    ['an exit code that nothing explains', playwright(['expected']), 1, 1],
    ['a report that is missing', undefined, 1, 0],
  ])('takes %s for a failure', (_what, report, code, passed) => {
    expect(countPlaywright(report, code)).toMatchObject({ passed, failed: 1 });
  });
});
