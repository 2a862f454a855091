import { readFile } from 'node:fs/promises';
import { type Database, openDatabase } from '@namc/db';
import { beatHeart } from '@namc/db/health/commands';
import { checkHealth } from '@namc/db/health/health-round';
import { loginEnvironment } from '@namc/db/local-servers/logins';
import { sampleReplication } from '@namc/db/servers/replication';
import { connect } from '@namc/db/testing/direct-client';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import { addPeople, staff } from './fixture-people.ts';
import { codeOf, signInAsStaff } from './people.ts';
import { accessibilityProblems, test as base, expect, toasts } from './portal-test.ts';
import { startApi } from './stack.ts';

interface Place {
  url: string;
  topology: TestTopology;
  /** As the worker, which measures the servers. */
  db: Database;
  watched: { serverUrls: string[]; isEmbedded: false };
  nameOf: (server: number) => string;
}

// These specs stop servers, so they have a primary, a replica and a portal of their own.
const test = base.extend<object, { place: Place }>({
  place: [
    async ({ browserName: _ }, use) => {
      const topology = await startTopology({ replicas: 1 });
      const urls = topology.directLogins(0);
      const serverUrls = [0, 1].map((server) => topology.directUrl(server, 'portal_control'));
      await addPeople(urls);
      const db = openDatabase({ ...urls, systemUrl: topology.directUrl(0, 'portal_worker') });
      const portal = await startApi({
        ...loginEnvironment(urls),
        DATABASE_REPLICA_URLS: topology.directUrl(1, 'portal_public'),
        DATABASE_DIRECT_URLS: serverUrls.join(' '),
        DATA_DIRECTORY: await temporaryServerFolder(),
      });
      const nameOf = (server: number) => new URL(serverUrls[server] ?? '').host;
      await use({ url: portal.url, topology, db, watched: { serverUrls, isEmbedded: false }, nameOf });
      await portal.stop();
      await db.close();
      await topology.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: ({ place }, use) => use(place.url),
});

/** The page asks each ten seconds, and a server that is away takes a few more. */
const soon = { timeout: 30_000 };

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light' }),
);

// The browser tells of each request that fails.
test.use({ allowedConsole: /Failed to load resource/ });

test('staff see who blocks whom, and close that connection with a reason and a new code', async ({
  page,
  place: { topology, nameOf },
}, { project }) => {
  const client = (name: string) =>
    connect(topology.directUrl(0, 'portal_owner'), { max: 1, applicationName: name });
  const [holder, waiter] = [client('a forgotten console'), client('a patient job')];
  const held = await holder.reserve();
  await held.unsafe('begin; lock table announcements in exclusive mode');
  const waiting = waiter
    .begin((tx) => tx`lock table announcements in share mode`)
    .then(() => 'done')
    .catch((error: Error) => error.message);
  try {
    const secret = await signInAsStaff(page, staff('physician', project.name), '/admin/health/connections');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connections');
    const waits = page.getByRole('region', { name: `Who waits for whom: ${nameOf(0)}` });
    await expect(waits.getByRole('article')).toHaveCount(2, soon);
    const root = waits.getByRole('article').first();
    await expect(root).toContainText('a forgotten console');
    await expect(root).toContainText('It waits for nobody, and others wait for it.');
    await expect(waits.getByRole('article').last()).toContainText(/It has waited .* at announcements/);
    await expect(page.getByText(/of \d+ connections are taken/)).toHaveCount(2);
    await expect(
      page
        .getByRole('region', { name: `Open transactions: ${nameOf(0)}` })
        .getByRole('article')
        .first(),
    ).toContainText('Its statement isn’t shown');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    );

    await root.getByRole('button', { name: /^Close the connection/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Close a connection' });
    await dialog.getByLabel('Reason').fill('Somebody left it open.');
    // The code of the sign-in does not work a second time.
    await dialog.getByLabel('Code').fill(codeOf(secret, 'now'));
    await dialog.getByRole('button', { name: 'Close the connection' }).click();
    await expect(dialog.getByRole('alert')).toContainText('didn’t work');
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByLabel('Code').fill(codeOf(secret, 'next'));
    await dialog.getByRole('button', { name: 'Close the connection' }).click();
    await expect(toasts(page)).toContainText('Connection closed.');
    await expect(waits).toContainText('Nobody waits for a lock.', soon);
    expect(await waiting).toBe('done');
    await page.goto('/admin/audit');
    await expect(page.getByRole('list', { name: 'Entries' })).toContainText(
      'closed a connection to the database',
    );
  } finally {
    await Promise.all([holder.end({ timeout: 0 }), waiter.end({ timeout: 0 })]);
  }
});

test('a stopped replica and a database that dies are said on the page, which lives and recovers', async ({
  page,
  place: { topology, db, watched, nameOf },
}, { project }) => {
  const system = { kind: 'system', name: 'specs' } as const;
  await db.write(system, beatHeart);
  await sampleReplication(db, watched);
  await checkHealth(db, watched);
  await signInAsStaff(page, staff('gauger', project.name), '/admin/health/replicas?range=1h');
  const replica = page.getByRole('region', { name: `Servers now: ${nameOf(1)}` });
  await expect(replica).toContainText('It receives the log (streaming).');
  const lag = page.getByRole('region', { name: 'How far behind' });
  await expect(lag.getByText(/^At most .* in the last hour/)).toHaveCount(2);
  await expect(lag.getByText('The dashed line is the limit of the warning, 10 s.')).toBeVisible();
  await expect(lag.locator('canvas')).toHaveCount(2);
  await lag.getByText('View as a table').press('Enter');
  await expect(lag.getByRole('row', { name: /Not known/ }).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await lag.getByRole('button', { name: 'Download CSV' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toMatch(/^server,from,seconds,bytes/);

  await topology.servers[1]?.stop();
  await expect(replica).toContainText('No answer.', soon);
  await expect(page.getByRole('region', { name: `Servers now: ${nameOf(0)}` })).toContainText('not in use');
  await topology.servers[1]?.start();

  await page.getByRole('link', { name: 'Backups', exact: true }).click();
  await expect(page.getByText('No backup is configured, so the portal knows of none.')).toBeVisible();
  await expect(page.getByText('It archives no log (archive_mode is off).').first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  const primary = page.getByRole('region', { name: `Connections by login: ${nameOf(0)}` });
  await expect(primary).toContainText('connections are taken');
  await topology.servers[0]?.stop('immediate');
  const panel = page.getByRole('region', { name: 'Connections by login', exact: true });
  await expect(
    panel.getByText('No answer.').or(panel.getByText('Couldn’t load the connections')).first(),
  ).toBeVisible(soon);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connections');
  await topology.servers[0]?.start();
  await expect(primary).toContainText('connections are taken', soon);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused: nothing below changes.')).toBeVisible();
});
