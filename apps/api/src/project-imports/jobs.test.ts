import { addMember } from '@namc/db/members/factory';
import { checkProjectFile } from '@namc/db/project-imports/commands/check-list';
import { cancelProjectImport, startProjectImport } from '@namc/db/project-imports/commands/import-projects';
import { getProjectImport } from '@namc/db/project-imports/queries';
import { testDatabase } from '@namc/db/testing/test-database';
import { expect, it } from 'vitest';
import { actorOf } from '../actors.ts';
import { importProjects } from './jobs.ts';

const portal = testDatabase();

async function begin(...numbers: string[]) {
  const userId = await addMember(portal.db, { roles: ['membership_manager'] });
  const staff = actorOf(userId, 'staff');
  const rows = numbers.map((number) => `${number},City of Example,Bridge`);
  const bytes = new TextEncoder().encode(['Bid No,Agency,Title', ...rows].join('\n'));
  const importId = await portal.db.write(staff, (tx) => checkProjectFile(tx, { fileName: 'a.csv', bytes }));
  await portal.db.write(staff, (tx) => startProjectImport(tx, { importId, updatesDrafts: false }));
  const state = () =>
    portal.db.read(staff, (tx) => getProjectImport(tx, { importId }), { freshness: 'latest' });
  return { userId, staff, importId, state };
}
const alive = () => new AbortController().signal;

it('imports a list for the person who started it, and the trail names them', async () => {
  const { userId, importId, state } = await begin('TRAIL-1', 'TRAIL-2');
  await importProjects(portal.db, { importId }, alive());
  expect(await state()).toMatchObject({ status: 'DONE', rowsAdded: 2 });
  const trail = await portal.owner`
    select distinct a.user_id, a.actor from audit_log a join projects p on p.id::text = a.row_id
    where a.table_name = 'projects' and p.solicitation_number like 'TRAIL-%'`;
  expect(trail).toEqual([{ user_id: userId, actor: 'system:worker' }]);
});

it('goes on where a try ended, and a canceled import does nothing more', async () => {
  const stopped = new AbortController();
  const { importId, state } = await begin('TRY-1', 'TRY-2');
  stopped.abort();
  await expect(importProjects(portal.db, { importId }, stopped.signal)).rejects.toThrow();
  expect(await state()).toMatchObject({ status: 'RUNNING', rowsAdded: 0 });
  await importProjects(portal.db, { importId }, alive());
  expect(await state()).toMatchObject({ status: 'DONE', rowsAdded: 2 });
  const other = await begin('TRY-3');
  await portal.db.write(other.staff, (tx) => cancelProjectImport(tx, { importId: other.importId }));
  await importProjects(portal.db, { importId: other.importId }, alive());
  expect(await other.state()).toMatchObject({ status: 'CANCELED', rowsAdded: 0 });
});
