import { searchPortalInput, searchRecordsInput } from '@namc/inputs/search';
import { beforeAll, describe, expect, it } from 'vitest';
import { shareCompany, showInCompany } from '../companies/commands.ts';
import { addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import { type Actor, systemActor, visitor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { addInvoice } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { collectPlans } from '../tools/testing/nested-plans.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { refreshSearchWords } from './commands.ts';
import { searchPortal, searchRecords } from './queries/search.ts';
import { readInvoiceNumbers } from './queries/text.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const people: Record<'reader' | 'lapsed' | 'owner' | 'manager' | 'events', Actor> = {
  reader: visitor,
  lapsed: visitor,
  owner: visitor,
  manager: visitor,
  events: visitor,
};
let ownerId = '';
const companies: Record<string, string> = {};

const search = (actor: Actor, typed: object) =>
  portal.db.read(actor, (tx) => searchPortal(tx, searchPortalInput.parse({ limit: 50, ...typed })), {
    freshness: 'latest',
  });
const records = (actor: Actor, typed: object) =>
  portal.db.read(actor, (tx) => searchRecords(tx, searchRecordsInput.parse({ limit: 50, ...typed })), {
    freshness: 'latest',
  });
/** The titles of each kind, and its total where it is another number. */
const titles = (groups: Awaited<ReturnType<typeof search | typeof records>>) =>
  Object.fromEntries(
    groups.map(({ kind, hits, total }) => [
      kind,
      hits.length === total ? hits.map(({ title }) => title) : [...hits.map(({ title }) => title), total],
    ]),
  );
const found = async (actor: Actor, text: string) => titles(await search(actor, { text }));

/** A firm that `audience` finds in the directory, with its owner on its page. */
async function addFirm(name: string, audience: 'PUBLIC' | 'MEMBERS' | 'NOBODY', person: [string, string]) {
  const userId = await addMember(portal.db, { firstName: person[0], lastName: person[1] });
  const companyId = await addSampleCompany(portal.db, userId, name);
  await portal.db.write(member(userId), async (tx) => {
    await shareCompany(tx, {
      companyId,
      directoryAudience: audience,
      phoneAudience: 'NOBODY',
      emailAudience: 'NOBODY',
      websiteAudience: 'NOBODY',
      streetAudience: 'NOBODY',
    });
    await showInCompany(tx, { companyId, userId, isShown: true });
  });
  companies[name] = companyId;
  return userId;
}

const day = 86_400_000;
const refresh = () => portal.db.write(systemActor('test'), refreshSearchWords);

beforeAll(async () => {
  const add = (sample: object) => addMember(portal.db, sample);
  people.reader = member(await add({ firstName: 'Rita', lastName: 'Reader' }));
  people.lapsed = member(await add({ firstName: 'Lars', lastName: 'Lapsed', status: 'LAPSED' }));
  people.manager = { kind: 'staff', userId: await add({ lastName: 'Staff', roles: ['membership_manager'] }) };
  people.events = { kind: 'staff', userId: await add({ lastName: 'Staff', roles: ['content_manager'] }) };
  ownerId = await addFirm('Zxqv Public Works', 'PUBLIC', ['Pia', 'Zxqvson']);
  people.owner = member(ownerId);
  await addFirm('Zxqv Members Only', 'MEMBERS', ['Mona', 'Zxqvson']);
  await addFirm('Zxqv Hidden', 'NOBODY', ['Hana', 'Zxqvson']);
  // Somebody who shows on no page.
  await add({ firstName: 'Uma', lastName: 'Zxqvson', company: null });
  await addProject(portal.db, ownerId, { title: 'Zxqv pier', skillsRequired: ['C-8'] });
  await addProject(portal.db, ownerId, { title: 'Zxqv draft', status: 'DRAFT' });
  await addProject(portal.db, ownerId, {
    title: 'Zxqv library',
    deadlineAt: new Date(Date.now() + 2 * day),
    description: 'Shelves of oak.',
  });
  await portal.owner`
    insert into projects (owner_id, title, description, category, status, deadline_at, published_at)
    values (${ownerId}, 'Zxqv old school', '', 'COMMERCIAL', 'CLOSED', now() - interval '3 days', now() - interval '9 days')`;
  await addContractors(portal.owner, [
    { licenseNumber: '456789', businessName: 'HERNANDEZ CONCRETE' },
    { licenseNumber: '4567890', businessName: 'HERNÁN & SONS PAVING' },
    { licenseNumber: '700100', businessName: 'ZXQV PAVING INC' },
    { licenseNumber: '700101', businessName: 'THE AND COMPANY' },
    { licenseNumber: '700102', businessName: "O'BRIEN BUILDERS", isNamcMember: true },
    { licenseNumber: '700103', businessName: 'JOHNSON AND JOHNSON ELECTRIC' },
    { licenseNumber: '700104', businessName: 'NGUYỄN XÂY DỰNG' },
    { licenseNumber: '700105', businessName: '陈氏建筑 CONSTRUCTION' },
    { licenseNumber: '700106', businessName: 'QUARTZ TILE', city: 'FRESNO' },
    { licenseNumber: '700107', businessName: 'QUARTZ TILE OF MARIN' },
    { licenseNumber: '700108', businessName: 'BIG QUARTZ TILE' },
    { licenseNumber: '700109', businessName: 'GONE ZXQV', goneAt: new Date('2026-01-01') },
  ]);
  await refresh();
});

describe('a search across the portal', () => {
  it('finds and counts only what its reader may see', async () => {
    const projects = { projects: ['Zxqv pier', 'Zxqv library'], past_projects: ['Zxqv old school'] };
    const contractors = { contractors: ['ZXQV Paving Inc.'] };
    const forVisitors = { ...projects, ...contractors, firms: ['Zxqv Public Works'] };
    expect(await found(visitor, 'zxqv')).toEqual(forVisitors);
    expect(await found(people.lapsed, 'zxqv')).toEqual(forVisitors);
    const forMembers = {
      ...forVisitors,
      firms: ['Zxqv Members Only', 'Zxqv Public Works'],
      people: ['Mona Zxqvson', 'Pia Zxqvson'],
    };
    expect(await found(people.reader, 'zxqv')).toEqual(forMembers);
    // An own draft is no result either: it stands in the list of own projects.
    expect(await found(people.owner, 'zxqv')).toEqual(forMembers);
    for (const hidden of ['zxqv hidden', 'zxqv draft', 'hana', 'uma zxqvson', 'gone zxqv']) {
      for (const actor of [visitor, people.lapsed, people.reader])
        expect(await found(actor, hidden)).toEqual({});
    }
    expect(await found(visitor, 'mona')).toEqual({});
    expect(await found(people.lapsed, 'zxqvson')).toEqual({});
  });

  it('ends with what ends: a membership, a publication, and a place on a page', async () => {
    const userId = await addFirm('Fleeting Masonry', 'PUBLIC', ['Fay', 'Fleeting']);
    const one = { firms: ['Fleeting Masonry'], people: ['Fay Fleeting'] };
    expect(await found(people.reader, 'fleeting')).toEqual(one);
    await portal.owner`update users set status = 'LAPSED' where id = ${userId}`;
    expect(await found(people.reader, 'fleeting')).toEqual({});
    await portal.owner`update users set status = 'ACTIVE' where id = ${userId}`;
    expect(await found(people.reader, 'fleeting')).toEqual(one);
    await portal.db.write(member(userId), (tx) =>
      showInCompany(tx, { companyId: companies['Fleeting Masonry'] ?? '', userId, isShown: false }),
    );
    expect(await found(people.reader, 'fleeting')).toEqual({ firms: ['Fleeting Masonry'] });
  });

  it('puts a name before its beginning, that before words of a name, and those before other texts', async () => {
    const [group] = await search(visitor, { text: 'quartz tile' });
    expect(group?.hits.map(({ title, fit }) => [title, fit])).toEqual([
      ['Quartz Tile', 5],
      ['Quartz Tile of Marin', 4],
      ['Big Quartz Tile', 3],
    ]);
    expect((await search(visitor, { text: 'zxqv oak' }))[0]?.hits.map(({ fit }) => fit)).toEqual([2]);
    // The group of the exact name comes first.
    expect((await search(visitor, { text: 'zxqv public works' }))[0]?.kind).toBe('firms');
    expect((await search(visitor, { text: 'zxqv paving inc' }))[0]?.kind).toBe('contractors');
  });

  it.each(['hern', 'Hernan', 'hernandez', 'HERNÁNDEZ', 'h', 'hernandez concr'])(
    'finds “%s” half typed',
    async (text) => {
      expect((await found(visitor, text)).contractors?.[0]).toMatch(/^Hern/);
    },
  );

  it('finds misspelled names below those that are spelled so', async () => {
    expect((await found(visitor, 'hernandes'))?.contractors).toEqual(['Hernandez Concrete']);
    expect((await found(visitor, 'jonson electric'))?.contractors).toEqual(['Johnson and Johnson Electric']);
    expect((await found(visitor, 'her concrete'))?.contractors).toEqual(['Hernandez Concrete']);
    expect((await found(visitor, 'zxqv libary'))?.projects).toEqual(['Zxqv library']);
    await addFirm('Fleeting Masonry Two', 'PUBLIC', ['Fia', 'Fleeting']);
    await refresh();
    expect((await found(people.reader, 'fleting masonri'))?.firms).toContain('Fleeting Masonry Two');
    expect((await found(people.reader, 'mona zxqvsen'))?.people).toEqual(['Mona Zxqvson']);
    // A letter that is missing or wrong in the middle of a short word, and the nearest name first.
    await addFirm('Xreos Elevator', 'PUBLIC', ['Ana', 'Xreos']);
    await addFirm('Xreyes Electric', 'PUBLIC', ['Ana', 'Xreyes']);
    await refresh();
    for (const text of ['xreys elektric', 'xryes electric'])
      expect((await found(people.reader, text))?.firms, text).toEqual(['Xreyes Electric']);
    expect((await found(people.reader, 'the xreyes electric'))?.firms).toEqual(['Xreyes Electric']);
    expect((await found(visitor, 'the zxqv library of a roof'))?.projects).toBeUndefined();
    expect((await found(visitor, 'the zxqv library'))?.projects).toEqual(['Zxqv library']);
    expect((await found(people.reader, 'xrees'))?.firms).toEqual(['Xreyes Electric', 'Xreos Elevator']);
    expect(await found(visitor, 'xq')).toEqual({});
  });

  it('finds names of any alphabet and names that are stop words', async () => {
    expect((await found(visitor, 'nguyen xay dung'))?.contractors).toEqual(['Nguyễn Xây Dựng']);
    expect((await found(visitor, 'Nguyễn'))?.contractors).toEqual(['Nguyễn Xây Dựng']);
    expect((await found(visitor, '陈氏'))?.contractors).toEqual(['陈氏建筑 Construction']);
    expect((await found(visitor, 'the and company'))?.contractors).toEqual(['The and Company']);
    expect((await found(visitor, "o'brien"))?.contractors).toEqual(["O'Brien Builders"]);
    expect((await found(visitor, 'obrien'))?.contractors).toEqual(["O'Brien Builders"]);
  });

  it('finds a license by its number, with and without zeros and dashes', async () => {
    for (const text of ['456789', '0456789', '456-789', 'License #456789', 'lic 0456789']) {
      const [group] = await search(visitor, { text });
      expect(group?.hits[0]).toMatchObject({ id: '456789', fit: 6 });
    }
    const [begun] = await search(visitor, { text: '45678' });
    expect(begun?.hits.map(({ id, fit }) => [id, fit])).toEqual([
      ['456789', 4],
      ['4567890', 4],
    ]);
  });

  it('takes any text for what it says', async () => {
    for (const text of [
      '%',
      '_',
      '\\',
      "'",
      '&|!:*',
      "O'Brien",
      'a:b',
      '(',
      '"open',
      "'':*",
      'x'.repeat(200),
      '👷',
      '-',
      'or',
      '-zxqv',
      '{}',
      "'; --",
    ])
      expect(await search(people.reader, { text })).toBeInstanceOf(Array);
    expect(await found(visitor, '%')).toEqual({});
    expect(await found(visitor, '_')).toEqual({});
    expect(await found(visitor, 'zxqv%')).toEqual(await found(visitor, 'zxqv'));
  });

  it('shows as many as asked and says how many there are, up to 50', async () => {
    const few = await search(visitor, { text: 'zxqv', limit: 1, kinds: ['projects'] });
    expect(few).toMatchObject([
      { kind: 'projects', total: 2, isCapped: false, hits: [{ title: 'Zxqv pier' }] },
    ]);
    await addContractors(
      portal.owner,
      Array.from({ length: 60 }, (_, at) => ({
        licenseNumber: `${800_100 + at}`,
        businessName: `MANY ${at} ROOFS`,
      })),
    );
    expect(await search(visitor, { text: 'many roofs', limit: 5 })).toMatchObject([
      { total: 50, isCapped: true },
    ]);
    expect((await search(visitor, { text: 'm', limit: 5 }))[0]).toMatchObject({ total: 50, isCapped: true });
  });
});

describe('a search of the records', () => {
  it('finds accounts and invoices for the staff who may see them', async () => {
    const invoiceId = await addInvoice(portal.db, ownerId);
    const [invoice] = await portal.owner<
      { number: string }[]
    >`select number from invoices where id = ${invoiceId}`;
    const number = invoice?.number ?? '';
    for (const text of [
      number,
      number.replace('-', ''),
      `INV ${number}`,
      number.slice(5),
      `${Number(number.slice(5))}`,
    ]) {
      expect(titles(await records(people.manager, { text, kinds: ['invoices'] }))).toEqual({
        invoices: [`Invoice ${number}`],
      });
      expect((await found(people.owner, text)).own_invoices).toEqual([`Invoice ${number}`]);
      expect((await found(people.reader, text)).own_invoices).toBeUndefined();
      expect((await found(people.manager, text)).own_invoices).toBeUndefined();
    }
    const everyone = ['Hana Zxqvson', 'Mona Zxqvson', 'Pia Zxqvson', 'Uma Zxqvson'];
    expect(titles(await records(people.manager, { text: 'zxqvson' }))).toEqual({ members: everyone });
    expect(titles(await records(people.manager, { text: 'uma zxqvsen' }))).toEqual({
      members: ['Uma Zxqvson'],
    });
    // The firm of an account finds it too.
    expect(titles(await records(people.manager, { text: 'zxqv hidden' }))).toEqual({
      members: ['Hana Zxqvson'],
    });
    // The login of members and visitors may not even call the functions.
    for (const actor of [visitor, people.reader, people.lapsed])
      await expect(records(actor, { text: 'zxqvson' })).rejects.toThrow('You may not do this.');
    for (const actor of [people.events])
      for (const text of ['zxqvson', number]) expect(await records(actor, { text })).toEqual([]);
  });
});

it('reads the numbers of invoices as people write them', () => {
  expect(readInvoiceNumbers('INV-2027-0012', 2027)).toEqual(['2027-0012']);
  expect(readInvoiceNumbers('20270012', 2027)).toEqual(['2027-0012']);
  expect(readInvoiceNumbers('invoice 2027 12', 2027)).toEqual(['2027-0012']);
  expect(readInvoiceNumbers('0012', 2027).slice(0, 2)).toEqual(['2028-0012', '2027-0012']);
  expect(readInvoiceNumbers('harbor', 2027)).toEqual([]);
});

it('no kind reads a whole table', async () => {
  // Their triggers would take minutes.
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser.unsafe(`
    set session_replication_role = replica;
    insert into projects (owner_id, title, description, category, status, deadline_at, published_at)
    select '${ownerId}', 'Retrofit number ' || i, 'Work.', 'COMMERCIAL', 'PUBLISHED', now() + i * interval '1 minute', now()
    from generate_series(1, 20000) i;
    insert into users (email, first_name, last_name, status)
    select 'crowd' || i || '@example.org', 'Crowd' || (i % 500), 'Number' || i, 'PENDING' from generate_series(1, 20000) i;
    analyze projects; analyze users`);
  await superuser.end();
  await refresh();
  const big = ['projects', 'users', 'search_words'];
  for (const text of [
    'zxqv',
    'retrofit',
    'retrofit number 77',
    'crowd77 number577',
    'retrofti',
    'r',
    '456789',
  ]) {
    for (const [actor, run] of [
      [people.reader, searchPortal],
      [people.manager, searchRecords],
    ] as const) {
      const { scanned } = await collectPlans(portal.superuserUrl, actor, (tx) => run(tx, { text, limit: 5 }));
      expect([text, scanned.filter((table) => big.includes(table))]).toEqual([text, []]);
    }
  }
});
