import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { addContractorChanges, addContractors, addPeopleOfLicenses } from '@namc/db/contractors/factory';
import { freePort } from '@namc/db/free-port';
import { loginEnvironment } from '@namc/db/local-servers/logins';
import { redisServer, redisUrl } from '@namc/db/local-servers/redis-server';
import { type Cluster, startCluster } from '@namc/db/testing/cluster';
import { connect } from '@namc/db/testing/direct-client';
import { addImportRun } from '@namc/db/testing/import-run';
import { buildTemplate, cloneDatabase } from '@namc/db/testing/template';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { contractors, snapshotDate } from './fixture-contractors.ts';
import { people, peopleDate, policies } from './fixture-licensees.ts';
import { addPeople, goneChange, returnedChange, savedChange } from './fixture-people.ts';
import { addServiceLevels } from './fixture-service-levels.ts';
import { addStatements } from './fixture-statements.ts';
import { startApi, startStripe, startWorker } from './portal-processes.ts';

const pages = join(import.meta.dirname, '../dist/index.html');

/**
 * Starts the whole portal for the specs: a private PostgreSQL with known contractors, and the API with the built
 * pages.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  if (!existsSync(pages)) {
    throw new Error('The pages are not built: run `vite build` in apps/web first.');
  }
  const cluster = await startCluster();
  const stopCluster = () => cluster.stop();
  try {
    const database = await buildTemplate(cluster);
    const stopImports = await startImports(cluster, database);
    const owner = connect(cluster.ownerUrl(database), { max: 1, applicationName: 'portal e2e' });
    await addContractors(owner, contractors);
    await addImportRun(owner, peopleDate, 'personnel');
    await addImportRun(owner, peopleDate, 'workers_comp');
    await addPeopleOfLicenses(owner, people, policies);
    await addImportRun(owner, snapshotDate);
    await addContractorChanges(owner, [savedChange, goneChange, returnedChange]);
    await owner.end();
    const urls = cluster.urls(database);
    await addPeople(urls);
    await addStatements(urls, cluster.ownerUrl(database));
    await addServiceLevels(urls, cluster.ownerUrl(database));
    const redis = {
      directory: await temporaryServerFolder(),
      port: await freePort(),
      password: randomBytes(18).toString('base64url'),
    };
    const redisDaemon = await redisServer(redis);
    await redisDaemon.start();
    // Two portals share one database. Most specs use the first, and one spec stops the second one's Redis.
    // Not the developer's own `.data`: the worker writes the seals of this database's trail beside it.
    const directory = await temporaryServerFolder();
    const settings = { ...loginEnvironment(urls), DATA_DIRECTORY: directory };
    const stripe = await startStripe();
    Object.assign(settings, stripe.settings);
    const [plain, withRedis] = await Promise.all([
      startApi(settings),
      startApi({ ...settings, REDIS_URL: redisUrl(redis) }),
    ]);
    const worker = startWorker({ ...settings, DATABASE_WORKER_URL: cluster.workerUrl(database) });
    // The specs run in other processes, which inherit this one's environment.
    await stripe.tell('travel', { hook: `${plain.url}/api/webhooks/stripe` });
    process.env.STRIPE_STAND_IN = stripe.settings.STRIPE_BASE_URL;
    process.env.PORTAL_URL = plain.url;
    process.env.PORTAL_OWNER_URL = cluster.ownerUrl(database);
    process.env.PORTAL_WITH_REDIS = JSON.stringify({ url: withRedis.url, redis });
    return async () => {
      await Promise.all([
        plain.stop(),
        withRedis.stop(),
        worker.stop(),
        redisDaemon.stop(),
        stripe.stop(),
        stopImports(),
      ]).finally(stopCluster);
      for (const made of [redis.directory, directory]) rmSync(made, { recursive: true, force: true });
    };
  } catch (error) {
    await stopCluster();
    throw error;
  }
}

/**
 * A third portal, with a database and a worker of its own: an import changes the register for everybody, and a worker sends
 * what other specs find waiting.
 */
async function startImports(cluster: Cluster, template: string): Promise<() => Promise<void>> {
  const database = 'imports';
  await cloneDatabase(cluster.superuserUrl('postgres'), template, database);
  const urls = cluster.urls(database);
  const owner = connect(cluster.ownerUrl(database), { max: 1, applicationName: 'portal e2e' });
  // Some of the people claim these licenses.
  await addContractors(owner, contractors);
  await owner.end();
  await addPeople(urls);
  const directory = await temporaryServerFolder();
  const settings = {
    ...loginEnvironment(urls),
    DATA_DIRECTORY: directory,
    DATABASE_DIRECT_URLS: cluster.workerUrl(database).replace('portal_worker', 'portal_control'),
  };
  const board = await startBoard();
  const portal = await startApi(settings);
  const worker = startWorker({
    ...settings,
    DATABASE_WORKER_URL: cluster.workerUrl(database),
    DATABASE_IMPORT_URL: cluster.importUrl(database),
    LICENSE_FILE_URL: `${board.url}?key=secret`,
  });
  process.env.PORTAL_WITH_WORKER = portal.url;
  process.env.PORTAL_WITH_WORKER_SUPERUSER_URL = cluster.superuserUrl(database);
  process.env.LICENSE_BOARD_URL = board.url;
  return async () => {
    await Promise.all([portal.stop(), worker.stop()]);
    await board.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/** Stands for the license board: it sends the file that a spec has put there, and fails without one. */
async function startBoard(): Promise<{ url: string; stop: () => Promise<void> }> {
  let file: Buffer | undefined;
  const server = createServer(async (request, response) => {
    if (request.method === 'PUT') {
      file = await buffer(request);
      response.writeHead(204).end();
    } else if (file) response.writeHead(200, { 'content-type': 'text/csv' }).end(file);
    else response.writeHead(503).end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/files/master.csv`,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
