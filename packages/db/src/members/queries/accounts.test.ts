import { beforeAll, expect, it } from 'vitest';
import { addContractors } from '../../contractors/factory.ts';
import { type Actor, visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addMember } from '../factory.ts';
import { findMemberByEmail, listMembersByStatus } from './accounts.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let asker: Actor = visitor;

beforeAll(async () => {
  asker = { kind: 'member', userId: await addMember(portal.db, { firstName: 'Ana', lastName: 'Asker' }) };
  await addMember(portal.db, { firstName: 'Lapsed', lastName: 'Solar', status: 'LAPSED' });
});

it('a member reads no account but their own', async () => {
  const read = (actor: Actor) =>
    portal.db.read(actor, ({ sql }) => sql`select last_name from users`, { freshness: 'latest' });
  expect(await read(asker)).toEqual([{ last_name: 'Asker' }]);
  expect(await read(visitor)).toEqual([]);
});

it('a license counts as a member’s while its company has an active member', async () => {
  await addContractors(portal.owner, [{ licenseNumber: '700001' }]);
  const isMember = async () =>
    (
      await portal.db.read(
        visitor,
        ({ sql }) =>
          sql`select is_namc_member as m from california_contractors where license_number = '700001'`,
      )
    )[0]?.m;
  const userId = await addMember(portal.db, { licenseNumber: '700001', status: 'LAPSED' });
  expect(await isMember()).toBe(false);
  const become = (status: string) =>
    portal.db.write(system, ({ sql }) => sql`update users set status = ${status} where id = ${userId}`);
  await become('ACTIVE');
  expect(await isMember()).toBe(true);
  await expect(addMember(portal.db, { licenseNumber: '700001' })).rejects.toThrow(
    'This license belongs to another company.',
  );
  // A colleague who is active is enough.
  const colleague = await addMember(portal.db);
  await portal.owner`
    insert into company_people (company_id, user_id, role)
    select company_id, ${colleague}, 'MEMBER' from company_people where user_id = ${userId}`;
  await become('LAPSED');
  expect(await isMember()).toBe(true);
  await portal.owner`delete from company_people where user_id = ${colleague}`;
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
