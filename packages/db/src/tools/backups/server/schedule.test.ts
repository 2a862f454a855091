import { expect, it } from 'vitest';
import { findDue, type LastRun } from './schedule.ts';

/** Half past three at night in California, and noon. */
const night = new Date('2026-11-28T11:30:00Z');
const noon = new Date('2026-11-28T20:00:00Z');
const before = (now: Date, hours: number) => new Date(now.getTime() - hours * 3_600_000);
const run = (
  act: LastRun['act'],
  repository: number,
  hours: number,
  more: Partial<LastRun> = {},
  now = night,
): LastRun => ({
  act,
  repository,
  type: act === 'BACKUP' ? 'FULL' : null,
  triedAt: before(now, hours),
  provenAt: before(now, hours),
  failures: 0,
  ...more,
});
const both = (act: LastRun['act'], hours: number) => [run(act, 1, hours), run(act, 2, hours)];
const due = (runs: LastRun[], now = night) => findDue(runs, [1, 2], now);

it('each repository gets a full backup at once, then one a week, and a differential one a night', () => {
  expect(due([], noon)).toEqual({ act: 'BACKUP', repository: 1, type: 'FULL' });
  expect(due([run('BACKUP', 1, 1)], noon)).toEqual({ act: 'BACKUP', repository: 2, type: 'FULL' });
  const week = [...both('VERIFY', 24), run('DRILL', 1, 24)];
  expect(due([...both('BACKUP', 24), ...week])).toEqual({
    act: 'BACKUP',
    repository: 1,
    type: 'DIFFERENTIAL',
  });
  expect(due([run('BACKUP', 1, 7 * 24), run('BACKUP', 2, 24), ...week])).toMatchObject({ type: 'FULL' });
  expect(due([...both('BACKUP', 2), ...week])).toBeUndefined();
});

it('a backup that fails again and again is tried less often, and at least once a day', () => {
  const failed = (hours: number, failures: number) => [
    run('BACKUP', 1, hours, { provenAt: null, failures }),
    run('BACKUP', 2, 2),
    ...both('VERIFY', 24),
    run('DRILL', 1, 24),
  ];
  expect(due(failed(3, 3))).toBeUndefined();
  expect(due(failed(5, 3))).toMatchObject({ repository: 1 });
  expect(due(failed(23, 40))).toBeUndefined();
  expect(due(failed(25, 40))).toMatchObject({ repository: 1 });
});

it('a backup that failed is tried again after an hour, and the other repository does not wait for it', () => {
  const failed = (hours: number) => run('BACKUP', 1, hours, { provenAt: null, failures: 1 });
  const rest = [...both('VERIFY', 24), run('DRILL', 1, 24)];
  expect(due([failed(0.5), run('BACKUP', 2, 2), ...rest])).toBeUndefined();
  expect(due([failed(0.5), ...rest])).toMatchObject({ act: 'BACKUP', repository: 2 });
  expect(due([failed(1.5), run('BACKUP', 2, 2), ...rest])).toMatchObject({ act: 'BACKUP', repository: 1 });
});

it('each repository is verified once a week, and the drill of the week takes them in turn', () => {
  const backups = both('BACKUP', 2);
  expect(due(backups)).toEqual({ act: 'VERIFY', repository: 1 });
  expect(due([...backups, run('VERIFY', 1, 24)])).toEqual({ act: 'VERIFY', repository: 2 });
  const verified = [...backups, ...both('VERIFY', 24)];
  expect(due(verified)).toEqual({ act: 'DRILL', repository: 1 });
  expect(due([...verified, run('DRILL', 1, 7 * 24)])).toEqual({ act: 'DRILL', repository: 2 });
  expect(due([...verified, run('DRILL', 2, 7 * 24), run('DRILL', 1, 14 * 24)])).toEqual({
    act: 'DRILL',
    repository: 1,
  });
  expect(due([...verified, run('DRILL', 2, 5 * 24), run('DRILL', 1, 14 * 24)])).toBeUndefined();
});

it('a drill that failed is repeated after a day, and an empty repository is neither verified nor drilled', () => {
  const verified = [...both('BACKUP', 2), ...both('VERIFY', 24)];
  expect(due([...verified, run('DRILL', 1, 5, { provenAt: null, failures: 1 })])).toBeUndefined();
  expect(due([...verified, run('DRILL', 1, 30, { provenAt: null, failures: 1 })])).toMatchObject({
    act: 'DRILL',
  });
  const half = [run('BACKUP', 1, 2), run('BACKUP', 2, 0.5, { provenAt: null, failures: 1 })];
  expect(due(half)).toEqual({ act: 'VERIFY', repository: 1 });
  expect(due([...half, run('VERIFY', 1, 2)])).toEqual({ act: 'DRILL', repository: 1 });
});

it('a repository without a backup of the new primary gets one at once', () => {
  const week = [...both('BACKUP', 0.1), ...both('VERIFY', 24), run('DRILL', 1, 24)];
  expect(findDue(week, [1, 2], night, [2])).toEqual({ act: 'BACKUP', repository: 2, type: 'DIFFERENTIAL' });
  expect(findDue(week, [1, 2], night, [])).toBeUndefined();
  // One that fails is tried less often, as any other.
  const failed = [...week, run('BACKUP', 2, 0.5, { provenAt: null, failures: 2 })];
  expect(findDue(failed, [1, 2], night, [2])).toBeUndefined();
});
