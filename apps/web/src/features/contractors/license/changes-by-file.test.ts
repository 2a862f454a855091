import { expect, it } from 'vitest';
import type { LicenseChange } from '../contractor.ts';
import { changesByFile } from './changes-by-file.ts';

const change = (id: number, fileDate: string, noticedAt: string): LicenseChange => ({
  id,
  kind: 'status_changed',
  before: 'CLEAR',
  after: 'Work Comp Susp',
  fileDate,
  noticedAt,
});

it('two files of one date stay apart, the later one first, and say which is which', () => {
  const files = changesByFile([
    change(4, '2026-11-26', '2026-11-26T23:00:00Z'),
    change(3, '2026-11-26', '2026-11-26T20:00:00Z'),
    change(2, '2026-11-26', '2026-11-26T20:00:00Z'),
    change(1, '2026-11-25', '2026-11-25T20:00:00Z'),
  ]);
  expect(files.map(({ date, isLater, changes }) => [date, isLater, changes.map(({ id }) => id)])).toEqual([
    ['2026-11-26', true, [4]],
    ['2026-11-26', false, [3, 2]],
    ['2026-11-25', undefined, [1]],
  ]);
});
