import {
  changeThresholdsInput,
  type LimitedCheckName,
  largestLimit,
  limitedCheckNames,
  limitUnits,
} from '@namc/inputs/health';
import { expect, it } from 'vitest';
import { type Actor, systemActor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { checks } from '../tools/health/checks.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { changeThresholds, resetThresholds } from './commands/alerts.ts';
import { beatHeart, type FoundHealth, recordHealth } from './commands/rounds.ts';
import { listHealthStates, listHealthThresholds } from './queries.ts';

const portal = testDatabase();
const system = systemActor('test');
const staff = async (role: string): Promise<Actor> => ({
  kind: 'staff',
  userId: await addMember(portal.db, { roles: [role] }),
});
const found = (state: FoundHealth['state'], over: Partial<FoundHealth> = {}): FoundHealth => ({
  checkName: 'connections',
  state,
  value: 12,
  says: 'So it is.',
  evidence: [{ login: 'portal_staff', connections: 3 }],
  tookMs: 1,
  ...over,
});
const record = (...list: FoundHealth[]) => portal.db.write(system, (tx) => recordHealth(tx, list));
const states = async (actor: Actor = system) => portal.db.read(actor, listHealthStates);

it('a state keeps its beginning until it changes, whoever finds it, and old checks leave nothing behind', async () => {
  await record(found('ok'), found('unknown', { checkName: 'mail' }));
  const [before] = await states();
  await Promise.all([record(found('ok', { value: 13 })), record(found('ok', { value: 13 }))]);
  const [after, ...others] = await states();
  expect(others).toEqual([]);
  expect(after).toMatchObject({
    value: 13,
    since: before?.since,
    evidence: [{ login: 'portal_staff', connections: 3 }],
  });
  expect(after?.checkedAt.getTime()).toBeGreaterThan(before?.checkedAt.getTime() ?? 0);
  await record(found('warn', { says: 'Two\nlines of  a server’s message' }));
  const [changed] = await states();
  expect(changed).toMatchObject({ state: 'warn', says: 'Two lines of a server’s message', isStale: false });
  expect(changed?.since).toEqual(changed?.checkedAt);
});

it('a state that nobody has checked for three minutes is stale', async () => {
  await record(found('ok'));
  await portal.db.write(
    system,
    ({ sql }) => sql`update health_states set checked_at = now() - interval '4 minutes'`,
  );
  expect(await states()).toMatchObject([{ isStale: true }]);
});

it('administrators and auditors see the health of the database, and other staff and members do not', async () => {
  await record(found('ok'));
  for (const role of ['administrator', 'auditor'])
    expect(await states(await staff(role)), role).toHaveLength(1);
  for (const role of ['support', 'membership_manager'])
    expect(await states(await staff(role)), role).toEqual([]);
  await expect(
    portal.db.read({ kind: 'member', userId: await addMember(portal.db) }, listHealthStates),
  ).rejects.toThrow();
});

it('staff with the permission set the limits of a check, with a reason in the trail, and give it its own back', async () => {
  const administrator = await staff('administrator');
  const change = (actor: Actor, warn: string) =>
    portal.db.write(actor, (tx) =>
      changeThresholds(tx, { check: 'connections', warn, bad: '90', reason: 'We have a larger server.' }),
    );
  const reset = () =>
    portal.db.write(administrator, (tx) =>
      resetThresholds(tx, { check: 'connections', reason: 'As before.' }),
    );
  await change(administrator, '60');
  await change(administrator, '65');
  const limits = () => portal.db.read(administrator, listHealthThresholds);
  expect(await limits()).toMatchObject([{ checkName: 'connections', warn: 65, bad: 90 }]);
  await expect(change(await staff('auditor'), '1')).rejects.toThrow();
  await reset();
  expect(await limits()).toEqual([]);
  await expect(reset()).rejects.toThrow('This check has its own limits already.');
  const trail = await portal.owner.begin(async (sql) => {
    await sql`select set_config('role', 'definer_role', true)`;
    return sql`select action, target_id, reason, details from admin_actions where action like 'health.%' order by created_at, id`;
  });
  expect(trail).toEqual([
    {
      action: 'health.thresholds',
      target_id: 'connections',
      reason: 'We have a larger server.',
      details: { warn: '60', bad: '90' },
    },
    {
      action: 'health.thresholds',
      target_id: 'connections',
      reason: 'We have a larger server.',
      details: { warn: '65', bad: '90' },
    },
    { action: 'health.reset', target_id: 'connections', reason: 'As before.', details: {} },
  ]);
});

it('no limit is set that a check can never pass, whatever asks for it', async () => {
  const administrator = await staff('administrator');
  for (const { name, unit, limits } of checks) {
    if (!limits) continue;
    const check = name as LimitedCheckName;
    expect([check, limitUnits[check]]).toEqual([check, unit]);
    const most = largestLimit(check);
    expect(limits.bad, check).toBeLessThan(most);
    const asked = { check, warn: '0', bad: String(most + 1), reason: 'So that it is silent.' };
    expect(changeThresholdsInput.safeParse(asked).error?.issues, check).toMatchObject([
      { path: ['bad'], message: `must be at most ${most.toLocaleString('en-US')}` },
    ]);
    const set = (bad: string) =>
      portal.db.write(administrator, (tx) => changeThresholds(tx, { ...asked, bad }));
    await expect(set(asked.bad), check).rejects.toHaveProperty(
      'constraint_name',
      'health_thresholds_possible',
    );
    await set(String(most));
  }
  expect(
    changeThresholdsInput.safeParse({ check: 'connections', warn: '150', bad: '150', reason: 'No.' }).error
      ?.issues,
  ).toMatchObject([{ path: ['warn'] }, { path: ['bad'] }]);
  expect(
    (await portal.db.read(system, listHealthThresholds)).map(({ checkName }) => checkName).sort(),
  ).toEqual([...limitedCheckNames].sort());
});

it('the heartbeat is written once, however many processes write it', async () => {
  const write = () => portal.db.write(system, beatHeart);
  const beat = async () =>
    (
      await portal.db.read(
        system,
        ({ sql }) => sql<{ at: Date }[]>`select beat_at as at from portal_heartbeat`,
      )
    )[0]?.at;
  await portal.db.write(
    system,
    ({ sql }) => sql`update portal_heartbeat set beat_at = now() - interval '1 minute'`,
  );
  const before = await beat();
  await write();
  const after = await beat();
  expect(after?.getTime()).toBeGreaterThan(before?.getTime() ?? 0);
  await Promise.all([write(), write()]);
  expect(await beat()).toEqual(after);
});
