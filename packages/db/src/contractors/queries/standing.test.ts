import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { inGoodStanding, type StandingFacts, standingOf } from './standing.ts';

const portal = testDatabase();

const clear: StandingFacts = {
  lastUpdated: '2026-11-20',
  primaryStatus: 'CLEAR',
  expirationDate: '2028-03-31',
  inactivationDate: null,
  reactivationDate: null,
  contractorBondEffectiveDate: '2020-01-01',
  contractorBondCancellationDate: null,
  workersCompEffectiveDate: '2026-01-01',
  workersCompCancellationDate: null,
  goneAt: null,
};
const today = '2026-11-23';

describe('the standing of a license', () => {
  it('is good through its expiration day and expired on the next', () => {
    expect(standingOf(clear, '2028-03-31')).toMatchObject({ kind: 'good', date: '2028-03-31' });
    expect(standingOf(clear, '2028-04-01')).toMatchObject({ kind: 'expired', date: '2028-03-31' });
  });

  it('is expired even if the status is CLEAR', () => {
    expect(standingOf({ ...clear, expirationDate: '2026-10-31' }, today)).toMatchObject({ kind: 'expired' });
  });

  it('names every reason of a suspension in words, and an unknown one as in the file', () => {
    const standing = standingOf(
      { ...clear, primaryStatus: 'Work Comp Susp | Contr Bond Susp|Odd Susp' },
      today,
    );
    expect(standing.kind).toBe('suspended');
    expect(standing.reasons.map(({ words }) => words)).toEqual([
      'workers’ compensation',
      'contractor bond',
      'Odd Susp',
    ]);
  });

  it('foresees the suspension after a bond cancellation, and applies it to later days', () => {
    const facts = { ...clear, contractorBondCancellationDate: '2026-12-09' };
    expect(standingOf(facts, today)).toMatchObject({
      kind: 'good',
      foreseen: [{ what: 'contractor-bond', on: '2026-12-09' }],
    });
    expect(standingOf(facts, '2026-12-09')).toMatchObject({ kind: 'suspended', date: '2026-12-09' });
  });

  it('ignores a cancellation from before the status CLEAR, and one that a later bond replaced', () => {
    const known = { ...clear, workersCompCancellationDate: '2026-10-01' };
    expect(standingOf(known, today)).toMatchObject({ kind: 'good', foreseen: [] });
    const replaced = {
      ...clear,
      contractorBondCancellationDate: '2026-12-09',
      contractorBondEffectiveDate: '2026-12-09',
    };
    expect(standingOf(replaced, '2027-01-01').kind).toBe('good');
  });

  it('is inactive between inactivation and reactivation', () => {
    const facts = { ...clear, inactivationDate: '2026-01-01', reactivationDate: '2027-01-01' };
    expect(standingOf(facts, today)).toMatchObject({ kind: 'inactive', date: '2026-01-01' });
    expect(standingOf(facts, '2027-01-01').kind).toBe('good');
  });

  it('tells since when a license is missing from the file, by California’s calendar', () => {
    const gone = { ...clear, goneAt: new Date('2026-11-02T06:30:00Z') };
    expect(standingOf(gone, today)).toMatchObject({ kind: 'gone', date: '2026-11-01' });
  });
});

const day = fc.option(fc.constantFrom('2026-01-01', '2026-06-15', '2026-06-16', '2026-12-31', '2027-02-28'), {
  nil: null,
});
const facts = fc.record({
  lastUpdated: day,
  primaryStatus: fc.constantFrom('CLEAR', 'CLEAR', 'CLEAR', 'Work Comp Susp', 'CLEAR|CLEAR'),
  expirationDate: day,
  inactivationDate: day,
  reactivationDate: day,
  contractorBondEffectiveDate: day,
  contractorBondCancellationDate: day,
  workersCompEffectiveDate: day,
  workersCompCancellationDate: day,
});

it('PostgreSQL and the license page agree', async () => {
  const samples = fc.sample(facts, { numRuns: 3_000, seed: 7 });
  const numbered = samples.map((sample, number) => ({
    ...sample,
    licenseNumber: String(number + 1),
    goneAt: number % 50 === 0 ? new Date('2026-06-01T00:00:00Z') : null,
  }));
  await addContractors(portal.owner, numbered);
  for (const on of ['2026-06-14', '2026-06-15', '2026-06-16', '2027-02-28', '2030-01-01']) {
    const rows = await portal.db.read(
      { kind: 'visitor' },
      (tx) => tx.sql<{ number: string }[]>`
      select license_number as number from california_contractors where ${inGoodStanding(tx.sql, on)}`,
    );
    const expected = numbered.filter((row) => standingOf(row, on).kind === 'good');
    expect(new Set(rows.map(({ number }) => number))).toEqual(
      new Set(expected.map((row) => row.licenseNumber)),
    );
    expect(expected.length).toBeGreaterThan(0);
  }
});
