import { wayInWords } from '@namc/inputs/way-to-permission';
import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { getWayToPermission } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const staff = (userId: string): Actor => ({ kind: 'staff', userId });
const grant = (actor: Actor, userId: string, role: string) =>
  portal.db.write(
    actor,
    ({ sql }) => sql`
      insert into user_roles (user_id, role_code, granted_by) values (${userId}, ${role}, current_user_id())`,
  );

it('nobody can make themselves staff, whatever they send', async () => {
  const userId = await addMember(portal.db);
  await expect(grant(member(userId), userId, 'administrator')).rejects.toHaveProperty(
    'cause.message',
    expect.stringContaining('permission denied'),
  );
  // Even under the staff's database role: claiming to be staff is not enough.
  await expect(grant(staff(userId), userId, 'administrator')).rejects.toThrow('You may not do this.');
  for (const change of [`status = 'ACTIVE'`, `member_type = 'HONORARY'`, `email = 'other@example.org'`]) {
    await expect(
      portal.db.write(member(userId), ({ sql }) =>
        sql.unsafe(`update users set ${change} where id = '${userId}'`),
      ),
    ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
  }
});

it('an administrator appoints others, never themselves, and nobody gives a role above their own', async () => {
  const [first, second, manager] = await Promise.all([
    addMember(portal.db, { roles: ['administrator'] }),
    addMember(portal.db),
    addMember(portal.db, { roles: ['membership_manager'] }),
  ]);
  await grant(staff(first), second, 'administrator');
  await expect(grant(staff(first), first, 'finance')).rejects.toThrow('You may not do this.');
  await expect(grant(staff(manager), second, 'support')).rejects.toThrow('You may not do this.');
  // A membership manager cannot reach an account of higher rank.
  const suspend = (actor: Actor, userId: string) =>
    portal.db.write(actor, ({ sql }) => sql`update users set status = 'SUSPENDED' where id = ${userId}`);
  expect((await suspend(staff(manager), first)).count).toBe(0);
  expect((await suspend(staff(manager), await addMember(portal.db))).count).toBe(1);
});

it('the last administrator stays, even if two try to leave at once', async () => {
  const all = await portal.db.read(
    system,
    ({ sql }) => sql<{ id: string; userId: string }[]>`
      select id, user_id as "userId" from user_roles where role_code = 'administrator'`,
  );
  const removed = await Promise.allSettled(
    all.map(({ id }) => portal.db.write(system, ({ sql }) => sql`delete from user_roles where id = ${id}`)),
  );
  expect(removed.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  const [left] = await portal.db.read(
    system,
    ({ sql }) => sql<{ id: string; userId: string }[]>`
      select id, user_id as "userId" from user_roles where role_code = 'administrator'`,
  );
  const last = 'The portal needs at least one administrator. Make someone else an administrator first.';
  await expect(
    portal.db.write(
      system,
      ({ sql }) =>
        sql`update user_roles set expires_at = now() + interval '1 day' where id = ${left?.id ?? ''}`,
    ),
  ).rejects.toThrow(last);
  await expect(
    portal.db.write(
      system,
      ({ sql }) => sql`update users set status = 'SUSPENDED' where id = ${left?.userId ?? ''}`,
    ),
  ).rejects.toThrow(last);
});

it('an expired role grants nothing, and neither does a role of a suspended account', async () => {
  const userId = await addMember(portal.db, { roles: ['support'] });
  const sees = async () =>
    (await portal.db.read(staff(userId), ({ sql }) => sql`select from users limit 1`)).length > 0;
  expect(await sees()).toBe(true);
  await portal.db.write(system, ({ sql }) => sql`update users set status = 'SUSPENDED' where id = ${userId}`);
  expect(await sees()).toBe(false);
  const temporary = await addMember(portal.db);
  await portal.db.write(
    system,
    ({ sql }) =>
      sql`insert into user_roles (user_id, role_code, expires_at) values (${temporary}, 'support', clock_timestamp() + interval '50 ms')`,
  );
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(await portal.db.read(staff(temporary), ({ sql }) => sql`select from users limit 1`)).toHaveLength(0);
});

it('staff without a permission learn which roles have it and who assigns them, and others no name', async () => {
  await addMember(portal.db, { firstName: 'Grace', lastName: 'Aames', roles: ['administrator'] });
  const [helper, outsider] = [await addMember(portal.db, { roles: ['support'] }), await addMember(portal.db)];
  const ask = (userId: string) =>
    portal.db.read(system, (tx) => getWayToPermission(tx, { permission: 'audit.read', userId }));
  const { roles, people } = await ask(helper);
  expect(roles).toEqual(['Auditor', 'Administrator']);
  expect(people).toContain('Grace Aames');
  expect(people.length).toBeLessThanOrEqual(3);
  expect(wayInWords({ roles, people: ['Grace Aames', 'Lee Wu'] })).toBe(
    'You need the Auditor or Administrator role to open this page. Ask Grace Aames or Lee Wu to assign one to you.',
  );
  expect(await ask(outsider)).toEqual({ roles, people: [] });
  expect(wayInWords({ roles: ['Administrator'], people: [] })).toBe(
    'You need the Administrator role to open this page. Ask an administrator to assign it to you.',
  );
});
