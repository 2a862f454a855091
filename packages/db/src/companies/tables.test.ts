import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Client, connect } from '../engine/connection.ts';
import { readMigrationFiles } from '../engine/migrations/files.ts';
import { applyMigrations } from '../engine/migrations/migrate.ts';
import { createEmptyDatabase, dropDatabase } from '../tools/testing/template.ts';

const { port, superuserUrl } = inject('portalCluster');
const name = `move_firms_${process.pid}_${Math.random().toString(36).slice(2)}`;
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

it('the firms of accounts move to companies and applications, and none is lost', async () => {
  const files = readMigrationFiles();
  const number = (wanted: string) => files.findIndex((file) => file.name.startsWith(wanted));
  const migrate = (until?: number) =>
    applyMigrations({ ownerUrl: url('portal_owner'), embedded: false, files: files.slice(0, until) });
  const people = () => superuser<
    { who: string; firm: string | null; license: string | null; role: string }[]
  >`
    select first_name as who, c.name as firm, c.license_number as license, p.role
    from users u join company_people p on p.user_id = u.id join companies c on c.id = p.company_id order by 1, 2`;
  const applications = () => superuser`
    select first_name as who, a.status, a.company, a.license_number as license
    from membership_applications a join users u on u.id = a.user_id order by 1`;
  await migrate(number('0300'));
  await superuser.unsafe(`
    insert into california_contractors (license_number, business_name, primary_status, region, classifications)
    select '90000' || i, 'FIRM ' || i, 'CLEAR', 'NORTH', '{}' from generate_series(1, 4) i;
    insert into users (email, first_name, last_name, status, company, license_number) values
      ('member@example.org', 'Member', 'A', 'ACTIVE', 'Member Builders', '900001'),
      ('waiting@example.org', 'Waiting', 'B', 'PENDING', 'Waiting Builders', '900002'),
      ('bare@example.org', 'Bare', 'C', 'PENDING', 'Bare Builders', '900001');
    insert into membership_applications (user_id, tier_code, status)
    select id, 'REGULAR', 'SUBMITTED' from users where first_name = 'Waiting';
    -- A member whose company nobody made, as before there were companies.
    set session_replication_role = replica;
    insert into users (email, first_name, last_name, status, company, license_number) values
      ('old@example.org', 'Old', 'D', 'LAPSED', 'Old Builders', '900003'),
      ('closed@example.org', 'Closed', 'E', 'CLOSED', 'Closed Builders', null);
    set session_replication_role = origin`);
  await migrate(number('0303'));
  // The portal of before runs on between the move and the end of the columns.
  await superuser`update users set company = 'Waiting Electric', license_number = null where first_name = 'Waiting'`;
  await superuser`
    insert into users (email, first_name, last_name, company, license_number) values ('new@example.org', 'New', 'F', 'New Builders', '900004')`;
  await superuser`
    insert into membership_applications (user_id, tier_code) select id, 'REGULAR' from users where first_name = 'New'`;
  await migrate();
  expect([...(await people())]).toEqual([
    { who: 'Member', firm: 'Member Builders', license: '900001', role: 'OWNER' },
    { who: 'Old', firm: 'Old Builders', license: '900003', role: 'OWNER' },
  ]);
  expect([...(await applications())]).toEqual([
    // The account had no application. This one waits for nobody, and keeps what was typed.
    { who: 'Bare', status: 'WITHDRAWN', company: 'Bare Builders', license: '900001' },
    { who: 'New', status: 'UNVERIFIED', company: 'New Builders', license: '900004' },
    { who: 'Waiting', status: 'SUBMITTED', company: 'Waiting Electric', license: null },
  ]);
  const left = await superuser`
    select attname from pg_attribute where attrelid = 'users'::regclass and attname in ('company', 'license_number')`;
  expect(left).toHaveLength(0);
});
