import { listEventsInput } from '@namc/inputs/events';
import { browseProjectsInput } from '@namc/inputs/projects';
import { beforeAll, expect, it } from 'vitest';
import { type Actor, visitor } from '../../engine/actors.ts';
import { listEvents, listRegistrations } from '../../events/queries.ts';
import { listConversation } from '../../messages/queries.ts';
import { browseProjects } from '../../projects/queries/list.ts';
import { testDatabase } from '../testing/test-database.ts';
import { demoAccounts, seedDemo } from './seed-demo.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const asSystem = (statement: string) => portal.db.read(system, ({ sql }) => sql.unsafe(statement));

beforeAll(() => seedDemo(portal.db));

it('has members of every status and staff of every role', async () => {
  expect(
    await asSystem(`select status, count(*)::int as n from users group by status order by status`),
  ).toEqual([
    { status: 'ACTIVE', n: 32 },
    { status: 'CLOSED', n: 1 },
    { status: 'DECLINED', n: 1 },
    { status: 'LAPSED', n: 2 },
    { status: 'PENDING', n: 3 },
    { status: 'SUSPENDED', n: 1 },
  ]);
  const roles = await asSystem(`select code from roles where code <> 'member' order by code`);
  const staff = demoAccounts.filter(({ isStaff }) => isStaff);
  expect(staff.map(({ role }) => role).sort()).toEqual(roles.map(({ code }) => code));
  expect(await asSystem(`select from users where coordinates is null`)).toEqual([]);
});

it('shows a visitor the public events and projects, and no drafts', async () => {
  const open = await portal.db.read(visitor, (tx) => browseProjects(tx, browseProjectsInput.parse({})));
  expect(open.rows.length).toBeGreaterThanOrEqual(8);
  expect(open.rows.every(({ deadlineAt }) => deadlineAt && deadlineAt > new Date())).toBe(true);
  expect(
    await portal.db.read(visitor, ({ sql }) => sql`select from projects where status = 'DRAFT'`),
  ).toEqual([]);
  const events = await portal.db.read(visitor, (tx) => listEvents(tx, listEventsInput.parse({})));
  expect(events.rows).toHaveLength(6);
});

it('has a full event with two people waiting in order, and past events with attendance', async () => {
  const [full] = await asSystem(
    `select id, capacity, registered_count from events where registered_count = capacity`,
  );
  expect(full).toMatchObject({ capacity: 8, registered_count: 8 });
  const guests = await portal.db.read(system, (tx) => listRegistrations(tx, { eventId: full?.id }));
  expect(
    guests.filter(({ status }) => status === 'WAITLISTED').map(({ waitingBefore }) => waitingBefore),
  ).toEqual([0, 1]);
  const past = await asSystem(`
    select count(*) filter (where r.status = 'ATTENDED')::int as came, count(*) filter (where r.status = 'NO_SHOW')::int as absent
    from event_registrations r join events e on e.id = event_id where e.status = 'COMPLETED'`);
  expect(past).toEqual([{ came: 20, absent: 4 }]);
});

it('has awards, certificates, refunds and conversations', async () => {
  expect(
    await asSystem(`
      select p.status, a.status as bid, count(*)::int as n from projects p join project_applications a on project_id = p.id
      where p.status = 'AWARDED' group by 1, 2 order by 2`),
  ).toEqual([
    { status: 'AWARDED', bid: 'AWARDED', n: 3 },
    { status: 'AWARDED', bid: 'DECLINED', n: 2 },
  ]);
  expect(await asSystem(`select from course_enrollments where certificate_number is not null`)).toHaveLength(
    4,
  );
  expect(await asSystem(`select from payments where refunded_cents = 2500`)).toHaveLength(1);
  const account = demoAccounts.find(({ role }) => role === 'administrator');
  const bell: Actor = { kind: 'member', userId: account?.userId ?? '' };
  const [vang] = await asSystem(`select id from users where last_name = 'Vang'`);
  const { rows } = await portal.db.read(bell, (tx) =>
    listConversation(tx, { correspondentId: vang?.id, limit: 25 }),
  );
  expect(rows.map(({ body }) => body)[0]).toBe('Good. I will carry you.');
});

it('has overdue invoices, a member in the days of grace, a paused one, and a firm that covers a lapsed colleague', async () => {
  expect(
    await asSystem(
      `select current_date - due_on > 10 as late from invoices where status = 'OPEN' and due_on < current_date order by due_on`,
    ),
  ).toEqual([{ late: true }, { late: true }]);
  const standings = await asSystem(`
    select last_name as name, membership_standing_of(id, (now() at time zone 'America/Los_Angeles')::date) as standing
    from users where last_name in ('Sato', 'Quintero', 'Stavros', 'Ruiz') order by 1`);
  expect(standings).toEqual([
    { name: 'Quintero', standing: 'PAUSED' },
    { name: 'Ruiz', standing: 'ACTIVE' },
    { name: 'Sato', standing: 'GRACE' },
    expect.objectContaining({ name: 'Stavros' }),
  ]);
  const [stavros] = await asSystem(`
    select t.code, t.covers_people from memberships m join users u on u.id = m.user_id join membership_tiers t on t.code = m.tier_code
    where u.last_name = 'Stavros' and m.status = 'ACTIVE' and m.ends_on >= current_date order by m.starts_on desc limit 1`);
  expect(stavros).toEqual({ code: 'FIRM', covers_people: true });
});

it('has notified every applicant and new member, in the portal too', async () => {
  expect(
    await asSystem(
      `select title, path, count(*)::int as n from notifications group by 1, 2 order by n, title desc`,
    ),
  ).toEqual([
    { title: 'Your membership is paused', path: '/membership', n: 1 },
    { title: 'Your invoice is closed', path: '/membership', n: 1 },
    ...[
      'The bids on “Reroofing of a middle school, three buildings” are open: 1.',
      'The bids on “Office conversion to a charter school” are open: 4.',
    ].map((title) => ({ title, path: expect.stringMatching(/^\/projects\/[^/]+\/bids$/), n: 1 })),
    { title: 'We received your payment', path: '/membership', n: 3 },
    { title: 'We received your application', path: '/application', n: 3 },
    { title: 'You are invited to a company', path: '/company', n: 4 },
    { title: 'Your invoice from NAMC NorCal', path: '/membership', n: 6 },
    { title: 'Welcome to NAMC NorCal', path: '/application', n: 32 },
  ]);
});

it('is clearly invented: addresses at example.org, 555 numbers, no filler text', async () => {
  expect(
    await asSystem(
      `select from users where email::text not like '%@example.org' or phone !~ '^[+]151055501[0-9]{2}$'`,
    ),
  ).toEqual([]);
  const texts = await asSystem(`
    select string_agg(description, ' ') as t from projects union all select string_agg(content, ' ') from course_modules`);
  for (const { t } of texts) expect(t).not.toMatch(/lorem|ipsum|TODO/i);
});

it('is added once: a second time is refused and changes nothing', async () => {
  const count = () =>
    asSystem(`select (select count(*) from users) as users, (select count(*) from payments) as payments`);
  const before = await count();
  await expect(seedDemo(portal.db)).rejects.toThrow('exists already');
  expect(await count()).toEqual(before);
});
