import { searchMembersInput } from '@namc/inputs/member-lists';
import { beforeAll, expect, it } from 'vitest';
import { addApplication } from '../../applications/factory.ts';
import { addSampleCompany } from '../../companies/factory.ts';
import { addContractors } from '../../contractors/factory.ts';
import type { Actor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addMember } from '../factory.ts';
import { countMembers, getMember, searchMembers } from './staff.ts';

const portal = testDatabase();
let staff: Actor;
beforeAll(async () => {
  staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['membership_manager'] }) };
  await addContractors(portal.owner, [{ licenseNumber: '770', businessName: 'QUILL ELECTRIC' }]);
});
const search = async (typed: object) =>
  (
    await portal.db.read(staff, (tx) => searchMembers(tx, searchMembersInput.parse(typed)), {
      freshness: 'latest',
    })
  ).rows;
const found = async (q: string) => (await search({ q, order: 'name' })).map(({ firstName }) => firstName);

it('words find a person by the account and by each firm, and the list shows the first firm', async () => {
  const one = await addMember(portal.db, {
    firstName: 'Quentin',
    lastName: 'Orr',
    company: 'Quill Electric',
    licenseNumber: '770',
  });
  await addSampleCompany(portal.db, one, 'Zephyr Roofing');
  await addMember(portal.db, { firstName: 'Zora', lastName: 'Orr', company: 'Zephyr Paving' });
  // One word of the name and one of the firm.
  expect(await found('orr quill')).toEqual(['Quentin']);
  expect(await found('zephyr')).toEqual(['Quentin', 'Zora']);
  expect(await found('zephyr -paving')).toEqual(['Quentin']);
  expect(await found('paving OR roofing')).toEqual(['Quentin', 'Zora']);
  expect(await found('770')).toEqual(['Quentin']);
  const shown = { company: 'Quill Electric', licenseNumber: '770' };
  expect(await portal.db.read(staff, (tx) => getMember(tx, { userId: one }))).toMatchObject(shown);
});

it('a misspelled name finds those that are like it, of people and of firms, and says so', async () => {
  await addMember(portal.db, { firstName: 'Katherine', lastName: 'Vasquez', company: 'Meadowlark Plumbing' });
  await portal.owner`select write_search_words()`;
  expect(await found('vasques')).toEqual(['Katherine']);
  expect(await found('kathrine vasqez')).toEqual(['Katherine']);
  expect(await found('vasques plumbing')).toEqual(['Katherine']);
  expect(await search({ q: 'vasques' })).toMatchObject([{ isSimilar: true }]);
  expect(await search({ q: 'vasquez' })).toMatchObject([{ isSimilar: false }]);
  const counts = await portal.db.read(staff, (tx) => countMembers(tx, { q: 'vasques' }));
  expect(counts).toEqual({ ACTIVE: 1 });
  // Nothing is guessed for somebody who excludes words, and of a wholly different name.
  expect(await found('vasques -quill')).toEqual([]);
  expect(await found('abernathy')).toEqual([]);
});

it('a misspelled short name finds those that are a letter away, also where the typed words are names of others', async () => {
  await addMember(portal.db, { firstName: 'Ana', lastName: 'Reyes' });
  await addMember(portal.db, { firstName: 'Omar', lastName: 'Haddad' });
  await addMember(portal.db, { firstName: 'Mei', lastName: 'Chow' });
  for (const other of [
    'Anna',
    'Annabel',
    'Annette',
    'Annie',
    'Annika',
    'Annals',
    'Annual',
    'Annex',
    'Annas',
    'Mai',
  ])
    await addMember(portal.db, { firstName: other, lastName: 'Ostrander' });
  await portal.owner`select write_search_words()`;
  expect(await found('anna reyes')).toEqual(['Ana']);
  expect(await found('ana reyse')).toEqual(['Ana']);
  expect(await found('omer hadad')).toEqual(['Omar']);
  expect(await found('oamr haddadd')).toEqual(['Omar']);
  expect(await found('mai chow')).toEqual(['Mei']);
  expect(await search({ q: 'mai chow' })).toMatchObject([{ isSimilar: true }]);
  expect(await found('mai ostrander')).toEqual(['Mai']);
  expect(await found('bai chow')).toEqual([]);
  expect(await found('a% reyes')).toEqual([]);
});

it('an applicant is found by the firm of the application, and stands among the firms by its name', async () => {
  await addApplication(portal.db, { firstName: 'Yves', company: 'Zephyr Marsh Builders' });
  expect(await found('marsh')).toEqual(['Yves']);
  const all = { order: 'company', limit: 100 };
  for (const rows of [await search(all), await search({ ...all, q: 'zephyr' })]) {
    const firms = rows.map(({ company, lastName }) => (company ?? lastName).toLowerCase());
    expect(firms).toEqual([...firms].sort());
  }
  const [first] = await search({ order: 'company', limit: 1 });
  const page = await portal.db.read(staff, (tx) =>
    searchMembers(tx, searchMembersInput.parse({ order: 'company', limit: 1 })),
  );
  const [next] = await search({ order: 'company', limit: 1, cursor: page.nextCursor });
  expect(next?.id).not.toBe(first?.id);
});
