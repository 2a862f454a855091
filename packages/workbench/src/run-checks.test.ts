import { expect, it } from 'vitest';
import type { Check } from './checks.ts';
import { runChecks } from './run-checks.ts';

const check = (name: string, passed: number, failed: number, output = ''): Check => ({
  name,
  run: async () => ({ passed, failed, output }),
});

async function run(checks: Check[], options: { signal?: AbortSignal; showPassed?: boolean } = {}) {
  let written = '';
  const summary = await runChecks(checks, {
    signal: new AbortController().signal,
    ...options,
    write: (text) => {
      written += text;
    },
  });
  return { summary, written };
}

it('writes a line for each check and adds up the tests', async () => {
  const { summary, written } = await run([check('Types', 1, 0, 'noise'), check('Tests', 40, 0, 'noise')]);
  expect(summary).toEqual({ passed: 41, failed: 0 });
  expect(written).toMatch(/^✓ Types \([\d.]+ s\)\n✓ Tests \([\d.]+ s, 40 passed, 0 failed\)\n$/);
});

it('shows what a failing check wrote, and goes on to the next', async () => {
  const { summary, written } = await run([check('Types', 0, 1, 'a.ts: no\nb.ts: no'), check('Tests', 2, 0)]);
  expect(summary).toEqual({ passed: 2, failed: 1 });
  expect(written).toMatch(/^✗ Types .*\n {4}a\.ts: no\n {4}b\.ts: no\n✓ Tests/);
});

it('shows what every check wrote when it is told to', async () => {
  const { written } = await run([check('Tests', 40, 0, 'a line that a test printed')], { showPassed: true });
  expect(written).toMatch(/^✓ Tests .*\n {4}a line that a test printed\n$/);
});

it('counts a check that throws as failed', async () => {
  const broken: Check = { name: 'Broken', run: () => Promise.reject(new Error('out of memory')) };
  const { summary, written } = await run([broken]);
  expect(summary).toEqual({ passed: 0, failed: 1 });
  expect(written).toContain('out of memory');
});

it('counts checks as failed that a stop request keeps from running', async () => {
  const stop = new AbortController();
  const stopping: Check = {
    name: 'First',
    run: async () => {
      stop.abort();
      return { passed: 1, failed: 0, output: '' };
    },
  };
  const { summary } = await run([stopping, check('Second', 9, 0)], { signal: stop.signal });
  expect(summary).toEqual({ passed: 1, failed: 1 });
});
