import { counties } from '@namc/inputs/california';
import { expect, it } from 'vitest';
import { visitor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { loadPlaces } from './load-places.ts';

const portal = testDatabase();

it('every county has a region and a center in California', async () => {
  const rows = await portal.db.read(
    visitor,
    (tx) => tx.sql<{ name: string; region: string; inside: boolean }[]>`
    select name, region, ST_X(center::geometry) between -124.5 and -114.1
                         and ST_Y(center::geometry) between 32.5 and 42.1 as inside
    from california_counties order by name`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...counties]);
  expect(rows.every(({ inside }) => inside)).toBe(true);
  expect(rows.filter(({ region }) => region === 'SOUTH')).toHaveLength(10);
});

it('a ZIP code for post-office boxes has a place', async () => {
  const rows = await portal.db.read(
    visitor,
    (tx) => tx.sql`
    select city from zip_codes where zip_code in ('94604', '92255') and state = 'CA'`,
  );
  expect(rows).toHaveLength(2);
});

it('loads each edition once, and again after somebody changed the rows', async () => {
  const client = connect(portal.ownerUrl, { max: 1, applicationName: 'test' });
  const loadedAt = async () => {
    const [row] = await portal.db.read(
      visitor,
      (tx) => tx.sql<{ at: Date }[]>`select loaded_at as at from reference_loads`,
    );
    return row?.at.getTime() ?? 0;
  };
  const first = await loadedAt();
  await loadPlaces(client);
  expect(await loadedAt()).toBe(first);
  await portal.db.write(
    { kind: 'system', name: 'test' },
    (tx) => tx.sql`update reference_loads set sha256 = 'old'`,
  );
  await loadPlaces(client);
  expect(await loadedAt()).toBeGreaterThan(first);
  await client.end();
});
