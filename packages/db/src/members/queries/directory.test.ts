import { searchDirectoryInput } from '@namc/inputs/members';
import { beforeAll, expect, it } from 'vitest';
import { addContractors } from '../../contractors/factory.ts';
import { type Actor, visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addMember } from '../factory.ts';
import { findMemberByEmail, listDirectory, listMembersByStatus, searchDirectory } from './directory.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const oakland: [number, number] = [-122.2711, 37.8044];
const fresno: [number, number] = [-119.7871, 36.7378];
let asker: Actor = visitor;

beforeAll(async () => {
  const id = await addMember(portal.db, { firstName: 'Ana', lastName: 'Asker', location: oakland });
  asker = { kind: 'member', userId: id };
  await addMember(portal.db, {
    firstName: 'Solana',
    lastName: 'Bright',
    company: 'Bright Example Solar',
    location: oakland,
    skills: ['C-46', 'bim'],
    showEmail: true,
  });
  await addMember(portal.db, {
    firstName: 'Fran',
    lastName: 'Valley',
    company: 'Valley Solar Example',
    location: fresno,
  });
  await addMember(portal.db, { firstName: 'Hidden', lastName: 'Solar', isListed: false, location: oakland });
  await addMember(portal.db, { firstName: 'Lapsed', lastName: 'Solar', status: 'LAPSED', location: oakland });
});

const search = (typed: object, actor = asker) =>
  portal.db
    .read(actor, (tx) => searchDirectory(tx, searchDirectoryInput.parse(typed)))
    .then(({ rows }) => rows.map(({ lastName }) => lastName));

it('the directory shows listed members to members, by name', async () => {
  const list = (actor: Actor) => portal.db.read(actor, (tx) => listDirectory(tx, { limit: 10 }));
  expect((await list(asker)).rows.map(({ lastName }) => lastName)).toEqual(['Asker', 'Bright', 'Valley']);
  expect((await list(visitor)).rows).toEqual([]);
  const applicant = await addMember(portal.db, { status: 'PENDING' });
  expect((await list({ kind: 'member', userId: applicant })).rows).toEqual([]);
});

it('an address is visible only if its owner shows it', async () => {
  const { rows } = await portal.db.read(asker, (tx) => listDirectory(tx, { limit: 10 }));
  expect(rows.map(({ lastName, email }) => [lastName, email === null])).toEqual([
    ['Asker', true],
    ['Bright', false],
    ['Valley', true],
  ]);
  // A condition in the asker's own statement does not run on hidden rows.
  const peek = await portal.db.read(
    asker,
    ({ sql }) => sql`select last_name from member_directory where email like '%@example.org'`,
  );
  expect(peek).toEqual([{ last_name: 'Bright' }]);
  expect(await portal.db.read(asker, ({ sql }) => sql`select from users`)).toHaveLength(1);
});

it('pages of the directory neither overlap nor leave gaps', async () => {
  const first = await portal.db.read(asker, (tx) => listDirectory(tx, { limit: 2 }));
  const second = await portal.db.read(asker, (tx) =>
    listDirectory(tx, { limit: 2, cursor: first.nextCursor ?? undefined }),
  );
  expect([...first.rows, ...second.rows].map(({ lastName }) => lastName)).toEqual([
    'Asker',
    'Bright',
    'Valley',
  ]);
  expect(second.nextCursor).toBeNull();
  await expect(portal.db.read(asker, (tx) => listDirectory(tx, { limit: 2, cursor: 'x' }))).rejects.toThrow(
    'cursor',
  );
});

it('members are found by words, skills and place', async () => {
  expect(await search({ q: 'solar' })).toEqual(expect.arrayContaining(['Bright', 'Valley']));
  expect(await search({ q: 'sola' })).toContain('Bright');
  expect(await search({ skills: ['C-46'] })).toEqual(['Bright']);
  expect(await search({ q: 'solar', near: '94601', miles: 20 })).toEqual(['Bright']);
  expect(await search({ near: 'Fresno', miles: 30 })).toEqual(['Valley']);
  expect(await search({ q: 'solar' }, visitor)).toEqual([]);
  await expect(search({ near: 'Nowhere at all' })).rejects.toThrow('near');
});

it('a license counts as a member’s as soon as a member has it', async () => {
  await addContractors(portal.owner, [{ licenseNumber: '700001' }]);
  const isMember = async () =>
    (
      await portal.db.read(
        visitor,
        ({ sql }) =>
          sql`select is_namc_member as m from california_contractors where license_number = '700001'`,
      )
    )[0]?.m;
  const userId = await addMember(portal.db, { licenseNumber: '700001', status: 'PENDING' });
  expect(await isMember()).toBe(false);
  const become = (status: string) =>
    portal.db.write(system, ({ sql }) => sql`update users set status = ${status} where id = ${userId}`);
  await become('ACTIVE');
  expect(await isMember()).toBe(true);
  await expect(addMember(portal.db, { licenseNumber: '700001' })).rejects.toThrow(
    'This license belongs to another member.',
  );
  await become('LAPSED');
  expect(await isMember()).toBe(false);
});

it('an account’s address is unique in any letter case', async () => {
  const id = await addMember(portal.db);
  expect(
    await portal.db.read(system, (tx) =>
      findMemberByEmail(tx, { email: ` ${id.toUpperCase()}@Example.org` }),
    ),
  ).toMatchObject({ id });
  const add = (email: string) =>
    portal.db.write(
      system,
      ({ sql }) => sql`insert into users (email, first_name, last_name) values (${email}, 'A', 'B')`,
    );
  await expect(add(`${id}@example.org`)).rejects.toThrow(
    'An account with this email address already exists.',
  );
  await expect(add('Upper@Example.org')).rejects.toThrow(/users_email_normalized/);
  expect(
    await portal.db.read(asker, (tx) => findMemberByEmail(tx, { email: `${id}@example.org` })),
  ).toBeUndefined();
  expect(
    (await portal.db.read(system, (tx) => listMembersByStatus(tx, { status: 'LAPSED', limit: 5 }))).length,
  ).toBeGreaterThan(0);
});
