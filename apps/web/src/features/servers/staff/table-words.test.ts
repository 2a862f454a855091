import { expect, it } from 'vitest';
import { growthInWords } from './growth-words.ts';
import { isUnused, marksOf, type TableIndex, type TableIndexes } from './index-marks.ts';
import { readTableFilters } from './table-filters.ts';
import { lastTime } from './table-words.ts';

const index: TableIndex = {
  name: 'users_words',
  definition: 'CREATE INDEX users_words ON users USING btree (words)',
  bytes: 100,
  isPrimaryKey: false,
  isUnique: false,
  isValid: true,
  isPartitioned: false,
  constraint: null,
  foreignKeys: [],
  pointedTo: 0,
  sameAs: null,
  isForReadsAlone: true,
  drop: { sql: 'a drop', lock: 'A lock.' },
  rebuild: { sql: 'a rebuild', lock: 'A lock.' },
  reads: [
    { server: 'one', reads: 0 },
    { server: 'two', reads: 0 },
  ],
};
const server = (name: string, days: number | null, problem: string | null = null) => ({
  server: name,
  isReplica: name !== 'one',
  problem,
  countedSince: null,
  days,
});
const answer = (days: number | null, problem: string | null = null): TableIndexes => ({
  isEmbedded: false,
  servers: [server('one', 40), server('two', days, problem)],
  indexes: [index],
});

it('an index is unused only if every server has counted for long enough and has not read it', () => {
  expect(isUnused(index, answer(31))).toBe(true);
  expect(isUnused(index, answer(29))).toBeNull();
  expect(isUnused(index, answer(null))).toBeNull();
  expect(isUnused(index, answer(31, 'It is away.'))).toBeNull();
  expect(isUnused({ ...index, reads: [{ server: 'two', reads: 1 }] }, answer(31))).toBe(false);
  expect(isUnused({ ...index, isForReadsAlone: false }, answer(31))).toBe(false);
});

it('an index is bloated by a measurement of its present file alone', () => {
  const measured = {
    indexName: index.name,
    bytes: 100,
    wasted: 40,
    density: 50,
    measuredAt: '2026-11-01T00:00:00Z',
  };
  const words = (isCurrent: boolean) =>
    marksOf(index, answer(29), { ...measured, isCurrent }).map(({ word, fix }) => [word, fix.sql]);
  expect(words(true)).toEqual([['Bloated', 'a rebuild']]);
  expect(words(false)).toEqual([]);
});

it('a table that was never vacuumed is told from one whose statistics were lost', () => {
  expect(lastTime(null, false, { hasLostCounters: false }, null)).toBe('Never');
  expect(lastTime(null, false, { hasLostCounters: true }, null)).toBe('Unknown: statistics were lost');
  expect(lastTime(null, false, { hasLostCounters: true }, '2026-11-03T20:00:00Z')).toMatch(
    /^Not since .*Nov 3/,
  );
});

it('growth names its days and its gaps, and a wrong address shows all tables', () => {
  const day = (of: string, bytes: number | null) => ({ day: of, bytes });
  expect(growthInWords([day('2026-11-01', null)])).toContain('No day has been measured yet.');
  expect(growthInWords([day('2026-11-01', 1_024), day('2026-11-02', null), day('2026-11-03', 3_072)])).toBe(
    'It grew by 2.0 KiB to 3.0 KiB from 2026-11-01 to 2026-11-03. 1 of 3 days wasn’t measured; the lines have gaps there.',
  );
  expect(readTableFilters({ order: 'nonsense', table: 5 })).toEqual({});
});
