import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Client, connect } from '../engine/connection.ts';
import { readMigrationFiles } from '../engine/migrations/files.ts';
import { applyMigrations } from '../engine/migrations/migrate.ts';
import { createEmptyDatabase, dropDatabase } from '../tools/testing/template.ts';
import { bids } from './tables.ts';

const { port, superuserUrl } = inject('portalCluster');
const name = `move_offers_${process.pid}_${Math.random().toString(36).slice(2)}`;
const url = (login: string) => `postgres://${login}@127.0.0.1:${port}/${name}`;
let superuser: Client;

beforeAll(async () => {
  await createEmptyDatabase(superuserUrl, name);
  superuser = connect(url('postgres'), { max: 1, applicationName: 'test' });
});

afterAll(async () => {
  await superuser.end();
  await dropDatabase(superuserUrl, name);
});

it('the migration moves every offer into the sealed table, and leaves no copy where it was', async () => {
  const files = readMigrationFiles();
  const sealing = files.findIndex((file) => file.name === '0017_sealed_bids');
  const migrate = (until?: number) =>
    applyMigrations({ ownerUrl: url('portal_owner'), embedded: false, files: files.slice(0, until) });
  await migrate(sealing);
  await superuser.unsafe(`
    set session_replication_role = replica;
    insert into users (id, email, first_name, last_name)
    select gen_random_uuid(), i || '@example.org', 'Sample', 'Person' from generate_series(1, 50) i;
    insert into projects (owner_id, title, description, category, status, deadline_at, published_at)
    select id, 'Sample project', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 day', now() from users limit 1;
    insert into project_applications (project_id, applicant_id, amount_cents, message, submitted_at)
    select p.id, u.id, nullif(row_number() over (), 1), 'Message ' || row_number() over (), now() - interval '1 hour'
    from projects p, users u;
    set session_replication_role = origin`);
  // More than can be moved while the portal runs.
  await superuser.unsafe(`
    set session_replication_role = replica;
    insert into project_applications (project_id, applicant_id, amount_cents, message)
    select p.id, gen_random_uuid(), 1, 'One of many' from projects p, generate_series(1, 20000);
    set session_replication_role = origin`);
  await expect(migrate()).rejects.toThrow('There are 20050 bids');
  await superuser.unsafe(`
    set session_replication_role = replica;
    delete from project_applications where message = 'One of many';
    set session_replication_role = origin`);
  const before = await superuser`
    select id as bid_id, amount_cents, currency, message from project_applications order by id`;
  await migrate();
  const after =
    await superuser`select bid_id, amount_cents, currency, message from bid_contents order by bid_id`;
  expect(after).toEqual(before);
  expect(after).toHaveLength(50);
  expect(
    await superuser`
      select from bid_contents c where not exists (
        select from audit_log where table_name = 'bid_contents' and row_id = c.bid_id::text
          and changes #>> '{commitment,1}' = c.commitment)`,
  ).toHaveLength(0);
  const left = await superuser<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'project_applications'::regclass and attnum > 0 and not attisdropped`;
  const declared = Object.values(getTableColumns(bids)).map(({ name }) => name);
  expect(left.map(({ name }) => name).sort()).toEqual(declared.sort());
});
