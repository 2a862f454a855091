import type { HealthState } from '@namc/inputs/health';
import { beforeEach, expect, it } from 'vitest';
import { type Actor, systemActor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  acknowledgeAlert,
  changeEscalation,
  changeMaintenance,
  chooseAlerts,
  endMaintenance,
  startMaintenance,
} from './commands/alerts.ts';
import { tellOfAlerts } from './commands/notices.ts';
import { type FoundHealth, recordHealth } from './commands/rounds.ts';
import { findMaintenance, getAlertChoices, getEscalation, listAlerts } from './queries.ts';

const portal = testDatabase();
const system = systemActor('test');
const asSystem = (statement: string) => portal.db.write(system, ({ sql }) => sql.unsafe(statement));

const found = (state: HealthState, over: Partial<FoundHealth> = {}): FoundHealth => ({
  checkName: 'connections',
  state,
  value: 1,
  says: `It is ${state}.`,
  evidence: [{ state }],
  tookMs: 1,
  ...over,
});
/** A round that comes a minute after the one before. */
const round = async (...list: FoundHealth[]) => {
  await asSystem(`update health_states set checked_at = checked_at - interval '1 minute'`);
  await portal.db.write(system, (tx) => recordHealth(tx, list));
};
const rounds = async (...states: HealthState[]) => {
  for (const state of states) await round(found(state));
};
const alerts = () => portal.db.read(system, listAlerts);
const never = { from: '00:00', until: '00:00' };
/** The titles of the notices that the person got, the oldest first. */
const notices = (actor: Actor) =>
  portal.db.read(
    system,
    ({ sql }) => sql<{ title: string }[]>`
      select title from notifications where kind = 'health-alerts' and user_id = ${actor.kind === 'staff' ? actor.userId : ''}
      order by id`,
  );
/** The titles of the notices that the person got by telling now. */
async function tell(actor: Actor, quiet = never): Promise<string[]> {
  const before = (await notices(actor)).length;
  await portal.db.write(system, (tx) => tellOfAlerts(tx, { origin: 'https://portal.example.org', quiet }));
  return (await notices(actor)).slice(before).map(({ title }) => title);
}
const staff = async (role: string): Promise<Actor> => ({
  kind: 'staff',
  userId: await addMember(portal.db, { roles: [role] }),
});
let administrator: Actor;
beforeEach(async () => {
  await asSystem('delete from health_alerts');
  await asSystem('delete from health_states');
  administrator ??= await staff('administrator');
});

it('a fault of one round opens nothing, and one that lasts opens one alert, though two processes find it', async () => {
  await rounds('warn', 'ok', 'warn');
  expect(await alerts()).toEqual([]);
  await asSystem(`update health_states set checked_at = checked_at - interval '1 minute'`);
  const record = () => portal.db.write(system, (tx) => recordHealth(tx, [found('warn')]));
  await Promise.all([record(), record(), record()]);
  expect(await alerts()).toMatchObject([
    {
      checkName: 'connections',
      state: 'warn',
      says: 'It is warn.',
      evidence: [{ state: 'warn' }],
      resolvedAt: null,
    },
  ]);
});

it('two processes that check at once are one round', async () => {
  const record = () => portal.db.write(system, (tx) => recordHealth(tx, [found('bad')]));
  await Promise.all([record(), record(), record()]);
  expect(await alerts()).toEqual([]);
});

it('a check that says so opens its alert in the first round', async () => {
  await round(found('bad', { alertsAfter: 1 }));
  expect(await alerts()).toMatchObject([{ state: 'bad' }]);
});

it('each change for the worse is told once, a better state is not, and the end is told when it has settled', async () => {
  const auditor = await staff('auditor');
  const support = await staff('support');
  await rounds('warn', 'warn');
  expect(await tell(administrator)).toEqual(['Database alert: It is warn']);
  expect(await tell(administrator)).toEqual([]);
  await rounds('bad');
  expect(await tell(administrator)).toEqual(['Database alert: It is bad']);
  await rounds('warn', 'bad', 'warn');
  expect(await tell(administrator)).toEqual([]);
  await rounds('ok');
  expect(await alerts()).toMatchObject([{ state: 'warn', resolvedAt: null }]);
  await rounds('ok');
  expect(await alerts()).toMatchObject([{ resolvedAt: expect.any(Date) }]);
  expect(await tell(administrator)).toEqual([]);
  await asSystem(`update health_alerts set resolved_at = now() - interval '11 minutes'`);
  expect(await tell(administrator)).toEqual(['Database alert over: It is warn']);
  expect(await tell(administrator)).toEqual([]);
  expect(await notices(auditor)).toHaveLength(3);
  expect(await notices(support)).toHaveLength(0);
});

it('a check that goes to and fro is told once', async () => {
  const titles: string[] = [];
  for (let turn = 0; turn < 25; turn += 1) {
    await rounds('warn', 'warn');
    titles.push(...(await tell(administrator)));
    await rounds('ok', 'ok');
    titles.push(...(await tell(administrator)));
  }
  expect(titles).toEqual(['Database alert: It is warn']);
  expect(await alerts()).toHaveLength(1);
});

it('several alerts of one round are one letter to each, the worst first', async () => {
  const both = [found('warn'), found('bad', { checkName: 'mail', says: 'No mail leaves.' })];
  await round(...both);
  await round(...both);
  expect(await tell(administrator)).toEqual(['Database alert: No mail leaves (and 1 more)']);
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const mails = await superuser`select about from mail_contents order by mail_id desc limit 1`.finally(() =>
    superuser.end(),
  );
  expect(mails).toMatchObject([
    {
      about: {
        begun: expect.arrayContaining([
          { state: 'warn', says: 'It is warn.' },
          { state: 'bad', says: 'No mail leaves.' },
        ]),
        ended: [],
      },
    },
  ]);
});

it('that nobody can tell is an alert after half an hour, and ends no other', async () => {
  await rounds('warn', 'warn', 'unknown');
  const long = async (over: Partial<FoundHealth> = {}) => {
    await asSystem('update health_states set rounds = 29');
    await round(found('unknown', over));
  };
  await long();
  expect(await alerts()).toMatchObject([{ state: 'warn', says: 'It is warn.', resolvedAt: null }]);
  await asSystem('delete from health_alerts');
  await rounds('unknown');
  expect(await alerts()).toMatchObject([{ state: 'unknown', says: 'It is unknown.' }]);
  await rounds('bad', 'bad');
  expect(await alerts()).toMatchObject([{ state: 'bad', resolvedAt: null }]);
  await asSystem('delete from health_alerts');
  await rounds('unknown');
  await long({ mayStayUnknown: true });
  expect(await alerts()).toEqual([]);
});

it('a warning of the night waits until morning, and what is bad does not', async () => {
  const [clock] = await portal.db.read(
    system,
    ({ sql }) => sql<{ before: string; after: string }[]>`
      select to_char(at - interval '1 hour', 'HH24:MI') as before, to_char(at + interval '1 hour', 'HH24:MI') as after
      from (select now() at time zone 'America/Los_Angeles' as at) clock`,
  );
  if (!clock) throw new Error('A clock returns a row.');
  const night = { from: clock.before, until: clock.after };
  const day = { from: clock.after, until: clock.before };
  await rounds('warn', 'warn');
  expect(await tell(administrator, night)).toEqual([]);
  expect(await tell(administrator, day)).toEqual(['Database alert: It is warn']);
  await rounds('bad');
  expect(await tell(administrator, night)).toEqual(['Database alert: It is bad']);
});

it('an acknowledged alert is silent until its time is over, unless it gets worse', async () => {
  await rounds('warn', 'warn');
  const [alert] = await alerts();
  const input = { id: alert?.id ?? '', lasts: '4', reason: 'The import runs.' };
  const acknowledge = (actor: Actor, over: { lasts?: string; until?: string } = {}) =>
    portal.db.write(actor, (tx) => acknowledgeAlert(tx, { ...input, ...over }));
  await expect(acknowledge(await staff('auditor'))).rejects.toThrow();
  await acknowledge(administrator);
  expect(await tell(administrator)).toEqual([]);
  expect(await alerts()).toMatchObject([
    {
      acknowledgedUntil: expect.any(Date),
      acknowledgedReason: 'The import runs.',
      acknowledgedByName: expect.stringMatching(/\S \S/),
    },
  ]);
  await rounds('bad');
  expect(await tell(administrator)).toEqual(['Database alert: It is bad']);
  await acknowledge(administrator);
  await asSystem(
    `update health_alerts set told_at = now() - interval '5 hours', acknowledged_at = now() - interval '5 hours', acknowledged_until = now() - interval '1 minute'`,
  );
  expect(await tell(administrator)).toEqual(['Database alert: It is bad']);
  expect(await tell(administrator)).toEqual([]);
  await rounds('ok', 'ok');
  await expect(acknowledge(administrator)).rejects.toThrow('This alert is over.');
  const trail = await portal.owner.begin(async (sql) => {
    await sql`select set_config('role', 'definer_role', true)`;
    return sql`select reason, details from admin_actions where action = 'health.acknowledge' order by id limit 1`;
  });
  expect(trail).toEqual([
    { reason: 'The import runs.', details: { check: 'connections', until: expect.stringMatching(/Z$/) } },
  ]);
});

it('an alert is acknowledged until a time in California, which lies ahead and within 31 days', async () => {
  await rounds('warn', 'warn');
  const [alert] = await alerts();
  const until = (time: string) =>
    portal.db.write(administrator, (tx) =>
      acknowledgeAlert(tx, { id: alert?.id ?? '', lasts: 'until', until: time, reason: 'Known.' }),
    );
  const [clock] = await portal.db.read(
    system,
    ({ sql }) => sql<{ tomorrow: string; past: string; far: string; instant: Date }[]>`
      select to_char(at + interval '1 day', form) as tomorrow, to_char(at - interval '1 hour', form) as past,
             to_char(at + interval '32 days', form) as far,
             date_trunc('minute', at + interval '1 day') at time zone 'America/Los_Angeles' as instant
      from (select now() at time zone 'America/Los_Angeles' as at, 'YYYY-MM-DD"T"HH24:MI' as form) clock`,
  );
  if (!clock) throw new Error('A clock returns a row.');
  const refused = 'Choose a time from now on, within the next 31 days.';
  await expect(until(clock.past)).rejects.toThrow(refused);
  await expect(until(clock.far)).rejects.toThrow(refused);
  await until(clock.tomorrow);
  expect(await alerts()).toMatchObject([{ acknowledgedUntil: clock.instant }]);
});

it('a person hears of alerts by the ways that they chose, and administrators of what nobody answers in any case', async () => {
  const quiet = await staff('administrator');
  const userId = quiet.kind === 'staff' ? quiet.userId : '';
  const mails = async () =>
    (
      await portal.db.read(
        system,
        ({ sql }) => sql`select from mails where user_id = ${userId} and template like 'health-%'`,
      )
    ).length;
  const choose = (choices: { byEmail: boolean; inPortal: boolean }) =>
    portal.db.write({ kind: 'member', userId }, (tx) => chooseAlerts(tx, choices));
  await choose({ byEmail: true, inPortal: false });
  await rounds('warn', 'warn');
  expect([await tell(quiet), await mails()]).toEqual([[], 1]);
  await choose({ byEmail: false, inPortal: true });
  await rounds('bad');
  expect([await tell(quiet), await mails()]).toEqual([['Database alert: It is bad'], 1]);
  await choose({ byEmail: false, inPortal: false });
  expect(await portal.db.read({ kind: 'member', userId }, getAlertChoices)).toEqual({
    byEmail: false,
    inPortal: false,
  });
  const wait = (minutes: number) =>
    asSystem(`update health_alerts set told_at = now() - interval '${minutes} minutes'`);
  const escalations = () =>
    portal.db.read(
      system,
      ({ sql }) =>
        sql<{ title: string }[]>`
          select title from notifications where kind = 'health-escalation' and user_id = ${userId}`,
    );
  await wait(29);
  await tell(quiet);
  expect(await escalations()).toEqual([]);
  await wait(31);
  await tell(quiet);
  await tell(quiet);
  expect([await escalations(), await mails()]).toEqual([[{ title: 'Nobody has answered: It is bad' }], 2]);
});

it('what begins in a maintenance is told after it if it lasts, and never if it is over by then', async () => {
  const during = (actor: Actor) =>
    portal.db.write(actor, (tx) => startMaintenance(tx, { hours: '1', reason: 'A new disk.' }));
  const end = () => portal.db.write(administrator, endMaintenance);
  await expect(during(await staff('auditor'))).rejects.toThrow();
  await during(administrator);
  expect(await portal.db.read(administrator, findMaintenance)).toMatchObject({ reason: 'A new disk.' });
  await rounds('bad', 'bad');
  expect(await tell(administrator)).toEqual([]);
  await end();
  expect(await portal.db.read(administrator, findMaintenance)).toBeNull();
  expect(await tell(administrator)).toEqual(['Database alert: It is bad']);
  await expect(end()).rejects.toThrow('No maintenance runs.');
  await during(administrator);
  await round(found('bad', { checkName: 'mail', alertsAfter: 1, says: 'No mail leaves.' }));
  await round(found('ok', { checkName: 'mail', alertsAfter: 1 }));
  await asSystem(
    `update health_alerts set resolved_at = now() - interval '11 minutes' where check_name = 'mail'`,
  );
  await end();
  expect((await tell(administrator)).filter((title) => title.includes('No mail leaves'))).toEqual([]);
});

it('a maintenance that runs is not started again, and staff change how long it lasts', async () => {
  const start = (hours: string, reason: string) =>
    portal.db.write(administrator, (tx) => startMaintenance(tx, { hours, reason }));
  const change = (actor: Actor) =>
    portal.db.write(actor, (tx) => changeMaintenance(tx, { hours: '4', reason: 'Two disks.' }));
  const running = () => portal.db.read(administrator, findMaintenance);
  await expect(change(administrator)).rejects.toThrow('No maintenance runs.');
  const both = await Promise.allSettled([start('1', 'A new disk.'), start('1', 'A new disk.')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: 'A maintenance runs already. You can change it or end it.' },
  });
  const first = await running();
  await expect(change(await staff('auditor'))).rejects.toThrow();
  await change(administrator);
  expect(await running()).toMatchObject({ startsAt: first?.startsAt, reason: 'Two disks.' });
  expect((await running())?.endsAt.getTime()).toBeGreaterThan(first?.endsAt.getTime() ?? 0);
  await expect(portal.db.write(await staff('auditor'), endMaintenance)).rejects.toThrow();
  expect(await running()).not.toBeNull();
  // One that is over by itself makes room for the next.
  await asSystem(`update health_maintenance set starts_at = now() - interval '2 hours', ends_at = now()`);
  expect(await running()).toBeNull();
  await start('1', 'Another disk.');
  expect(await running()).toMatchObject({ reason: 'Another disk.' });
  await portal.db.write(administrator, endMaintenance);
});

it('an alert of a check that is no more ends, and a year after its end it is forgotten', async () => {
  await rounds('bad', 'bad');
  await round(found('ok', { checkName: 'mail' }));
  expect(await alerts()).toMatchObject([{ checkName: 'connections', resolvedAt: expect.any(Date) }]);
  await asSystem(`update health_alerts set resolved_at = now() - interval '1 year 1 day'`);
  await round(found('ok', { checkName: 'mail' }));
  expect(await alerts()).toEqual([]);
});

it('staff who manage the health change when an alert is escalated, within five minutes and a day, and it holds at once', async () => {
  const change = (actor: Actor, minutes: string) =>
    portal.db.write(actor, (tx) => changeEscalation(tx, { minutes, reason: 'Nights are quiet.' }));
  const minutes = async () => (await portal.db.read(administrator, getEscalation)).minutes;
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  try {
    expect(await portal.db.read(administrator, getEscalation)).toEqual({
      minutes: 30,
      changedAt: null,
      changedByName: null,
    });
    await expect(change(await staff('auditor'), '45')).rejects.toThrow();
    // The permission for the other settings of the portal is not needed.
    await superuser`delete from role_permissions where permission_code = 'settings.manage'`;
    await change(administrator, '45');
    await change(administrator, '10');
    expect(await portal.db.read(administrator, getEscalation)).toMatchObject({
      minutes: 10,
      changedAt: expect.any(Date),
      changedByName: expect.any(String),
    });
    await expect(
      portal.db.write(
        administrator,
        ({ sql }) => sql`
        insert into portal_settings (name, value, updated_by) values ('another', '1', current_user_id())`,
      ),
    ).rejects.toThrow();
    const [action] = await superuser`
      select reason, details ->> 'minutes' as minutes from admin_actions where action = 'health.escalation' order by id desc limit 1`;
    expect(action).toEqual({ reason: 'Nights are quiet.', minutes: '10' });
    // The table itself keeps the bounds, whoever writes.
    for (const value of ['4', '1441', '7.5', '"10"', 'null'])
      await expect(
        superuser`update portal_settings set value = ${value}::text::jsonb where name = 'alert_escalation_minutes'`,
        value,
      ).rejects.toThrow('portal_settings_escalation_possible');
    expect(await minutes()).toBe(10);
  } finally {
    await superuser.end();
  }
  const escalated = async () =>
    (await portal.db.read(system, ({ sql }) => sql`select from health_alerts where escalated_at is not null`))
      .length;
  await rounds('bad', 'bad');
  await tell(administrator);
  await asSystem(`update health_alerts set told_at = now() - interval '9 minutes'`);
  await tell(administrator);
  expect(await escalated()).toBe(0);
  await asSystem(`update health_alerts set told_at = now() - interval '11 minutes'`);
  await tell(administrator);
  expect(await escalated()).toBe(1);
});
