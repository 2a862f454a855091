import { demoAccounts, seedDemo } from '@namc/db/seed/seed-demo';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { beforeAll, expect, it } from 'vitest';
import { testApp } from './app.fixture.ts';
import { openDemoAccounts, readDemoCodes } from './own-database.ts';
import { openBrowser } from './sign-in/browser.fixture.ts';

const portal = testDatabase();
let lines: string[];

beforeAll(async () => {
  await seedDemo(portal.db);
  lines = await openDemoAccounts(portal.db, testKeys, 'http://localhost:3000');
});

/** Signs in with the password that the lines name. */
async function signIn(email: string) {
  const password = lines.join('\n').match(/password (\S+):/)?.[1];
  const browser = openBrowser(testApp({ db: portal.db }), () => ({}));
  return { browser, answer: await browser.tell('signIn.begin', { email, password, isKept: false }) };
}

it('a start names every demo account and what it shows, in lines that fit a terminal', () => {
  for (const { email, role, shows } of demoAccounts) {
    const line = lines.find((one) => one.includes(` ${email} `)) ?? '';
    expect(line).toContain(` ${role.replaceAll('_', ' ')} `);
    expect(line.endsWith(shows)).toBe(true);
    expect(shows.length).toBeGreaterThan(10);
  }
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

it('each demo account signs in as the lines say, and staff have a code', async () => {
  const outcomes: Record<string, unknown> = {};
  for (const { email, role } of demoAccounts) outcomes[role] = (await signIn(email)).answer.data;
  const [staff, others] = [
    demoAccounts.filter(({ isStaff }) => isStaff),
    demoAccounts.filter(({ isStaff }) => !isStaff),
  ];
  expect(others.map(({ role }) => role)).toEqual(['member', 'applicant', 'lapsed', 'suspended', 'declined']);
  for (const { role } of staff) expect(outcomes[role]).toEqual({ outcome: 'second-factor' });
  for (const { role } of others) {
    if (role !== 'suspended') expect(outcomes[role]).toEqual({ outcome: 'in' });
  }
  expect(outcomes.suspended).toEqual({
    outcome: 'wrong',
    message:
      'This account is suspended. If you think this is a mistake, email office@example.org or call (510) 555-0100.',
  });
  const codes = await readDemoCodes(portal.db, testKeys);
  expect(codes.map(({ email }) => email)).toEqual(staff.map(({ email }) => email));
});

it('the declined account applies again, and waits for a decision then', async () => {
  const { browser } = await signIn(demoAccounts.find(({ role }) => role === 'declined')?.email ?? '');
  expect((await browser.ask('accounts.findMe')).data).toMatchObject({ status: 'DECLINED' });
  expect((await browser.tell('applications.reopen')).error).toBeUndefined();
  expect((await browser.ask('accounts.findMe')).data).toMatchObject({ status: 'PENDING' });
  expect((await browser.ask('applications.findOwn')).data).toMatchObject({
    status: 'SUBMITTED',
    reason: null,
    decidedAt: null,
  });
});
