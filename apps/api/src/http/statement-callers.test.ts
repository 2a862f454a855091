import { expect, it } from 'vitest';
import { makeStatementCallers } from './statement-callers.ts';

it('names each statement of a procedure once, whatever its values', () => {
  const callers = makeStatementCallers();
  callers.note('jobs.list', ['select 1', 'select a from b']);
  callers.note('jobs.list', ['select 2', 'select a from b']);
  callers.note('jobs.retry', ['select 3']);
  const taken = callers.take();
  expect(taken.map(({ name }) => name)).toEqual(['jobs.list', 'jobs.list', 'jobs.retry']);
  expect(new Set(taken.map(({ textKey }) => textKey)).size).toBe(2);
  expect(callers.take()).toEqual([]);
});

it('looks at a busy procedure now and then, and still finds a statement that comes later', () => {
  const callers = makeStatementCallers();
  for (let call = 0; call < 20; call += 1) callers.note('a', ['select 1']);
  callers.take();
  for (let call = 0; call < 64; call += 1) callers.note('a', ['select later from b']);
  expect(callers.take()).toHaveLength(1);
});
