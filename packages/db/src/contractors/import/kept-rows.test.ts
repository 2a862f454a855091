import { expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import { getLicense } from '../queries/license.ts';
import { fileOf, firms, importing, line } from './files.fixture.ts';
import { undoImport } from './undo.ts';

const { portal, importFile, rowsOf } = importing();
const undo = (runId: string) =>
  undoImport({ url: portal.importUrl, embedded: false, runId, undoneBy: 'tester' });
const kept = () =>
  rowsOf(
    `select license_number as l, kept_from_date::text as d from california_contractors where kept_from_date is not null order by 1`,
  );

/** A file of a hundred firms on a day, of which some rows differ. */
const edition = (day: string, changes: Record<number, Parameters<typeof line>[0] | string | null> = {}) =>
  fileOf(
    ...firms(100, { LastUpdate: day }).flatMap((facts, at) => {
      const change = changes[at];
      if (change === null) return [];
      return [typeof change === 'string' ? change : { ...facts, ...change }];
    }),
  );
const broken = { PrimaryStatus: 'Work Comp Susp', CBEffectiveDate: '13/45/2026' };
const standing = async (licenseNumber: string) =>
  (await portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber }))).standing;

it('a license keeps the date of the file that its row is from, until a row can be read again', async () => {
  await importFile(edition('11/02/2026'));
  expect(await kept()).toEqual([]);
  await importFile(edition('11/03/2026', { 1: broken, 2: broken }));
  expect(await kept()).toEqual([
    { l: '2000001', d: '2026-11-02' },
    { l: '2000002', d: '2026-11-02' },
  ]);
  const { headline, asOf, group, mayContract } = await standing('2000001');
  expect({ headline, asOf, group, answer: mayContract.answer }).toEqual({
    headline: 'Clear as of November 2, 2026, with a warning',
    asOf: '2026-11-02',
    group: 'pending',
    answer: 'unknown',
  });
  expect(mayContract.why).toContain(
    'The board’s file of November 3, 2026 has no row of this license that could be read.',
  );
  expect(await standing('2000003')).toMatchObject({ group: 'good', asOf: '2026-11-03' });

  // The date of the older file stays while rows stay broken, and goes with a row that is as it was or changed.
  await importFile(edition('11/04/2026', { 1: broken, 2: { LastUpdate: '11/02/2026' } }));
  expect(await kept()).toEqual([{ l: '2000001', d: '2026-11-02' }]);
  const { runId } = await importFile(edition('11/05/2026', { 3: broken }));
  expect(await kept()).toEqual([{ l: '2000003', d: '2026-11-04' }]);
  await undo(runId);
  expect(await kept()).toEqual([{ l: '2000001', d: '2026-11-02' }]);
});

it('so does a license that may be in a row without a number', async () => {
  await importFile(edition('11/02/2026'));
  const { runId, gone } = await importFile(
    edition('11/03/2026', { 1: null, 2: line({ LicenseNo: 'none' }) }),
  );
  expect(gone).toBe(0);
  expect((await kept()).map(({ l }) => l)).toEqual(['2000001', '2000002']);
  await undo(runId);
  expect(await kept()).toEqual([]);
});

it('a license that a whole file lacks is gone, and marked no more', async () => {
  await importFile(edition('11/02/2026'));
  await importFile(edition('11/03/2026', { 1: broken }));
  await importFile(edition('11/04/2026', { 1: null }));
  expect(await standing('2000001')).toMatchObject({ kind: 'gone', inferences: [] });
  await importFile(edition('11/05/2026'));
  expect(await kept()).toEqual([]);
  expect(await standing('2000001')).toMatchObject({ kind: 'good' });
});
