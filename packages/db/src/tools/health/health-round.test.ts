import { healthAreas, healthCheckNames, verdictInWords, worstState } from '@namc/inputs/health';
import { expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { openDatabase } from '../../engine/database.ts';
import { changeThresholds } from '../../health/commands/alerts.ts';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../testing/test-database.ts';
import { checkHealth } from './health-round.ts';
import { getVerdict, listHealth } from './show-health.ts';

const portal = testDatabase();
const system = systemActor('test');
const check = async () => {
  const db = openDatabase(portal.workerUrls);
  const serverUrls = [portal.ownerUrl.replace('portal_owner', 'portal_control')];
  await checkHealth(db, { serverUrls, isEmbedded: false }).finally(() => db.close());
};
const verdict = () => portal.db.read(system, getVerdict);

it('a verdict says that nobody has checked, then what needs attention first, and then that the checks stand still', async () => {
  expect(await verdict()).toMatchObject({
    state: 'unknown',
    says: 'The checks have not run yet.',
    checkedAt: null,
  });
  await check();
  const first = await verdict();
  // The servers of tests have their durability off.
  expect(first).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/^Not healthy\. .*: fsync is off: data can be lost\.$/),
  });
  expect(first.attention[0]).toMatchObject({
    name: 'settings',
    state: 'bad',
    evidence: expect.arrayContaining([{ setting: 'fsync', value: 'off', wanted: 'on' }]),
  });
  expect(Object.values(first.counts).reduce((sum, count) => sum + count)).toBe(healthCheckNames.length);
  const shown = (
    await Promise.all(healthAreas.map((area) => portal.db.read(system, (tx) => listHealth(tx, { area }))))
  ).flat();
  expect(shown.map(({ name }) => name).toSorted()).toEqual(healthCheckNames.toSorted());
  await portal.db.write(
    system,
    ({ sql }) => sql`update health_states set checked_at = now() - interval '4 minutes'`,
  );
  const late = await verdict();
  expect(late).toMatchObject({ state: 'unknown', counts: { unknown: healthCheckNames.length } });
  expect(late.says).toContain('the worker is away');
});

it('limits that staff set hold from the next round on, and are shown beside the check’s own', async () => {
  const userId = await addMember(portal.db, { roles: ['administrator'] });
  const limits = { check: 'connections', warn: '0', bad: '100', reason: 'To see it.' } as const;
  await portal.db.write({ kind: 'staff', userId }, (tx) => changeThresholds(tx, limits));
  await check();
  const [connections] = await portal.db.read(system, (tx) => listHealth(tx, { area: 'connections' }));
  expect(connections).toMatchObject({
    name: 'connections',
    state: 'warn',
    limits: { warn: 0, bad: 100, own: { warn: 70, bad: 85 }, areChanged: true },
  });
});

it('the verdict is in words, and unknown is never as good as well', () => {
  expect([
    worstState(['ok', 'unknown']),
    worstState(['unknown', 'warn', 'bad']),
    worstState(['ok', 'not applicable']),
    worstState([]),
  ]).toEqual(['unknown', 'bad', 'ok', 'not applicable']);
  const ok = { state: 'ok', says: '' } as const;
  expect(verdictInWords([ok])).toBe('Healthy. Nothing needs attention.');
  expect(verdictInWords([ok, { state: 'warn', says: 'Mail waits.' }])).toBe(
    'Healthy. One thing to look at: Mail waits.',
  );
  expect(verdictInWords([ok, { state: 'unknown', says: 'No backup is configured.' }])).toBe(
    'Nothing is known to be wrong. One thing could not be checked: No backup is configured.',
  );
  expect(
    verdictInWords([
      { state: 'bad', says: 'A.' },
      { state: 'bad', says: 'B.' },
    ]),
  ).toBe('Not healthy. 2 things need somebody now: A.');
});
