import { expect, it } from 'vitest';
import { backupBefore, readMoment } from './restore-server.ts';
import { targetOf, whyItEnded } from './restored-server.ts';

const now = new Date('2026-11-28T12:00:00Z');

it.each([
  ['2026-11-25T22:20:47Z', '2026-11-25T22:20:47.000Z'],
  ['2026-11-25 14:20:47.25-08:00', '2026-11-25T22:20:47.250Z'],
  ['2026-11-25 22:20:47+00', '2026-11-25T22:20:47.000Z'],
])('a moment with its offset is taken: %s', (text, moment) => {
  expect(readMoment(text, now).toISOString()).toBe(moment);
});

it.each(['2026-11-25T22:20:47', '2026-11-25', 'yesterday', '2026-13-25T22:20:47Z', '2026-11-28T12:00:01Z'])(
  'no other text is a moment to restore to: %s',
  (text) => {
    expect(() => readMoment(text, now)).toThrow(/^time: must/);
  },
);

it('a moment is written as pgBackRest and PostgreSQL both read it', () => {
  expect(targetOf(now)).toBe('2026-11-28 12:00:00.000+00');
});

it('a moment is reached from the last backup that had ended by then', () => {
  const backup = (label: string, endedAt: string) => ({
    label,
    type: 'FULL' as const,
    hasDamage: false,
    startedAt: new Date(endedAt),
    endedAt: new Date(endedAt),
    databaseBytes: 1,
    addedBytes: 1,
    archive: { start: '', stop: '' },
  });
  const all = [backup('first', '2026-11-20T11:00:00Z'), backup('second', '2026-11-27T11:00:00Z')];
  expect(backupBefore(all, new Date('2026-11-27T10:59:59Z')).label).toBe('first');
  expect(backupBefore(all, now).label).toBe('second');
  expect(() => backupBefore(all, new Date('2026-11-20T10:00:00Z'))).toThrow(
    /No earlier moment can be reached/,
  );
  expect(() => backupBefore([], now)).toThrow('There is no backup in the repository.');
});

it('the log of a server that gave up tells why', () => {
  expect(
    whyItEnded(`P00   INFO: unable to find 00000001000000000000000A in the archive
FATAL:  recovery ended before configured recovery target was reached`),
  ).toBe(
    'The log ends before the moment to which it should lead: the archive has no segment 00000001000000000000000A.',
  );
  expect(whyItEnded('LOG:  starting\nFATAL:  insufficient parameter settings\n')).toBe(
    'The restored server gave up: insufficient parameter settings',
  );
});
