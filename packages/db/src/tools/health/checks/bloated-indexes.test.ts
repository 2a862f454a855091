import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../../engine/actors.ts';
import { type Client, connect } from '../../../engine/connection.ts';
import { forgetGoneIndexes, recordIndexMeasurement } from '../../../maintenance/commands.ts';
import { listIndexMeasurements } from '../../../maintenance/queries.ts';
import { addMember } from '../../../members/factory.ts';
import { findMeasuringSchema, measureIndex } from '../../maintenance/measure-index.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { bloatedIndexes } from './bloated-indexes.ts';

const portal = testDatabase();
const system = systemActor('test');
const urlAs = (login: string) => portal.ownerUrl.replace('portal_owner', login);
const found = (limits?: { warn: number; bad: number }) =>
  look(bloatedIndexes.name, { db: portal.db, serverUrls: [urlAs('portal_control')] }, limits);
let owner: Client;

beforeAll(async () => {
  owner = connect(urlAs('portal_maintenance'), { max: 1, applicationName: 'test' });
  await owner.unsafe('set role schema_owner');
});
afterAll(() => owner.end());

/** As the weekly maintenance does. */
async function measure(index: string): Promise<void> {
  const schema = await findMeasuringSchema(owner);
  const measured = await measureIndex(owner, schema ?? '', index);
  if (!measured) throw new Error(`${index} was not measured.`);
  await portal.db.write(system, (tx) => recordIndexMeasurement(tx, { indexName: index, ...measured }));
}
const removeRows = async (condition: string): Promise<void> => {
  await owner.unsafe(`delete from swollen where ${condition}`);
  await owner.unsafe('vacuum swollen');
};

it('an index is judged by its last measurement, and by none that is missing, old or of its former file', async () => {
  expect(await found()).toMatchObject({ state: 'ok', says: 'No index is large enough to be measured.' });
  await owner.unsafe(`
    create table swollen (n int) with (autovacuum_enabled = off);
    insert into swollen select generate_series(1, 600000);
    create index swollen_n on swollen (n)`);
  expect(await found()).toMatchObject({
    state: 'unknown',
    value: null,
    says: '1 large index has not been measured in the last three weeks.',
    evidence: [{ index: 'swollen_n', measuredAt: null }],
  });
  await measure('swollen_n');
  expect(await found()).toMatchObject({ state: 'ok', value: 0 });

  await removeRows('n % 5 < 2');
  // Nobody guesses between two measurements.
  expect(await found()).toMatchObject({ state: 'ok' });
  await measure('swollen_n');
  const warned = await found();
  expect(warned).toMatchObject({ state: 'warn', evidence: [{ index: 'swollen_n' }] });
  expect(warned.value).toBeGreaterThan(35);
  expect(warned.value).toBeLessThan(45);
  expect(await found({ warn: 45, bad: 60 })).toMatchObject({ state: 'ok' });

  await removeRows('n % 5 <> 4');
  await measure('swollen_n');
  expect(await found()).toMatchObject({ state: 'bad', says: expect.stringContaining('swollen_n takes') });

  const auditor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['auditor'] }) } as const;
  const shown = () => portal.db.read(auditor, listIndexMeasurements);
  expect(await shown()).toMatchObject([{ indexName: 'swollen_n', isCurrent: true }]);
  // Rebuilt by hand, it has another file, and the old measurement says nothing of it.
  await owner.unsafe('alter index swollen_n set (fillfactor = 20)');
  await owner.unsafe('reindex index concurrently swollen_n');
  expect(await shown()).toMatchObject([{ indexName: 'swollen_n', isCurrent: false }]);
  expect(await found()).toMatchObject({ state: 'ok' });
  // Pages that are empty on purpose are no bloat.
  await measure('swollen_n');
  expect(await found()).toMatchObject({ state: 'ok' });

  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`update index_measurements set measured_at = now() - interval '22 days'`.finally(() =>
    superuser.end(),
  );
  expect(await found()).toMatchObject({ state: 'unknown' });
  await owner.unsafe('drop table swollen');
  await portal.db.write(system, forgetGoneIndexes);
  expect(await shown()).toEqual([]);
});

it('a login without the right measures nothing', async () => {
  const control = connect(urlAs('portal_public'), { max: 1, applicationName: 'test' });
  const schema = await findMeasuringSchema(control);
  await expect(measureIndex(control, schema ?? '', 'users_pkey')).rejects.toThrow('permission denied');
  await control.end();
});
