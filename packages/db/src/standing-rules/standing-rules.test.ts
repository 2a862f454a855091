import { saveSearchInput } from '@namc/inputs/saved-searches';
import { standingActs } from '@namc/inputs/standing-rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeCompany, inviteToCompany } from '../companies/commands.ts';
import { getFirm } from '../directory/queries/firm.ts';
import type { Actor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { followLicense } from '../follows/commands/own.ts';
import { issueOwnInvoice } from '../invoices/commands/issue.ts';
import { listOwnDocuments, listOwnInvoices } from '../invoices/queries.ts';
import { listOwnMemberships } from '../memberships/queries/terms.ts';
import { sendMessage } from '../messages/commands.ts';
import { createProject } from '../projects/commands.ts';
import { saveSearch } from '../saved-searches/commands.ts';
import { loadAccessFixtures } from '../tools/testing/access-fixtures.ts';
import { hash, poster, shared, stranger, uuidOf } from '../tools/testing/sample-rows.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { listOwnRules, listStandingRules } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const address = 'https://portal.example.org';
const { rows, foundations } = await loadAccessFixtures();
const license = '90000002';

/** The status of the account, and the days from today on which the term begins and ends, of somebody in each standing. */
const people = {
  NONE: { status: 'PENDING', term: [-100, 264] },
  ACTIVE: { status: 'ACTIVE', term: [-100, 264] },
  DUE_SOON: { status: 'ACTIVE', term: [-100, 10] },
  PAUSED: { status: 'ACTIVE', term: [-100, 264] },
  GRACE: { status: 'ACTIVE', term: [-100, -5] },
  LAPSED: { status: 'LAPSED', term: [-400, -60] },
  SUSPENDED: { status: 'SUSPENDED', term: [-100, 264] },
  // The grace is over, and the nightly job has not come yet.
  'LAPSED by the day': { status: 'ACTIVE', term: [-400, -60] },
} as const;
type Name = keyof typeof people;
const names = Object.keys(people) as Name[];
const standingOf = (name: Name) => (name === 'LAPSED by the day' ? 'LAPSED' : name);
const idOf = (name: Name) => uuidOf('person', name);
const companyOf = (person: string) => uuidOf('companies', person);

/** Runs statements as somebody whom no policy binds, so that the rules can be turned around. */
async function asSuperuser(...statements: string[]): Promise<void> {
  const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}

beforeAll(async () => {
  const everybody = [
    ...names.map((name) => ({
      id: idOf(name),
      name: name.toLowerCase().replaceAll('_', '-'),
      status: people[name].status as string,
    })),
  ];
  for (const [id, name] of [
    [stranger, 'stranger'],
    [poster, 'poster'],
  ] as const)
    everybody.push({ id, name, status: 'ACTIVE' });
  await asSuperuser(
    ...foundations(everybody),
    ...everybody.flatMap(({ id }) =>
      id === poster
        ? []
        : Object.entries(rows).flatMap(([table, { insert }]) => insert?.(id, uuidOf(table, id), id) ?? []),
    ),
    ...names.map((name) => {
      const [first, last] = people[name].term;
      return `update memberships set starts_on = current_date + ${first}, ends_on = current_date + ${last} where user_id = '${idOf(name)}'`;
    }),
    // A role keeps a lapsed member active.
    `delete from user_roles where user_id = '${idOf('LAPSED by the day')}'`,
    `insert into membership_pauses (user_id, starts_on, ends_on, reason)
     values ('${idOf('PAUSED')}', current_date - 2, current_date + 10, 'Illness')`,
    // A firm of each person that shows its story to members.
    ...names.map((name) => `update companies set story = 'We build' where id = '${companyOf(idOf(name))}'`),
    `insert into companies (id, name, story) values ('${shared('firm')}', 'A firm', 'We build')`,
    `insert into company_people (company_id, user_id, role) values ('${shared('firm')}', '${stranger}', 'OWNER')`,
    `insert into announcements (id, title, body, audience, publish_at)
     values ('${shared('for members')}', 'News', '', 'MEMBERS', now() - interval '1 day')`,
    `update california_contractors set mailing_address = '1 Main St' where license_number = '${license}'`,
    `update projects set contact_name = 'Ana' where id = '${shared('open')}'`,
    `insert into file_contents (id, sha256, bytes, content_type, stored_at)
     values ('${shared('plan')}', '${hash('plan')}', 9, 'application/pdf', now())`,
    `insert into files (id, kind, name, bytes, uploaded_by, owner_id, content_id)
     values ('${shared('plan')}', 'PROJECT_FILE', 'plan.pdf', 9, '${poster}', '${shared('open')}', '${shared('plan')}')`,
  );
});

/** One way to an act: a statement, or what a procedure runs. It is allowed if it gives a row or something else that is there. */
type Way = (person: string) => string | ((tx: WriteTransaction) => Promise<unknown>);
const attempt =
  (table: string): Way =>
  (person) =>
    (rows[table]?.attempt ?? rows[table]?.insert)?.(person, uuidOf('fresh', table, person), person) ?? '';
const reading =
  (table: string): Way =>
  (person) =>
    `select 1 from ${table} where ${rows[table]?.where(person)}`;
const search = saveSearchInput.parse({ filters: { q: 'roof' }, name: 'Roofers of Oakland', notify: 'OFF' });

const ways: Record<(typeof standingActs)[number], Record<string, Way>> = {
  READ_DIRECTORY: {
    'the story of a firm': () =>
      `select 1 from firms_in_directory(array['${shared('firm')}'::uuid]) where story is not null`,
    'the page of a firm': () => async (tx) => (await getFirm(tx, { companyId: shared('firm') })).story,
  },
  BE_LISTED: {
    'the page of the firm': (person) => `select 1 where is_in_directory('${companyOf(person)}')`,
    'the list of firms': (person) => `select 1 from firms_in_directory(array['${companyOf(person)}'::uuid])`,
  },
  READ_MEMBER_PAGES: {
    announcements: () => `select 1 from announcements where id = '${shared('for members')}'`,
    'the files of an event': reading('event_files'),
    'the modules of a course': reading('course_modules'),
    'a mailing address': () => `select 1 where mailing_address_of('${license}') is not null`,
  },
  READ_PLANS: {
    'a plan': () => `select 1 from files where id = '${shared('plan')}'`,
    'the contact of a project': () =>
      `select 1 from contact_of_project('${shared('open')}') where contact_name is not null`,
  },
  BID: {
    'a bid': attempt('project_applications'),
  },
  POST_PROJECT: {
    'a draft': attempt('projects'),
    'a draft by its procedure': () => (tx) => createProject(tx, { title: 'New hall' }),
  },
  TAKE_PART: {
    'a registration': attempt('event_registrations'),
    'an enrollment': attempt('course_enrollments'),
    'a completed module': attempt('module_completions'),
  },
  MESSAGE: {
    'a message': attempt('messages'),
    'a message by its procedure': () => (tx) => sendMessage(tx, { receiverId: poster, body: 'Hello' }),
  },
  FOLLOW: {
    'a license': attempt('follows'),
    'a search': attempt('saved_searches'),
    'a license by its procedure': () => async (tx) => {
      await followLicense(tx, { licenseNumber: license });
      return true;
    },
    'a search by its procedure': () => (tx) => saveSearch(tx, search),
  },
  EDIT_COMPANY: {
    'the company': (person) => `update companies set phone = phone where id = '${companyOf(person)}'`,
    'a certification': (person) =>
      `update certifications set number = number where ${rows.certifications?.where(person)}`,
    'a wanted certification': attempt('wanted_certifications'),
    'an invitation by its procedure': (person) => async (tx) => {
      await inviteToCompany(tx, {
        companyId: companyOf(person),
        email: 'new@example.org',
        role: 'MEMBER',
        portal: address,
      });
      return true;
    },
    'the company by its procedure': (person) => async (tx) => {
      await describeCompany(tx, { companyId: companyOf(person), name: 'New name', story: '', languages: [] });
      return true;
    },
  },
  PAY: {
    'an invoice': (person) =>
      `select 1 from issue_dues_invoice('${person}', 'REGULAR', 1) where invoice is not null`,
    'an invoice by its procedure': () => (tx) =>
      issueOwnInvoice(tx, { tierCode: 'REGULAR', years: 1, portal: address }),
  },
  READ_RECEIPTS: {
    invoices: reading('invoices'),
    documents: reading('invoice_documents'),
    payments: reading('payments'),
    'documents by their procedure': () => async (tx) => (await listOwnDocuments(tx)).length,
    'invoices by their procedure': () => async (tx) => (await listOwnInvoices(tx)).length,
  },
  READ_HISTORY: {
    terms: reading('memberships'),
    pauses: reading('membership_pauses'),
    notices: reading('membership_notices'),
    'terms by their procedure': () => async (tx) => (await listOwnMemberships(tx)).length,
  },
};

class Undo extends Error {}
const said = new Map<string, string>();

/** True if the person may do it. Every change is rolled back. */
async function may(name: Name, act: string, way: string, run: ReturnType<Way>): Promise<boolean> {
  const actor: Actor = { kind: 'member', userId: idOf(name) };
  let done = false;
  try {
    await portal.db.write(actor, async (tx) => {
      if (typeof run === 'string') done = (await tx.sql`${tx.sql.unsafe(run)}`).count > 0;
      else done = Boolean(await run(tx));
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return done;
    if (!(error instanceof Refused || error instanceof NotFound))
      throw new Error(`${name}, ${act}, ${way}`, { cause: error });
    said.set(`${act}: ${way}, ${name}`, error.message);
  }
  return false;
}

type Act = (typeof standingActs)[number];

/** Each cell of the table with each way to the act, as they are in fact. */
async function walk(acts: readonly Act[], whom: Name[]): Promise<Record<string, boolean>> {
  const found: Record<string, boolean> = {};
  for (const act of acts)
    for (const [way, run] of Object.entries(ways[act]))
      for (const name of whom) found[`${act}: ${way}, ${name}`] = await may(name, act, way, run(idOf(name)));
  return found;
}

/** The same by the table. */
async function expected(acts: readonly Act[], whom: Name[]): Promise<Record<string, boolean>> {
  const rules = await portal.db.read(system, listStandingRules, { freshness: 'latest' });
  return Object.fromEntries(
    rules
      .filter(({ act }) => acts.includes(act))
      .flatMap(({ act, allowed }) =>
        Object.keys(ways[act]).flatMap((way) =>
          whom.map((name) => [`${act}: ${way}, ${name}`, allowed.includes(standingOf(name))]),
        ),
      ),
  );
}

describe('the table of rules', () => {
  it('has each act once', async () => {
    const rules = await portal.db.read(system, listStandingRules);
    expect(rules.map(({ act }) => act)).toEqual([...standingActs]);
  });

  it('holds for everybody on each way to each act', async () => {
    expect(await walk(standingActs, names)).toEqual(await expected(standingActs, names));
  });

  it('names the reason of a refusal, and the way to renew', () => {
    expect(said.get('BID: a bid, LAPSED')).toBe(
      'Your membership has lapsed. You can bid on projects again as soon as you renew it, under “Your membership”.',
    );
    expect(said.get('POST_PROJECT: a draft by its procedure, LAPSED')).toBe(
      'Your membership has lapsed. You can post projects again as soon as you renew it, under “Your membership”.',
    );
    expect(said.get('POST_PROJECT: a draft, PAUSED')).toBe(
      'Your membership is paused. You can post projects again after the pause. To end it now, ask us.',
    );
    expect(said.get('FOLLOW: a license, NONE')).toBe(
      'You can follow licenses and projects, and save searches once your membership is approved.',
    );
    expect(said.get('EDIT_COMPANY: an invitation by its procedure, SUSPENDED')).toBe(
      'Your account is suspended.',
    );
  });

  it('tells each person the same', async () => {
    for (const name of names) {
      const rules = await portal.db.read({ kind: 'member', userId: idOf(name) }, listOwnRules, {
        freshness: 'latest',
      });
      const wanted = await portal.owner<{ act: string }[]>`
        select act from standing_rules where ${standingOf(name)} = any (allowed) order by position`;
      expect([name, ...rules.filter((rule) => rule.isAllowed).map(({ act }) => act)]).toEqual([
        name,
        ...wanted.map(({ act }) => act),
      ]);
    }
  });

  it('decides by itself: turned around, everything that was allowed is refused, and the other way round', async () => {
    const members = names.filter((name) => !['NONE', 'SUSPENDED'].includes(name));
    const turnAround = (where: string) => `update standing_rules set allowed = array(
      select one from unnest('{NONE,ACTIVE,DUE_SOON,PAUSED,GRACE,LAPSED,SUSPENDED}'::text[]) one where one <> all (allowed))
      where act ${where}`;
    await asSuperuser(turnAround(`<> 'BE_LISTED'`));
    const others = standingActs.filter((act) => act !== 'BE_LISTED');
    expect(await walk(others, members)).toEqual(await expected(others, members));
    await asSuperuser(
      turnAround(`in ('BE_LISTED', 'READ_DIRECTORY')`),
      'select write_directory_firms(array(select id from companies))',
    );
    expect(await walk(['BE_LISTED'], members)).toEqual(await expected(['BE_LISTED'], members));
  });
});
