import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { endMemberships, startMembership } from './commands.ts';
import {
  findOwnMembership,
  getMembershipFigures,
  listEndingMemberships,
  listMemberships,
} from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

it('gives a member one active membership and no overlapping terms', async () => {
  const userId = await addMember(portal.db);
  const begin = (startsOn: string, endsOn: string) =>
    portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }));
  const started = await Promise.allSettled(
    Array.from({ length: 5 }, () => begin('2025-01-01', '2025-12-31')),
  );
  expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(begin('2026-01-01', '2026-12-31')).rejects.toThrow(
    'This member already has an active membership.',
  );
  const by = '2026-06-30';
  expect(await portal.db.read(system, (tx) => listEndingMemberships(tx, { by, limit: 10 }))).toMatchObject([
    { userId, endsOn: '2025-12-31' },
  ]);
  expect(await portal.db.write(system, (tx) => endMemberships(tx, { today: '2026-01-01' }))).toEqual([
    userId,
  ]);
  await expect(begin('2025-12-31', '2026-12-30')).rejects.toThrow(
    'This term overlaps another term of the same member.',
  );
  await begin('2026-01-01', '2026-12-31');
  expect(
    (await portal.db.read({ kind: 'member', userId }, (tx) => listMemberships(tx, { userId }))).map(
      ({ status }) => status,
    ),
  ).toEqual(['ACTIVE', 'ENDED']);
});

it('finds a person’s own active term, or else the latest one, and nobody else’s', async () => {
  const userId = await addMember(portal.db);
  const own = (actor: Actor = { kind: 'member', userId }) => portal.db.read(actor, findOwnMembership);
  expect(await own()).toBeUndefined();
  const term = (startsOn: string, endsOn: string) =>
    portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode: 'ASSOCIATE', startsOn, endsOn }));
  const [day] = await portal.db.read(
    system,
    ({ sql }) => sql<{ today: string; inTen: string }[]>`
      select today, today + 10 as "inTen" from (select (now() at time zone 'America/Los_Angeles')::date as today) day`,
  );
  const { today = '', inTen = '' } = day ?? {};
  await term('2020-01-01', '2020-12-31');
  expect(await own()).toMatchObject({ tierName: 'Associate', status: 'ACTIVE', endsOn: '2020-12-31' });
  expect((await own())?.daysLeft).toBeLessThan(0);
  await portal.db.write(system, (tx) => endMemberships(tx, { today }));
  await term(today, inTen);
  expect(await own()).toEqual({
    tierName: 'Associate',
    status: 'ACTIVE',
    startsOn: today,
    endsOn: inTen,
    daysLeft: 10,
  });
  expect(await own({ kind: 'member', userId: await addMember(portal.db) })).toBeUndefined();
});

it('staff see members by month, who is new, and how many memberships end soon', async () => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
  const inDays = (days: number) =>
    new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const figures = () => portal.db.read(system, getMembershipFigures);
  const before = await figures();
  const begin = async (startsOn: string, endsOn: string) => {
    const userId = await addMember(portal.db);
    await portal.db.write(system, (tx) =>
      startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }),
    );
  };
  await begin(today, inDays(30));
  await begin(inDays(-70), inDays(31));
  const after = await figures();
  expect(after.months).toHaveLength(12);
  expect(after.months.at(-1)?.month).toBe(today.slice(0, 7));
  const added = after.months.map(({ members, joined }, at) => [
    members - (before.months[at]?.members ?? 0),
    joined - (before.months[at]?.joined ?? 0),
  ]);
  // Both are members today. One of them is new, and the other was a member at the end of last month.
  expect(added.at(-1)).toEqual([2, 1]);
  expect(added.at(-2)?.[0]).toBe(1);
  expect(added.at(-5)).toEqual([0, 0]);
  expect(after.ending - before.ending).toBe(1);
});
