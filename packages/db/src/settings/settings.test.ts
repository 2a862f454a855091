import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { shareAddresses } from './commands.ts';
import { getAddressSetting } from './queries.ts';

const portal = testDatabase();
const staff = async (role: string): Promise<Actor> => ({
  kind: 'staff',
  userId: await addMember(portal.db, { firstName: 'Robin', lastName: 'Sample', roles: [role] }),
});
const share = (actor: Actor, withVisitors: boolean) =>
  portal.db.write(actor, (tx) => shareAddresses(tx, { withVisitors }));

it('addresses are closed to visitors until staff with the permission open them, and the trail names who did', async () => {
  const administrator = await staff('administrator');
  const setting = () => portal.db.read(administrator, getAddressSetting);
  expect(await setting()).toEqual({ withVisitors: false, changedAt: null, changedByName: null });
  await share(administrator, true);
  expect(await setting()).toEqual({
    withVisitors: true,
    changedAt: expect.any(Date),
    changedByName: 'Robin Sample',
  });
  await share(administrator, false);
  expect(await setting()).toMatchObject({ withVisitors: false });
  const acts = await portal.owner.begin(async (sql) => {
    await sql`select set_config('role', 'definer_role', true)`;
    return sql`select details, user_id from admin_actions where action = 'settings.addresses' order by created_at, id`;
  });
  expect(acts).toEqual([
    { details: { visitors: 'see them' }, user_id: administrator.kind === 'staff' && administrator.userId },
    {
      details: { visitors: 'do not see them' },
      user_id: administrator.kind === 'staff' && administrator.userId,
    },
  ]);
});

it('the database refuses staff without the permission', async () => {
  for (const role of ['support', 'auditor', 'membership_manager'])
    await expect(share(await staff(role), true), role).rejects.toThrow();
  expect(await portal.db.read(await staff('administrator'), getAddressSetting)).toMatchObject({
    withVisitors: false,
  });
});
