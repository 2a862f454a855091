import { listContractorChangesInput } from '@namc/inputs/contractors';
import { describe, expect, it } from 'vitest';
import { listContractorChanges } from '../queries/changes.ts';
import { type Facts, fileOf, firms, importing, line, system } from './files.fixture.ts';

const { portal, importFile, rowsOf } = importing();

describe('the next import', () => {
  const base = firms(100);
  const next = (changes: Facts[]) => fileOf(...base.map((facts, at) => ({ ...facts, ...changes[at] })));

  it('of the same file changes nothing and reports it', async () => {
    await importFile(fileOf(...base));
    const [before] = await rowsOf('select max(xmin::text::bigint) as x from california_contractors');
    expect(await importFile(fileOf(...base))).toMatchObject({
      outcome: 'unchanged',
      unchanged: 100,
      added: 0,
      changed: 0,
    });
    expect(await rowsOf('select max(xmin::text::bigint) as x from california_contractors')).toEqual([before]);
  });

  it('writes only the rows that differ', async () => {
    await importFile(fileOf(...base));
    const summary = await importFile(next([{ City: 'INDIO' }]));
    expect(summary).toMatchObject({ added: 0, changed: 1, unchanged: 99, gone: 0 });
    expect(await rowsOf('select xmin::text as x from california_contractors group by 1')).toHaveLength(2);
  });

  it('records changes as events that staff can list', async () => {
    await importFile(fileOf(...base));
    expect(await rowsOf('select from contractor_changes')).toHaveLength(0);
    const changes: Facts[] = [
      { PrimaryStatus: 'Work Comp Susp' },
      { ExpirationDate: '03/31/2030' },
      { CBCancellationDate: '12/09/2026' },
      { WCCancellationDate: '12/20/2026' },
    ];
    const content = `${next(changes).replace(`${line({ ...base[99] })}\r\n`, '')}${line({ LicenseNo: '3000000', BusinessName: 'NEW FIRM' })}\r\n`;
    const summary = await importFile(content);
    expect(summary).toMatchObject({
      added: 1,
      changed: 4,
      gone: 1,
      statusChanges: { 'CLEAR → Work Comp Susp': 1 },
    });
    const input = listContractorChangesInput.parse({ run: summary.runId });
    const page = await portal.db.read(system, (tx) => listContractorChanges(tx, input));
    const events = page.rows.map(({ licenseNumber, kind, before, after }) => [
      licenseNumber,
      kind,
      before,
      after,
    ]);
    expect(events.sort()).toEqual([
      ['2000000', 'status_changed', 'CLEAR', 'Work Comp Susp'],
      ['2000001', 'expiration_moved', '2028-03-31', '2030-03-31'],
      ['2000002', 'bond_cancellation_set', null, '2026-12-09'],
      ['2000003', 'workers_comp_cancellation_set', null, '2026-12-20'],
      ['2000099', 'gone', null, null],
      ['3000000', 'new_license', null, 'CLEAR'],
    ]);
    const first = await portal.db.read(system, (tx) => listContractorChanges(tx, { ...input, limit: 4 }));
    const second = await portal.db.read(system, (tx) =>
      listContractorChanges(tx, { ...input, limit: 4, cursor: first.nextCursor ?? '' }),
    );
    expect([...first.rows, ...second.rows]).toEqual(page.rows);
    expect(await portal.db.read({ kind: 'visitor' }, (tx) => listContractorChanges(tx, input))).toMatchObject(
      { rows: [] },
    );
  });

  it('keeps firms that are gone, and restores firms that return', async () => {
    await importFile(fileOf(...base));
    await importFile(fileOf(...base.slice(1)));
    expect(
      await rowsOf(`select license_number from california_contractors where gone_at is not null`),
    ).toEqual([{ license_number: '2000000' }]);
    const summary = await importFile(fileOf(...base, { LicenseNo: '5' }));
    expect(summary).toMatchObject({ returned: 1, added: 1 });
    expect(await rowsOf(`select from california_contractors where gone_at is not null`)).toHaveLength(0);
    expect(await rowsOf(`select license_number from contractor_changes where kind = 'returned'`)).toEqual([
      { license_number: '2000000' },
    ]);
  });

  it('does not mark a firm as gone if its row is broken', async () => {
    await importFile(fileOf(...base));
    const summary = await importFile(
      next([{ IssueDate: 'soon' }, { LicenseNo: '2000001', BusinessName: 'A,B' }]),
    );
    expect(summary).toMatchObject({ rejected: 2, gone: 0 });
  });

  it('of a real file after the invented ones counts as the first: any date, no events, and no invented firms', async () => {
    await importFile(fileOf(...firms(100)), { importedBy: 'demonstration' });
    const real = fileOf({ LicenseNo: '1', LastUpdate: '01/05/2026' });
    expect(await importFile(real)).toMatchObject({ outcome: 'accepted', added: 1, gone: 100 });
    expect(await rowsOf('select from contractor_changes')).toHaveLength(0);
  });

  it('keeps the word table correct', async () => {
    await importFile(fileOf(...base, { LicenseNo: '1', BusinessName: 'ONLY UNICORNS' }));
    await importFile(fileOf(...base, { LicenseNo: '1', BusinessName: 'ONLY GRIFFINS' }));
    const differences = await rowsOf(`
      select * from contractor_words full join (
        select word, ndoc from ts_stat('select search_vector from california_contractors')) truth using (word)
      where ndoc is distinct from contractors`);
    expect(differences).toEqual([]);
    expect(await rowsOf(`select word from contractor_words where word in ('unicorns', 'griffins')`)).toEqual([
      { word: 'griffins' },
    ]);
  });

  it('keeps the members’ licenses', async () => {
    await importFile(fileOf(...base));
    await portal.db.write(
      system,
      (tx) =>
        tx.sql`update california_contractors set is_namc_member = true where license_number = '2000000'`,
    );
    await importFile(next([{ City: 'INDIO' }]));
    expect(await rowsOf('select license_number from california_contractors where is_namc_member')).toEqual([
      { license_number: '2000000' },
    ]);
  });
});
