import { openDatabase } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { checkHealth } from '@namc/db/health/health-round';
import { loginEnvironment } from '@namc/db/local-servers/logins';
import { connect } from '@namc/db/testing/direct-client';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import { contractors } from './fixture-contractors.ts';
import { addPerson, staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { startApi } from './portal-processes.ts';
import { accessibilityProblems, test as base, expect, withoutAnswers } from './portal-test.ts';

interface OwnPortal {
  url: string;
  topology: TestTopology;
  /** Runs a round of the checks, as the worker does each minute. */
  checkNow: () => Promise<void>;
}

/** A portal with a primary and a replica of its own, because these specs stop them. */
const test = base.extend<object, { own: OwnPortal }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use, { project }) => {
      const topology = await startTopology({ replicas: 1 });
      try {
        const urls = topology.directLogins(0);
        const owner = connect(topology.directUrl(0, 'portal_owner'), {
          max: 1,
          applicationName: 'portal e2e',
        });
        await addContractors(owner, contractors).finally(() => owner.end());
        const db = openDatabase({
          ...urls,
          systemUrl: topology.directUrl(0, 'portal_worker'),
          maxConnections: 1,
        });
        const serverUrls = [0, 1].map((server) => topology.directUrl(server, 'portal_control'));
        for (const role of ['operator', 'watchman'])
          await addPerson(db, project.name, { role, roles: ['administrator'] });
        const api = await startApi({
          ...loginEnvironment(urls),
          DATABASE_REPLICA_URLS: topology.directUrl(1, 'portal_public'),
          DATABASE_DIRECT_URLS: serverUrls.join(' '),
        });
        await use({
          url: api.url,
          topology,
          checkNow: () => checkHealth(db, { serverUrls, isEmbedded: false }),
        });
        await api.stop();
        await db.close();
      } finally {
        await topology.remove();
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: ({ own }, use) => use(own.url),
});
// The browser notes each answer that these specs make fail.
test.use({ allowedConsole: /Failed to load resource|ERR_/ });

// One after the other in one worker, so that they share the servers. Servers stop and start here, the API tries a dead one for
// seconds, and a page asks again every ten: together that comes near a minute on a busy machine.
test.describe.configure({ mode: 'default', timeout: 120_000 });

test('the pages of health name a replica that stopped', async ({ page, own: { topology, checkNow } }, {
  project,
}) => {
  await checkNow();
  await signInAsStaff(page, staff('operator', project.name), '/admin/health/replicas');
  const [primary, replica] = topology.servers.map(({ port }) =>
    page.getByRole('region', { name: `Servers now: 127.0.0.1:${port}` }),
  );
  if (!primary || !replica) throw new Error('The topology has too few servers.');
  await expect(replica).toContainText('It receives the log (streaming).');
  await expect(primary).toContainText('Slot');

  await topology.servers[1]?.kill();
  await expect(replica.getByRole('status')).toContainText('No answer.', { timeout: 20_000 });
  await expect(primary).toContainText('not in use');
  expect(await accessibilityProblems(page)).toEqual([]);
  await checkNow();
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  const servers = page
    .getByRole('region', { name: 'Needs attention' })
    .getByRole('article')
    .filter({ hasText: '1 server did not answer.' });
  await expect(servers.getByRole('table')).toContainText(`127.0.0.1:${topology.servers[1]?.port}`);

  await topology.servers[1]?.start();
  await page.getByRole('link', { name: 'Replicas', exact: true }).click();
  await expect(replica).toContainText('It receives the log (streaming).', { timeout: 20_000 });
  await expect(replica.getByRole('status')).toHaveCount(0);
});

test('a database that dies leaves each panel of the health pages its own message, and all are back with it', async ({
  page,
  own: { topology, checkNow },
}, { project }) => {
  await checkNow();
  // Answers that came with the page count as new for five seconds, and a quick return to it would ask for nothing.
  await withoutAnswers(page);
  await signInAsStaff(page, staff('watchman', project.name), '/admin/health');
  const healthAreas = page.getByRole('region', { name: 'Servers and replicas' });
  await expect(healthAreas.getByRole('article').first()).toBeVisible();

  // The replica answers what only asks.
  await topology.servers[0]?.kill();
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connections');
  const waits = ({ port }: { port: number }) =>
    page.getByRole('region', { name: `Who waits for whom: 127.0.0.1:${port}` });
  const [primary, replica] = topology.servers.map(waits);
  if (!primary || !replica) throw new Error('The topology has too few servers.');
  // The portal waits 12 s for another primary before it says that this one does not answer.
  await expect(primary.getByRole('status')).toContainText('No answer.', { timeout: 20_000 });
  await expect(replica).toContainText('Nobody waits for a lock.');

  await topology.servers[1]?.kill();
  // The old answers of the overview do not stand there as if they were new.
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Couldn’t load the verdict' })).toContainText(
    'The portal’s database isn’t available right now.',
  );
  await expect(healthAreas.getByRole('alert')).toContainText('Couldn’t load these checks');
  await expect(page.getByRole('article')).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  for (const what of ['who waits for a lock', 'the open transactions', 'the connections'])
    await expect(page.getByRole('alert').filter({ hasText: `Couldn’t load ${what}` })).toBeVisible();

  for (const server of topology.servers) await server.start();
  await expect(primary).toContainText('Nobody waits for a lock.', { timeout: 20_000 });
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(healthAreas.getByRole('article').first()).toBeVisible();
});
