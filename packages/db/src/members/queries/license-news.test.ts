import { expect, it } from 'vitest';
import { addContractors } from '../../contractors/factory.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addMember } from '../factory.ts';
import { getLicenseNews } from './license-news.ts';
import { searchMembers } from './staff.ts';

const portal = testDatabase();

/** A file of the license board that was taken so long ago. */
async function importRun(ago: string): Promise<string> {
  const [run] = await portal.owner<{ id: string }[]>`
    insert into contractor_import_runs (outcome, file_name, file_sha256, file_bytes, importer_version, snapshot_date,
      imported_by, started_at, finished_at, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_gone,
      status_changes, unknown_classifications)
    values ('accepted', 'master.csv', ${ago}, 1, 1, '2026-11-24', 'test', now() - ${ago}::interval,
      now() - ${ago}::interval, 9, 1, 2, 6, 0, 0, '{}', '{}')
    returning id`;
  return run?.id ?? '';
}

const change = (run: string, licenseNumber: string, after: string) => portal.owner`
  insert into contractor_changes (import_run_id, license_number, kind, before, after)
  values (${run}, ${licenseNumber}, 'status_changed', 'CLEAR', ${after})`;

it('staff read which members’ licenses changed since yesterday, and where each license stands', async () => {
  await addContractors(portal.owner, [
    { licenseNumber: '700', businessName: 'ACME ELECTRIC', county: 'Napa', primaryStatus: 'Work Comp Susp' },
    { licenseNumber: '701', businessName: 'BAY ROOFING' },
    { licenseNumber: '702', businessName: 'NO MEMBER' },
  ]);
  const ana = await addMember(portal.db, { firstName: 'Ana', lastName: 'Reyes', licenseNumber: '700' });
  await addMember(portal.db, { firstName: 'Ben', licenseNumber: '701' });
  const staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) } as const;
  const read = () => portal.db.read(staff, getLicenseNews);
  expect(await read()).toEqual({ changes: [], licenses: 0, lastImport: null });
  const old = await importRun('3 days');
  await change(old, '701', 'Contr Bond Susp');
  const run = await importRun('1 minute');
  await change(run, '700', 'Work Comp Susp');
  await change(run, '702', 'Contr Bond Susp');
  const news = await read();
  expect(news.changes).toEqual([
    expect.objectContaining({ userId: ana, firstName: 'Ana', licenseNumber: '700', after: 'Work Comp Susp' }),
  ]);
  expect(news.licenses).toBe(1);
  expect(news.lastImport).toMatchObject({ snapshotDate: '2026-11-24', rowsNew: 1, rowsChanged: 2 });
  const { rows } = await portal.db.read(staff, (tx) =>
    searchMembers(tx, { q: '700', order: 'name', limit: 5 }),
  );
  expect(rows[0]?.license).toMatchObject({ county: 'Napa', standing: { kind: 'suspended' } });
});
