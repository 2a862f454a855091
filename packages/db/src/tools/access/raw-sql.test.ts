import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { addApplication } from '../../applications/factory.ts';
import { addContractors } from '../../contractors/factory.ts';
import type { Actor } from '../../engine/actors.ts';
import { addEvent } from '../../events/factory.ts';
import { addMember } from '../../members/factory.ts';
import { addProject } from '../../projects/factory.ts';
import { testDatabase } from '../testing/test-database.ts';

/** A person loses nothing to staff and members who can send any SQL in a transaction of their own. */

const portal = testDatabase();
const staff = (userId: string): Actor => ({ kind: 'staff', userId });
const member = (userId: string): Actor => ({ kind: 'member', userId });

let manager: string;
let peer: string;
let contentManager: string;
let administrator: string;
let ana: string;
let waiting: { id: string; userId: string };
let withdrawn: { id: string; userId: string };
let unconfirmed: string;

beforeAll(async () => {
  [manager, peer, contentManager, administrator, ana] = await Promise.all([
    addMember(portal.db, { roles: ['membership_manager'] }),
    addMember(portal.db, { roles: ['finance'] }),
    addMember(portal.db, { roles: ['content_manager'] }),
    addMember(portal.db, { roles: ['administrator'] }),
    addMember(portal.db, { firstName: 'Ana' }),
  ]);
  waiting = await addApplication(portal.db);
  withdrawn = await addApplication(portal.db);
  unconfirmed = await addMember(portal.db, { status: 'PENDING' });
  await portal.db.write({ kind: 'system', name: 'test' }, async ({ sql }) => {
    await sql`update membership_applications set status = 'WITHDRAWN' where id = ${withdrawn.id}`;
    await sql`insert into membership_applications (user_id, tier_code) values (${unconfirmed}, 'REGULAR')`;
  });
});

class Undo extends Error {}

/** The outcome of statements in one transaction that is rolled back: rows of the last one, or why it was refused. */
async function outcome(actor: Actor, ...statements: string[]): Promise<string> {
  let rows = 0;
  try {
    await portal.db.write(actor, async ({ sql }) => {
      for (const statement of statements) rows = (await sql.unsafe(statement)).count;
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return rows === 0 ? 'no row' : 'done';
    const { cause } = error as { cause?: { code?: string; message?: string } };
    return `${cause?.code ?? ''} ${cause?.message ?? error}`;
  }
  return 'done';
}

const refused = /^(no row|42501 )/;

describe('a staff member who may edit members', () => {
  it.each<[string, () => string]>([
    ['the address of a peer', () => `update users set email = 'x@example.org' where id = '${peer}'`],
    [
      'the confirmation of an address',
      () => `update users set email_verified_at = now() where id = '${ana}'`,
    ],
    ['their own account', () => `update users set member_type = 'HONORARY' where id = '${manager}'`],
    ['an account of a higher rank', () => `update users set city = 'X' where id = '${administrator}'`],
    [
      'a new active account',
      () => `insert into users (email, first_name, last_name, status)
      values ('x@example.org', 'X', 'Y', 'ACTIVE')`,
    ],
    [
      'an applicant past the application',
      () => `update users set status = 'ACTIVE' where id = '${waiting.userId}'`,
    ],
    [
      'an application’s owner',
      () => `update membership_applications set user_id = '${ana}' where id = '${waiting.id}'`,
    ],
    [
      'the decider',
      () => `update membership_applications set decided_by = '${peer}' where id = '${waiting.id}'`,
    ],
    [
      'an application without a confirmed address',
      () => `update membership_applications set status = 'SUBMITTED' where user_id = '${unconfirmed}'`,
    ],
    [
      'a decided application',
      () => `update membership_applications set reason = 'x' where id = '${withdrawn.id}'`,
    ],
    [
      'a question in another’s name',
      () => `insert into application_messages (application_id, author_id, is_from_staff, body)
      values ('${waiting.id}', '${peer}', true, 'Which license?')`,
    ],
    [
      'an answer in the applicant’s name',
      () => `insert into application_messages (application_id, author_id, is_from_staff, body)
      values ('${waiting.id}', '${waiting.userId}', false, 'This one.')`,
    ],
    [
      'an act in another’s name',
      () => `insert into admin_actions (action, user_id, actor)
      values ('members.suspend', '${peer}', 'staff')`,
    ],
    [
      'the id of a membership',
      () => `insert into memberships (id, user_id, tier_code, starts_on, ends_on)
      values ('${randomUUID()}', '${ana}', 'REGULAR', '2020-01-01', '2020-12-31')`,
    ],
    ['the hash of a session', () => 'select token_hash from sessions'],
    ['a license', () => `update california_contractors set primary_status = 'CLEAR'`],
    ['a member’s license mark', () => `update california_contractors set is_namc_member = true`],
    ['the words of the search', () => `insert into contractor_words values ('x', 1)`],
    ['an import', () => `insert into contractor_import_runs (outcome) values ('accepted')`],
    ['a county', () => `delete from california_counties`],
    ['a ZIP code', () => `update zip_codes set city = 'X'`],
    ['the mark of a load', () => `update reference_loads set sha256 = ''`],
    ['a job', () => `insert into jobs.job (name) values ('send-mail')`],
    ['the queue', () => 'select from jobs.job'],
    ['the schedules', () => 'delete from jobs.schedule'],
    ['any job through a function', () => `select enqueue_job('send-mail', '{}')`],
    ['mail to any address', () => `select queue_mail(null, 'x@example.org', 'x', 'x', '{}', 0)`],
    ['any notification', () => `select notify_account('${ana}', 'x', 'x', '/home')`],
    ['a letter of one’s own making', () => `select let_staff_send('x', 'members.read', '{x.y}', 'x')`],
    ['a temporary table', () => 'create temporary table users (id uuid)'],
    ['a large object', () => 'select lo_create(0)'],
  ])('does not reach %s', async (_what, statement) => {
    expect(await outcome(staff(manager), statement())).toMatch(refused);
  });

  it('still does what the pages do', async () => {
    for (const statement of [
      `update users set status = 'SUSPENDED' where id = '${ana}'`,
      `update users set city = 'Fresno' where id = '${ana}'`,
      `update membership_applications set status = 'DECLINED', reason = 'No.' where id = '${waiting.id}'`,
      `insert into application_messages (application_id, author_id, is_from_staff, body)
       values ('${waiting.id}', '${manager}', true, 'Which license?')`,
    ]) {
      expect(await outcome(staff(manager), statement)).toBe('done');
    }
  });
});

it('nobody among staff reaches the queue, the register or the lists of places, whatever their role', async () => {
  const stranger = await addMember(portal.db);
  for (const userId of [contentManager, stranger, administrator, randomUUID()]) {
    for (const statement of [
      'select from jobs.job',
      'delete from jobs.schedule',
      `update california_contractors set business_name = 'X'`,
      `insert into zip_codes (zip_code, city, state, location) values ('99999', 'X', 'CA', 'SRID=4326;POINT(0 0)')`,
      'delete from contractor_words',
    ]) {
      expect(await outcome(staff(userId), statement), statement).toMatch(refused);
    }
  }
});

describe('a role that manages roles without being the highest', () => {
  let chief: string;

  beforeAll(async () => {
    await portal.db.write({ kind: 'system', name: 'test' }, async ({ sql }) => {
      await sql`insert into roles values ('chief', 'Chief', '', 60), ('clerk', 'Clerk', '', 10), ('peer', 'Peer', '', 60)`;
      await sql`insert into role_permissions values ('chief', 'roles.manage'), ('chief', 'roles.grant'), ('clerk', 'support.read')`;
    });
    chief = await addMember(portal.db, { roles: ['chief', 'clerk'] });
  });

  it.each([
    [
      'a permission that its holder lacks',
      `insert into role_permissions values ('support', 'secure_data.read')`,
    ],
    [
      'a permission to a role that its holder has',
      `insert into role_permissions values ('clerk', 'roles.grant')`,
    ],
    ['a permission to a role of its own rank', `insert into role_permissions values ('peer', 'roles.grant')`],
    ['a role of its own rank', `insert into roles values ('another', 'Another', '', 60)`],
    ['a rank for its own role', `update roles set standing = 59 where code = 'clerk'`],
    ['a rank above its own', `update roles set standing = 61 where code = 'support'`],
    [
      'a permission taken from a role of its own rank',
      `delete from role_permissions where role_code = 'chief'`,
    ],
  ])('does not give %s', async (_what, statement) => {
    expect(await outcome(staff(chief), statement)).toMatch(refused);
  });

  it('gives what it holds to a lower role, in its holder’s own name', async () => {
    expect(
      await outcome(staff(chief), `insert into role_permissions values ('support', 'roles.grant')`),
    ).toBe('done');
    const grant = (by: string) =>
      `insert into user_roles (user_id, role_code, granted_by) values ('${ana}', 'support', ${by})`;
    expect(await outcome(staff(chief), grant(`'${chief}'`))).toBe('done');
    expect(await outcome(staff(chief), grant(`'${peer}'`))).toMatch(refused);
    expect(await outcome(staff(chief), grant('null'))).toMatch(refused);
  });
});

describe('a letter that a staff member sends', () => {
  const send = (letter: string, to: string) => `select send_letter('${letter}', '${to}', '{}')`;
  const act = (action: string, about: string, by = manager) =>
    `insert into admin_actions (action, user_id, actor, target_user_id) values ('${action}', '${by}', 'staff', '${about}')`;

  it('follows the act that it tells of, and goes to the account that the act was about', async () => {
    expect(await outcome(staff(manager), act('members.suspend', ana), send('account-suspended', ana))).toBe(
      'done',
    );
    for (const [statements, reason] of [
      [[send('account-suspended', ana)], 'only to the person whom the act is about'],
      [
        [act('members.suspend', peer), send('account-suspended', ana)],
        'only to the person whom the act is about',
      ],
      [
        [act('members.reinstate', ana), send('account-suspended', ana)],
        'only to the person whom the act is about',
      ],
      [[act('members.suspend', ana), send('reset-password', ana)], 'You can’t send the letter'],
      [[act('roles.grant', ana), send('roles-changed', ana)], 'You can’t send the letter'],
    ] as const) {
      expect(await outcome(staff(manager), ...statements)).toContain(reason);
    }
    expect(
      await outcome(
        staff(contentManager),
        act('members.suspend', ana, contentManager),
        send('account-suspended', ana),
      ),
    ).toContain('You can’t send the letter');
  });

  it('has the title and the page of the letter, in the mail and in the notification, whatever the sender says', async () => {
    const chosen = `select send_letter('account-reinstated', '${peer}', 'Your prize waits', '{}', '/prize')`;
    expect(await outcome(staff(manager), act('members.reinstate', peer), chosen)).toMatch(/does not exist/);
    const said = `'{"subject": "Your prize waits", "title": "Your prize waits", "path": "/prize"}'`;
    await portal.db.write(staff(manager), async ({ sql }) => {
      await sql.unsafe(act('members.reinstate', peer));
      await sql.unsafe(`select send_letter('account-reinstated', '${peer}', ${said})`);
    });
    expect(await portal.owner`select title, path from notifications where user_id = ${peer}`).toEqual([
      { title: 'Your account has been reinstated', path: '/home' },
    ]);
    expect(await portal.owner`select subject from mails where user_id = ${peer}`).toEqual([
      { subject: 'Your account has been reinstated' },
    ]);
  });
});

it.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https://evil.example',
  '/home/../..',
  '/home\n',
  '',
])('a notification leads to a page of the portal, and not to %j', async (path) => {
  await expect(
    portal.db.write(
      { kind: 'system', name: 'test' },
      ({ sql }) => sql`select notify_account(${ana}, 'sample', 'Hello', ${path})`,
    ),
  ).rejects.toThrow(/notifications_(path_inside|one_line)/);
});

describe('a member', () => {
  it.each<[string, (me: string, project: string) => string]>([
    [
      'the key under which a file is stored',
      (
        me,
        project,
      ) => `insert into project_files (project_id, uploaded_by, file_name, bytes, sha256, storage_key)
      values ('${project}', '${me}', 'a', 1, '${'0'.repeat(64)}', '../../../etc/passwd')`,
    ],
    [
      'what a file is',
      (
        me,
        project,
      ) => `insert into project_files (project_id, uploaded_by, file_name, bytes, sha256, content_type)
      values ('${project}', '${me}', 'a', 1, '${'0'.repeat(64)}', 'text/html')`,
    ],
    [
      'the time of a project',
      (me) => `insert into projects (owner_id, title, description, category, created_at)
      values ('${me}', 'X', '', 'COMMERCIAL', '2020-01-01')`,
    ],
    [
      'the id of a message',
      (me) => `insert into messages (id, sender_id, receiver_id, body)
      values ('${randomUUID()}', '${me}', '${ana}', 'Hello')`,
    ],
    ['a key of their tax number', (me) => `insert into secure_data (user_id, key_id) values ('${me}', 'x')`],
    [
      'an account',
      () => `insert into users (email, first_name, last_name) values ('x@example.org', 'X', 'Y')`,
    ],
    ['somebody’s rank', () => `select standing_of('${manager}')`],
  ])('does not choose %s', async (_what, statement) => {
    const me = await addMember(portal.db);
    const project = await addProject(portal.db, me);
    expect(await outcome(member(me), statement(me, project))).toMatch(refused);
  });

  it('gets the key of a file from the server', async () => {
    const me = await addMember(portal.db);
    const project = await addProject(portal.db, me);
    const [file] = await portal.db.write(
      member(me),
      ({ sql }) => sql<{ key: string; type: string }[]>`
        insert into project_files (project_id, uploaded_by, file_name, bytes, sha256)
        values (${project}, ${me}, 'plan.pdf', 1, ${'0'.repeat(64)}) returning storage_key as key, content_type as type`,
    );
    expect(file?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(file?.type).toBe('application/octet-stream');
  });

  it('does not hold an event for which another is registered', async () => {
    const event = await addEvent(portal.db);
    const [own] = await portal.db.write(
      member(ana),
      ({ sql }) => sql<{ id: string }[]>`
        insert into event_registrations (event_id, user_id) values (${event}, ${ana}) returning id`,
    );
    const waits = (actor: Actor) =>
      portal.db.write(actor, async ({ sql }) => {
        await sql`select hold_event_of(${own?.id ?? ''})`;
        // A lock on the row is seen by whoever does not wait for it.
        const free = await portal.owner.begin(async (owner) => {
          await owner`set local role definer_role`;
          return owner`select from events where id = ${event} for update skip locked`;
        });
        return free.length === 0;
      });
    expect(await waits(member(ana))).toBe(true);
    expect(await waits(member(await addMember(portal.db)))).toBe(false);
  });
});

describe('what a stranger asks by inserting a row for somebody else is answered alike', () => {
  it.each<[string, () => Promise<[actor: Actor, statements: string[]]>]>([
    [
      'whether a project exists, and whose it is',
      async () => {
        const owner = await addMember(portal.db);
        const ids = await Promise.all([
          addProject(portal.db, owner),
          addProject(portal.db, owner, { status: 'DRAFT' }),
          addProject(portal.db, owner, { status: 'PUBLISHED' }),
        ]);
        return [
          { kind: 'visitor' },
          [...ids, randomUUID()].flatMap((id) =>
            [owner, ana].map(
              (who) =>
                `insert into project_applications (project_id, applicant_id) values ('${id}', '${who}')`,
            ),
          ),
        ];
      },
    ],
    [
      'whether an account is active',
      async () => {
        const ids = [ana, randomUUID(), await addMember(portal.db, { status: 'SUSPENDED' })];
        return [
          { kind: 'visitor' },
          ids.map(
            (id) =>
              `insert into messages (sender_id, receiver_id, body) values ('${peer}', '${id}', 'Hello')`,
          ),
        ];
      },
    ],
    [
      'whether an event is planned',
      async () => {
        const ids = [await addEvent(portal.db), await addEvent(portal.db, { status: 'DRAFT' }), randomUUID()];
        return [
          member(await addMember(portal.db)),
          ids.map((id) => `insert into event_registrations (event_id, user_id) values ('${id}', '${ana}')`),
        ];
      },
    ],
    [
      'whether a course is planned',
      async () => [
        { kind: 'visitor' },
        [randomUUID(), randomUUID()].map(
          (id) => `insert into course_enrollments (course_id, user_id) values ('${id}', '${ana}')`,
        ),
      ],
    ],
    [
      'whether there is such a skill',
      async () => [
        { kind: 'visitor' },
        ['A', 'no such skill'].map(
          (skill) => `insert into projects (owner_id, title, description, category, skills_required)
        values ('${ana}', 'X', '', 'COMMERCIAL', '{${skill}}')`,
        ),
      ],
    ],
    [
      'whether there is a bid to offer for',
      async () => [
        { kind: 'visitor' },
        [randomUUID()].map((id) => `insert into bid_contents (bid_id, message) values ('${id}', 'X')`),
      ],
    ],
  ])('%s', async (_question, make) => {
    const [actor, statements] = await make();
    const answers = new Set<string>();
    for (const statement of statements) answers.add(await outcome(actor, statement));
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(refused);
  });
});

describe('a member’s watch list and an import', () => {
  beforeAll(async () => {
    await addContractors(portal.owner, [{ licenseNumber: '100' }, { licenseNumber: '101' }]);
    await portal.db.write(member(ana), async ({ sql }) => {
      await sql`insert into follows (user_id, license_number, note) values (${ana}, '100', 'A note of my own')`;
      await sql`insert into saved_searches (user_id, name, filters, known) values (${ana}, 'Mine', '{"q": "roofing"}', '{}')`;
    });
  });

  const foreign: [string, () => string][] = [
    ['the licenses that another follows', () => 'select from follows'],
    ['the searches of another', () => 'select from saved_searches'],
    ['the news of another', () => 'select from followed_changes'],
    ['a note of another', () => `update follows set note = 'x'`],
    ['whose follow it is', () => `update follows set user_id = '${peer}'`],
    ['the end of another’s follow', () => 'delete from follows'],
    [
      'a follow in another’s name',
      () => `insert into follows (user_id, license_number) values ('${ana}', '101')`,
    ],
    [
      'a follow that another has, to learn of it',
      () => `insert into follows (user_id, license_number) values ('${ana}', '100') on conflict do nothing`,
    ],
    [
      'a search in another’s name',
      () => `insert into saved_searches (user_id, name, filters, known) values ('${ana}', 'x', '{}', '{}')`,
    ],
    [
      'news of one’s own making',
      () => `insert into followed_changes (user_id, license_number, kind) values ('${ana}', '100', 'gone')`,
    ],
    ['the cancellation of an import', () => 'update contractor_imports set cancel_requested_at = now()'],
    [
      'the undoing of an import',
      () => `insert into contractor_imports (file_name, file_bytes, task) values ('x', 1, 'UNDO')`,
    ],
    ['a fetch of the file', () => 'insert into contractor_fetches default values'],
    ['what an undoing would bring back', () => 'select from contractor_rows_before'],
    ['the openness of addresses', () => `update portal_settings set value = 'true'`],
  ];

  it.each(foreign)(
    'another member and staff without the permission do not reach: %s',
    async (_what, statement) => {
      for (const actor of [member(peer), staff(contentManager)]) {
        expect(await outcome(actor, statement())).toMatch(refused);
      }
    },
  );
});
