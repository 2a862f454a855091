import { beforeAll, expect, it } from 'vitest';
import { listAdminActions } from '../audit/queries.ts';
import type { Actor } from '../engine/actors.ts';
import { listMail } from '../mail/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { emailMembers } from './commands.ts';
import { addMember } from './factory.ts';

const testing = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const message = { subject: 'Closed on Friday', body: 'We are back on Monday.' };
const addStaff = async (role: string): Promise<Actor> => ({
  kind: 'staff',
  userId: await addMember(testing.db, { roles: [role] }),
});
const write = (actor: Actor, userIds: string[]) =>
  testing.db.write(actor, (tx) => emailMembers(tx, { ...message, userIds }));
const mailOf = (userId: string) => testing.db.read(system, (tx) => listMail(tx, { userId, limit: 5 }));
let manager: Actor;

beforeAll(async () => {
  manager = await addStaff('membership_manager');
});

it('each chosen member gets one email of their own, and the trail has each', async () => {
  const people = [await addMember(testing.db), await addMember(testing.db)];
  await write(manager, [...people, ...people]);
  const trail = await testing.db.read(system, (tx) => listAdminActions(tx, { limit: 100 }));
  for (const userId of people) {
    expect((await mailOf(userId)).map(({ template }) => template)).toEqual(['member-message']);
    expect(trail.rows.filter(({ targetUserId }) => targetUserId === userId)).toEqual([
      expect.objectContaining({
        action: 'members.email',
        reason: message.subject,
        details: { message: message.body },
      }),
    ]);
  }
});

it('somebody who has not confirmed an address gets no email, and no act says so', async () => {
  const [confirmed, unconfirmed] = [await addMember(testing.db), await addMember(testing.db)];
  await testing.owner`update users set email_verified_at = null where id = ${unconfirmed}`;
  expect(await write(manager, [confirmed, unconfirmed])).toEqual({ sent: 1, unconfirmed: 1 });
  expect(await mailOf(unconfirmed)).toEqual([]);
  const trail = await testing.db.read(system, (tx) => listAdminActions(tx, { limit: 100 }));
  expect(trail.rows.filter(({ targetUserId }) => targetUserId === unconfirmed)).toEqual([]);
});

it('nobody is written to if one account is closed, or if the writer may not', async () => {
  const open = await addMember(testing.db);
  const closed = await addMember(testing.db, { status: 'CLOSED' });
  await expect(write(manager, [open, closed])).rejects.toThrow('This account is closed.');
  await expect(write(await addStaff('auditor'), [open])).rejects.toThrow();
  await expect(write({ kind: 'member', userId: open }, [open])).rejects.toThrow();
  expect(await mailOf(open)).toEqual([]);
});
