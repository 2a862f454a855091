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
