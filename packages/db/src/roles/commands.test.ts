import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { grantRole, setRolePermissions, takeRole } from './commands.ts';

const testing = testDatabase();

it('roles are given and taken with a reason, never for oneself, and never above one’s rank', async () => {
  const manager: Actor = {
    kind: 'staff',
    userId: await addMember(testing.db, { roles: ['membership_manager'] }),
  };
  const administrator: Actor = {
    kind: 'staff',
    userId: await addMember(testing.db, { roles: ['administrator'] }),
  };
  const userId = await addMember(testing.db);
  const grant = (actor: Actor, to: string, roleCode: string) =>
    testing.db.write(actor, (tx) =>
      grantRole(tx, { userId: to, roleCode, reason: 'Hired.', until: '2099-12-31' }),
    );
  await grant(administrator, userId, 'support');
  await expect(
    grant(administrator, 'userId' in administrator ? administrator.userId : '', 'finance'),
  ).rejects.toThrow(Refused);
  await expect(grant(manager, userId, 'support')).rejects.toThrow(Refused);
  await expect(grant(administrator, userId, 'nothing')).rejects.toThrow(NotFound);
  await testing.db.write(administrator, (tx) =>
    takeRole(tx, { userId, roleCode: 'support', reason: 'Left.' }),
  );
  await expect(
    testing.db.write(administrator, (tx) => takeRole(tx, { userId, roleCode: 'support', reason: 'Left.' })),
  ).rejects.toThrow(NotFound);
  await testing.db.write(administrator, (tx) =>
    setRolePermissions(tx, { roleCode: 'support', permissions: ['support.read'], reason: 'Less.' }),
  );
  await expect(
    testing.db.write(manager, (tx) =>
      setRolePermissions(tx, { roleCode: 'support', permissions: ['audit.read'], reason: 'More.' }),
    ),
  ).rejects.toThrow(Refused);
});

it('a role whose last day is over is refused at its field, and one that ends today is given', async () => {
  const administrator: Actor = {
    kind: 'staff',
    userId: await addMember(testing.db, { roles: ['administrator'] }),
  };
  const userId = await addMember(testing.db);
  const [day] = await testing.owner<{ today: string; yesterday: string }[]>`
    select today::text, (today - 1)::text as yesterday
    from (select (now() at time zone 'America/Los_Angeles')::date as today) as day`;
  const grant = (until: string | undefined) =>
    testing.db.write(administrator, (tx) =>
      grantRole(tx, { userId, roleCode: 'support', reason: 'Hired.', until }),
    );
  await expect(grant(day?.yesterday)).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'until',
    message: 'until: must be today or a later day',
  });
  await grant(day?.today);
});
