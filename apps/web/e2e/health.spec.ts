import { openDatabase } from '@namc/db';
import { checkHealth } from '@namc/db/health/health-round';
import { connect } from '@namc/db/testing/direct-client';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import {
  accessibilityProblems,
  expect,
  failUntilRetry,
  pressRetry,
  test,
  toasts,
  withoutAnswers,
} from './portal-test.ts';

// The third portal has a database and a worker of its own, whose rounds find the same as this one.
test.use({ baseURL: process.env.PORTAL_WITH_WORKER ?? '' });

/** Runs a round now, because the worker's own comes within a minute. */
async function checkNow(): Promise<void> {
  const at = (login: string) =>
    (process.env.PORTAL_WITH_WORKER_SUPERUSER_URL ?? '').replace('postgres@', `${login}@`);
  const db = openDatabase({
    url: at('portal_public'),
    staffUrl: at('portal_staff'),
    systemUrl: at('portal_worker'),
  });
  await checkHealth(db, { serverUrls: [at('portal_control')], isEmbedded: false }).finally(() => db.close());
}

test('staff read a verdict, what it stands on and what to do, and change when a check warns', async ({
  page,
}, { project }) => {
  await checkNow();
  await signInAsStaff(page, staff('physician', project.name), '/admin/health');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Database health');
  // The servers of specs have their durability off.
  const verdict = page.getByRole('status').filter({ hasText: 'Not healthy.' });
  await expect(verdict).toContainText('fsync is off: data can be lost.');
  const attention = page.getByRole('region', { name: 'Needs attention' });
  const settings = attention
    .getByRole('article')
    .filter({ hasText: 'Is a setting of a server wrong for this portal?' });
  await expect(settings.getByRole('table')).toContainText('fsync');
  await expect(settings).toContainText('Lock: Takes no lock.');
  for (const area of [
    'Servers and replicas',
    'Connections and locks',
    'Tables and indexes',
    'Safety of data',
    'Background work',
  ])
    await expect(page.getByRole('region', { name: area }).getByRole('article').first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );

  // The projects share the database, and each changes a check of its own.
  const [question, warn, bad] =
    project.name === 'phone'
      ? ['Is a counter of a key near the end of its column?', 50, 80]
      : ['How near is the server to the end of its transaction numbers?', 15, 50];
  const limits = (first: number) => `Warns above ${first} %, bad above ${bad} %`;
  const check = page
    .getByRole('region', { name: 'Tables and indexes' })
    .getByRole('article')
    .filter({ hasText: question });
  // A second tap at once, on what came under the finger, would count as a double tap.
  await check.getByText('What this means').press('Enter');
  await expect(check).toContainText(limits(warn));
  await check.getByRole('button', { name: /^Change the limits/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Warns above').fill('90');
  await dialog.getByLabel('Reason').fill('A larger server.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('must be at least the limit of the warning');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Warns above').fill('20');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(toasts(page)).toContainText('Limits saved.');
  await expect(check).toContainText(`${limits(20)} (changed by staff).`);
  await check.getByRole('button', { name: /^Change the limits/ }).click();
  await dialog.getByLabel('Reason for the reset').fill('As before.');
  await dialog.getByRole('button', { name: 'Reset the limits' }).click();
  await expect(toasts(page)).toContainText('Limits reset.');
  await expect(check).toContainText(`${limits(warn)}.`);

  await page.getByRole('link', { name: 'Queries', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Queries');
  await page.goto('/admin/audit');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText('reset when a health check warns');
});

/** Opens an alert that the rounds of the worker leave as it is: its check can tell nothing here. */
async function openAlert(check: 'backups' | 'unused-indexes', says: string): Promise<void> {
  const url = process.env.PORTAL_WITH_WORKER_SUPERUSER_URL ?? '';
  const sql = connect(url, { max: 1, applicationName: 'test' });
  await sql`
    insert into health_alerts (check_name, state, says, evidence) values (${check}, 'bad', ${says}, '[{"folder": "/srv"}]')`.finally(
    () => sql.end(),
  );
}

test('an alert that opens appears by itself, staff acknowledge it until a time, and begin and end a maintenance', async ({
  page,
}, { project }) => {
  await signInAsStaff(page, staff('responder', project.name), '/admin/health/alerts');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alerts');
  await expect(page.getByRole('heading', { name: 'Ended in the last 30 days' })).toBeVisible();
  const check = project.name === 'phone' ? 'unused-indexes' : 'backups';
  const says = `The store of ${project.name} is away.`;
  await openAlert(check, says);
  const alert = page.getByRole('article').filter({ hasText: says });
  await expect(alert).toContainText('Bad', { timeout: 20_000 });
  await alert.getByText('What this means').press('Enter');
  await expect(alert.getByRole('table')).toContainText('/srv');

  await alert.getByRole('button', { name: /^Acknowledge/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Quiet for').selectOption('Until a day and time');
  await dialog.getByLabel('Reason').fill('The disk comes on Monday.');
  await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose a day and a time');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Quiet for').selectOption('12 hours');
  await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(toasts(page)).toContainText('Alert acknowledged.');
  await expect(alert).toContainText(/knows of it until .*P[DS]T: The disk comes on Monday\./);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );

  // The projects share the one maintenance.
  if (project.name !== 'phone') {
    const maintenance = page.getByRole('region', { name: 'Maintenance' });
    await maintenance.getByRole('button', { name: 'Start maintenance…' }).click();
    await dialog.getByLabel('Reason').fill('A new disk.');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(maintenance.getByRole('status')).toContainText('A new disk.');
    await maintenance.getByRole('button', { name: 'Change…' }).click();
    await dialog.getByLabel('Lasts from now').selectOption('4 hours');
    await dialog.getByLabel('Reason').fill('Two disks.');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(maintenance.getByRole('status')).toContainText('Two disks.');
    await maintenance.getByRole('button', { name: 'End maintenance…' }).click();
    await dialog.getByRole('button', { name: 'End it' }).click();
    await expect(maintenance).toContainText('None is running');
  }

  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByRole('link', { name: /alerts? (is|are) open$/ })).toBeVisible();
});

test('an address that somebody has mangled shows the usual page, and a table that is none is said to be none', async ({
  page,
}, { project }) => {
  await signInAsStaff(page, staff('decipherer', project.name), '/admin/health');
  const names = {
    'tables?order=nonsense&table=%00': 'Tables',
    'tables?table=%7B%22a%22%3A1%7D&order=%5B1%5D': 'Tables',
    'queries?range=13d&order=1&statement=abc&since=%27%3B--&caller=%00': 'Queries',
    'queries?statement=99999999999999999999&caller=no.such.procedure': 'Queries',
    'sla?month=2026-13&range=%5B%5D': 'Service levels',
    'sla/report?month=2026-13': /^Service levels in /,
    'sla/report?month=2099-01': 'Service levels in January 2099',
    'sla/report?month=12': /^Service levels in /,
    'jobs?job=nonsense&page=-1': 'Maintenance',
    'replicas?range=null': 'Replicas',
    'connections?state=%00': 'Connections',
    'alerts?id=1': 'Alerts',
  } as const;
  for (const [address, title] of Object.entries(names)) {
    await page.goto(`/admin/health/${address}`);
    await expect(page.getByRole('heading', { level: 1 }), address).toHaveText(title);
    await expect(page.getByText('Loading'), address).toHaveCount(0);
    await expect(page.getByText(/Couldn’t load|went wrong/), address).toHaveCount(0);
  }
  await page.goto('/admin/health/tables?table=no_such_table');
  await expect(page.getByText('The database has no table of this name.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Growth in 90 days' })).toHaveCount(0);
  await page.goto('/admin/jobs?state=nonsense&queue=%00');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Background jobs');
  await expect(page.getByText(/Couldn’t load|went wrong/)).toHaveCount(0);
});

test('staff add a webhook, see what became of a test, and choose how they hear of alerts', async ({ page }, {
  project,
}) => {
  await signInAsStaff(page, staff('dispatcher', project.name), '/admin/health/alerts');
  const dialog = page.getByRole('dialog');
  const webhooks = page.getByRole('region', { name: 'Webhooks' });
  await webhooks.getByRole('button', { name: 'Add a webhook…' }).click();
  await dialog.getByLabel('Name').fill(`Chat ${project.name}`);
  await dialog.getByLabel('Address').fill('http://127.0.0.1:1/services/secret-path');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toContainText(/whsec_[\w-]{43}/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  const chat = webhooks.getByRole('article', { name: `Chat ${project.name}` });
  await chat.getByRole('button', { name: /^Send a test/ }).click();
  await expect(chat).toContainText('The server could not be reached', { timeout: 20_000 });
  await expect(page.getByText('secret-path')).toHaveCount(0);

  const escalation = page.getByRole('region', { name: 'Escalation' });
  await escalation.getByRole('button', { name: 'Change the minutes…' }).click();
  await dialog.getByLabel('Minutes without an answer').fill('4');
  await dialog.getByLabel('Reason').fill('Nights are quiet.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('must be from 5 to 1,440 minutes');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Minutes without an answer').fill('45');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(escalation).toContainText('nobody has acknowledged for 45 minutes');
  await expect(escalation).toContainText(/Changed by .+, /);

  await page.goto('/settings');
  const notices = page.getByRole('region', { name: 'Alerts of the database' });
  await notices.getByRole('button', { name: /^Change/ }).click();
  await dialog.getByLabel('By email').uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(notices).toContainText('You hear of them in the portal.');
});

// The browser tells of each request that fails.
test.describe('failures', () => {
  test.use({ allowedConsole: /Failed to load resource/ });

  test('an auditor reads and changes nothing, and a panel that cannot load says so by itself', async ({
    page,
  }, { project }) => {
    await checkNow();
    await signInAsStaff(page, staff('watchman', project.name), '/admin/health');
    const servers = page.getByRole('region', { name: 'Servers and replicas' });
    await expect(servers.getByRole('article').first()).toBeVisible();
    await page.getByText('What this means').first().click();
    await expect(page.getByRole('button', { name: /^Change the limits/ })).toHaveCount(0);

    // The page's first answers come with it.
    await withoutAnswers(page);
    await failUntilRetry(page, /trpc\/.*health\./);
    await page.goto('/admin/health');
    await expect(page.getByText('Couldn’t load the verdict')).toBeVisible();
    await expect(servers.getByRole('alert')).toContainText('Couldn’t load these checks');
    expect(await accessibilityProblems(page)).toEqual([]);
    await pressRetry(servers);
    await expect(servers.getByRole('article').first()).toBeVisible();
    await expect(page.getByText('Couldn’t load the verdict')).toBeVisible();
  });

  test('an auditor acknowledges nothing, and the alerts say that they cannot load', async ({ page }, {
    project,
  }) => {
    await signInAsStaff(page, staff('observer', project.name), '/admin/health/alerts');
    await expect(page.getByRole('heading', { name: 'Ended in the last 30 days' })).toBeVisible();
    await expect(page.getByRole('button', { name: /…$/ })).toHaveCount(0);
    await withoutAnswers(page);
    await page.route(/trpc\/.*health\./, (route) => route.abort());
    await page.goto('/admin/health/alerts');
    await expect(page.getByText('Couldn’t load the alerts')).toBeVisible();
    await expect(page.getByText('Couldn’t load the maintenance')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
