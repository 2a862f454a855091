import { eq, sql } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tools/testing/test-database.ts';
import type { Transaction } from '../database.ts';
import { albersPoint } from './albers.ts';
import { citext } from './citext.ts';
import { readEwkbPoint } from './ewkb.ts';
import { geographyPoint } from './geography.ts';
import { tsvector } from './tsvector.ts';

const portal = testDatabase();
const samples = pgTable('column_samples', {
  id: integer('id').primaryKey(),
  place: geographyPoint('place'),
  projected: albersPoint('projected'),
  words: tsvector('words'),
  email: citext('email'),
});
const oakland = { longitude: -122.2711, latitude: 37.8044 };

const inDatabase = <T>(fn: (tx: Transaction) => Promise<T>) =>
  portal.db.write({ kind: 'system', name: 'test' }, fn);

beforeAll(async () => {
  await portal.owner`create table column_samples (
    id integer primary key, place geography(Point,4326), projected geometry(Point,3310), words tsvector, email citext)`;
  await portal.owner`grant select, insert on column_samples to admin_role`;
});

describe('column types', () => {
  it('carry a position to PostGIS and back without loss', async () => {
    const projected = { easting: -199_000.5, northing: -20_345.25 };
    await inDatabase((tx) => tx.orm.insert(samples).values({ id: 1, place: oakland, projected }));
    const [row] = await inDatabase((tx) => tx.orm.select().from(samples).where(eq(samples.id, 1)));
    expect(row).toMatchObject({ place: oakland, projected });
  });

  it('mean the same place as PostGIS does', async () => {
    await inDatabase((tx) =>
      tx.orm.insert(samples).values({ id: 2, place: oakland, projected: { easting: 0, northing: 0 } }),
    );
    const [row] = await inDatabase((tx) =>
      tx.orm
        .select({
          longitude: sql<number>`ST_X(${samples.place}::geometry)`,
          latitude: sql<number>`ST_Y(${samples.place}::geometry)`,
          srid: sql<number>`ST_SRID(${samples.projected})`,
        })
        .from(samples)
        .where(eq(samples.id, 2)),
    );
    expect(row).toEqual({ ...oakland, srid: 3310 });
  });

  it('read points that the server made, and an empty cell', async () => {
    await portal.owner`insert into column_samples (id, place) values (3, ST_SetSRID(ST_MakePoint(-118.25, 34.05), 4326))`;
    const [row] = await inDatabase((tx) => tx.orm.select().from(samples).where(eq(samples.id, 3)));
    expect(row).toMatchObject({ place: { longitude: -118.25, latitude: 34.05 }, projected: null });
  });

  it('refuse an invalid position', async () => {
    const nowhere = { longitude: Number.NaN, latitude: 1 };
    await expect(
      inDatabase((tx) => tx.orm.insert(samples).values({ id: 4, place: nowhere })),
    ).rejects.toThrow('finite');
    expect(() => readEwkbPoint('0101000020110F0000', 4326)).toThrow('SRID 4326');
  });

  it('keep search words with their weights', async () => {
    await inDatabase((tx) => tx.orm.insert(samples).values({ id: 5, words: "'acme':1A 'oakland':2" }));
    const [row] = await inDatabase((tx) =>
      tx.orm.select().from(samples).where(sql`${samples.words} @@ 'acme:a'::tsquery and id = 5`),
    );
    expect(row?.words).toBe("'acme':1A 'oakland':2");
  });

  it('find an email address in any letter case', async () => {
    await inDatabase((tx) => tx.orm.insert(samples).values({ id: 6, email: 'Pat@Example.org' }));
    const [row] = await inDatabase((tx) =>
      tx.orm
        .select()
        .from(samples)
        .where(eq(samples.email, sql`${'pat@EXAMPLE.org'}::citext`)),
    );
    expect(row?.email).toBe('Pat@Example.org');
  });
});

it('a key is a UUID of version 7 that begins with the millisecond in which it was made, and no two are equal', async () => {
  const [made] = await portal.owner<{ keys: string[]; from: number; to: number }[]>`
    with clock as materialized (select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms),
    made as materialized (select array_agg(time_ordered_uuid()) as keys from clock, generate_series(1, 2000))
    select keys, ms as from, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as to from made, clock`;
  const { keys = [], from = 0, to = 0 } = made ?? {};
  expect(new Set(keys).size).toBe(2_000);
  for (const key of keys) {
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const millisecond = Number.parseInt(key.replace('-', '').slice(0, 12), 16);
    expect(millisecond).toBeGreaterThanOrEqual(from);
    expect(millisecond).toBeLessThanOrEqual(to);
  }
});
