import { beforeAll, expect, it } from 'vitest';
import type { Client } from '../../engine/connection.ts';
import { testDatabase } from '../testing/test-database.ts';
import { seedBench } from './seed-bench.ts';

const portal = testDatabase();
const again = testDatabase();
const other = testDatabase();
let made: Record<string, number> = {};

beforeAll(async () => {
  made = await seedBench({ ownerUrl: portal.ownerUrl, scale: 0.002, seed: 7 });
});

const asSystem = <T>(owner: Client, statement: string) =>
  owner.begin(async (sql) => {
    await sql`select set_config('role', 'system_role', true), set_config('app.actor', 'system:test', true)`;
    return sql.unsafe<T[]>(statement);
  });
const fingerprint = (owner: Client) =>
  asSystem<{ a: string; b: string; c: string }>(
    owner,
    `select (select md5(string_agg(id::text || email || coalesce(city, ''), ',' order by id)) from users) as a,
            (select md5(string_agg(id::text || title || description, ',' order by id)) from projects) as b,
            (select md5(string_agg(id::text || status, ',' order by id)) from event_registrations) as c`,
  );

it('makes the requested numbers of rows', () => {
  expect(made).toMatchObject({
    users: 40,
    projects: 100,
    events: 10,
    admin_actions: 4_000,
    system_metrics: 10_000,
    course_modules: 5,
  });
  expect(made.messages).toBeGreaterThan(1_500);
  expect(made.mailbox).toBe((made.messages ?? 0) * 2);
  expect(made.event_registrations).toBeGreaterThan(100);
  expect(made.project_applications).toBeGreaterThan(150);
});

it('makes the same rows from the same seed, and different ones from another', async () => {
  await seedBench({ ownerUrl: again.ownerUrl, scale: 0.002, seed: 7 });
  await seedBench({ ownerUrl: other.ownerUrl, scale: 0.002, seed: 8 });
  const first = await fingerprint(portal.owner);
  expect(await fingerprint(again.owner)).toEqual(first);
  expect(await fingerprint(other.owner)).not.toEqual(first);
});

it('satisfies the rules of the disabled triggers', async () => {
  expect(
    await asSystem(
      portal.owner,
      `select e.id from events e where registered_count <>
         (select count(*) from event_registrations where event_id = e.id and takes_seat(status))`,
    ),
  ).toEqual([]);
  expect(
    (await asSystem(portal.owner, `select from event_registrations where status = 'WAITLISTED'`)).length,
  ).toBeGreaterThan(0);
});

it('leaves every policy forced and every trigger on', async () => {
  expect(
    await portal.owner`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relrowsecurity and not relforcerowsecurity`,
  ).toEqual([]);
  expect(
    await portal.owner`select tgname from pg_trigger where tgenabled <> 'O' and tgrelid::regclass::text not like 'pg_%'`,
  ).toEqual([]);
});

it('is refused if there are members already', async () => {
  await expect(seedBench({ ownerUrl: portal.ownerUrl, scale: 0.001 })).rejects.toThrow(
    'There are members already',
  );
});
