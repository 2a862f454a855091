import { standings } from '@namc/inputs/contractors';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addImportRun } from '../../tools/testing/import-run.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { anyFacts, days } from './any-facts.fixture.ts';
import { standingOf } from './standing.ts';
import { inGroup, standingGroup } from './standing-group.ts';

const portal = testDatabase();
const asOf = '2026-06-16';

it('PostgreSQL and the license page agree on every license and day, with a file and without', async () => {
  const samples = fc.sample(anyFacts, { numRuns: 4_000, seed: 7 });
  const licenses = samples.map((sample, number) => ({
    ...sample,
    qualifierGapUntil: sample.qualifierGapFrom && (number % 2 === 0 ? '2026-12-31' : '2028-01-02'),
    licenseNumber: String(number + 1),
    goneAt: number % 50 === 0 ? new Date('2026-01-01T12:00:00Z') : null,
    returnedAt: null,
    keptFromDate: number % 20 === 1 ? '2026-06-10' : null,
  }));
  await addContractors(portal.owner, licenses);
  await compare(null);
  await addImportRun(portal.owner, asOf);
  await compare(asOf);

  async function compare(file: string | null) {
    const seen = new Set<string>();
    for (const on of ['2025-06-01', '2026-06-14', ...days, '2030-02-01']) {
      const rows = await portal.db.read(
        { kind: 'visitor' },
        (tx) => tx.sql<Record<string, string | boolean>[]>`
          select license_number as number, ${standingGroup(tx.sql, on)} as "group",
                 ${inGroup(tx.sql, 'good', on)} as good, ${inGroup(tx.sql, 'pending', on)} as pending,
                 ${inGroup(tx.sql, 'not-good', on)} as "not-good", ${inGroup(tx.sql, 'unknown', on)} as unknown,
                 ${inGroup(tx.sql, 'clear', on)} as clear,
                 ${standingGroup(tx.sql, tx.sql`to_char(${on}::date, 'YYYY-MM-DD')`)} as "ofRow"
          from california_contractors`,
      );
      const found = new Map(rows.map((row) => [row.number, row]));
      const differing = licenses.filter((license) => {
        const { group } = standingOf(license, { on, today: on, asOf: license.keptFromDate ?? file });
        seen.add(group);
        const row = found.get(license.licenseNumber);
        const isClear = group === 'good' || group === 'pending';
        return (
          row?.group !== group ||
          row?.clear !== isClear ||
          row?.['ofRow'] !== group ||
          standings.some((name) => row?.[name] !== (name === group))
        );
      });
      expect(differing.slice(0, 1)).toEqual([]);
    }
    expect([...seen].sort()).toEqual([...standings].sort());
  }
});
