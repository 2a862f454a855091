import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Database, type DatabaseConfig, openDatabase } from '@namc/db';
import { readBidKeys, readPublicBidKey } from '@namc/db/bid-keys';
import { Unavailable } from '@namc/db/errors';
import { fileStore } from '@namc/db/file-store';
import { checkServer } from '@namc/db/migrations/check-server';
import { readKeys } from '@namc/db/read-keys';
import { openRedis } from '@namc/db/redis';
import { listPermissionCodes } from '@namc/db/roles/queries';
import { watchServers } from '@namc/db/servers/watch-servers';
import { readSettings, type Settings } from '@namc/db/settings';
import { permissionCodes } from '@namc/inputs/roles';
import { actorOf } from './actors.ts';
import { type App, createApp } from './app.ts';
import { sealingOf } from './audit/jobs.ts';
import { backupsOf } from './backups/jobs.ts';
import { paymentProviderOf } from './checkouts/stripe-provider.ts';
import { doWork } from './do-work.ts';
import { keysOf, watchedServers } from './health/jobs.ts';
import { assertPortIsFree, listen, urlOf } from './http/listen.ts';
import { makeLiveStreams } from './http/live-streams.ts';
import { makeMetrics } from './http/metrics.ts';
import { portalFiles } from './http/portal-files.ts';
import { makeServiceMeter } from './http/service-meter.ts';
import { virusScanner } from './http/virus-scanner.ts';
import { workFolder } from './imports/work-folder.ts';
import { maintenancePlaceOf } from './maintenance/jobs.ts';
import { openLog } from './open-log.ts';
import { openDemoAccounts, readDemoCodes, startOwnDatabase } from './own-database.ts';
import { type PortalProcess, runUntilStopped, say, warn } from './run-until-stopped.ts';
import { statementSourceOf } from './statements/jobs.ts';
import { noteDeploy } from './statements/note-deploy.ts';

const webRoot = resolve(import.meta.dirname, '../../web/dist');
/** The logins of `portal migrate` and of the worker. */
const withheld = [
  'DATABASE_OWNER_URL',
  'DATABASE_WORKER_URL',
  'DATABASE_IMPORT_URL',
  'DATABASE_MAINTENANCE_URL',
] as const;
/** Interval between writes of measurements to the database. */
const recordEveryMs = 60_000;

/** The worker's own: this process seals the trail only where it is the worker too, with the embedded database. */
const withheldFromPages = [
  'DATABASE_AUDITOR_URL',
  'PORTAL_SEAL_KEYS',
  'PORTAL_SEAL_KEYS_FILE',
  'PORTAL_BID_KEYS',
  'PORTAL_BID_KEYS_FILE',
  'PORTAL_ANCHOR_S3',
] as const;
const isOwnWorker = !process.env.DATABASE_URL;
const settings = () =>
  readSettings(
    process.env,
    isOwnWorker
      ? { withheld, keys: ['keys', 'sealKeys', 'bidKeys'] }
      : { withheld: [...withheld, ...withheldFromPages], keys: ['keys', 'bidPublicKey'] },
  );

await runUntilStopped((self) => start(self, settings()), {
  graceMs: 10_000,
  environment: process.env,
  onStop: 'Stopping: finishing requests in flight first.',
});

async function start(self: PortalProcess, settings: Settings): Promise<void> {
  await assertPortIsFree(settings);
  const isOwn = settings.database === undefined;
  const { config: database, ping } = settings.database
    ? { config: settings.database, ping: undefined }
    : await startOwnDatabase(self, settings);
  if (!isOwn) await assertServerServes(database, settings.isProduction);

  const logger = openLog(settings);
  const metrics = makeMetrics({
    logger,
    slowMs: settings.slowTransactionMs,
    trailAlarmSeconds: settings.trailAlarmSeconds,
  });
  const meter = makeServiceMeter({ logger, hasPool: !isOwn });
  const db = openDatabase({
    ...database,
    onTransaction: (report) => {
      metrics.observe(report);
      meter.transaction(report);
    },
  });
  self.closeFirst(() => db.close());
  self.closeFirst(metrics.watch(db, recordEveryMs, { hasHeart: !isOwn }));
  const live = makeLiveStreams({ db, logger });
  self.closeFirst(meter.watch(db, () => live.figures().people));
  metrics.watchServices(meter);
  await assertPermissionsAreKnown(db);
  await noteDeploy(db, settings.version, logger);

  const redis = settings.redisUrl ? openRedis(settings.redisUrl) : undefined;
  self.closeLast(async () => redis?.disconnect());
  const keys = readKeys(settings.keys);
  const bidKey = isOwn
    ? readBidKeys(settings.bidKeys).current
    : readPublicBidKey(settings.bidPublicKey, settings.bidKeys);
  const files = portalFiles(
    fileStore(settings.fileStore),
    settings.uploadsDirectory,
    settings.virusScanner && virusScanner(settings.virusScanner),
  );
  const { mail, publicOrigin, metricsToken, isProduction, hasDevPages } = settings;
  const payments = paymentProviderOf(settings.stripe, publicOrigin ?? urlOf(settings));
  if (isOwn) {
    // With an external database, `worker.ts` does this in its own process, which alone holds the sealing keys.
    const worker = await doWork({
      db,
      logger,
      mail: { ...mail, origin: publicOrigin ?? urlOf(settings), keptUnder: hasDevPages ? keys : undefined },
      sealing: sealingOf(settings, { url: database.url, embedded: true }),
      imports: {
        url: database.url,
        embedded: true,
        store: files.store,
        findVirus: files.findVirus,
        folder: workFolder(settings.importsDirectory),
        address: settings.licenseFileUrl,
      },
      files,
      statements: statementSourceOf(settings),
      servers: watchedServers(settings, database.url),
      webhooks: { keys: () => keys, mayStayHere: !isProduction },
      keys: keysOf(settings),
      bids: { keys, ring: readBidKeys(settings.bidKeys) },
      maintenance: maintenancePlaceOf(settings, database.url),
      payments,
      backups: backupsOf(settings, database.url),
    });
    self.closeFirst(() => worker.stop(self.graceMs));
  }
  metrics.watchLive(live.figures);
  const servers = watchServers(watchedServers(settings, database.url));
  self.closeFirst(servers.close);
  const app = createApp({
    db,
    live,
    meter,
    servers,
    logger,
    keys,
    bidKey,
    redis,
    webRoot,
    files,
    payments,
    webhooksMayStayHere: !isProduction,
    publicOrigin,
    portal: publicOrigin ?? urlOf(settings),
    isProxied: settings.isProxied,
    cookieSecret: settings.cookieSecret ?? randomBytes(32).toString('base64url'),
    metrics: metricsToken ? { of: metrics, token: metricsToken } : undefined,
    ping,
    alarms: metrics.alarms,
    outbox:
      mail.smtpUrl || !hasDevPages
        ? undefined
        : { db, keys, ...(isOwn ? { codes: () => readDemoCodes(db, keys) } : {}) },
  });
  const server = await listen(app, settings, self.graceMs);
  self.closeFirst(server.close);
  // A stream never finishes by itself, and the server waits for requests in flight.
  self.closeFirst(live.close);
  const address = publicOrigin ?? urlOf(settings);
  // Behind another address, the pages may come from elsewhere, such as from Vite.
  if (address === urlOf(settings) && !existsSync(join(webRoot, 'index.html'))) {
    say('The pages are not built: only the API answers here.');
  }
  say(`Open ${address}  (Ctrl-C stops it)`);
  if (isOwn && !isProduction) for (const line of await openDemoAccounts(db, keys, address)) say(line);
  if (!isOwn) await tellIfNotReady(app);
}

/**
 * @throws Unavailable for a permission that exists only in the code or only in the table, because a mismatch could
 * grant access by mistake.
 */
async function assertPermissionsAreKnown(db: Database): Promise<void> {
  const stored = await db
    .read(actorOf(undefined, 'system:start'), listPermissionCodes)
    // `/readyz` tells why a database is not ready.
    .catch(() => undefined);
  if (!stored) return;
  const problems = [
    ...permissionCodes.filter((code) => !stored.includes(code)).map((code) => `${code} is missing`),
    ...stored
      .filter((code) => !(permissionCodes as string[]).includes(code))
      .map((code) => `${code} is unknown`),
  ];
  if (problems.length === 0) return;
  throw new Unavailable(
    `The permissions in the database differ from the portal’s: ${problems.join(', ')}. Run: portal migrate`,
  );
}

async function assertServerServes(database: DatabaseConfig, production: boolean): Promise<void> {
  const { url, staffUrl, systemUrl, preparedStatements = true } = database;
  const { problems, warnings } = await checkServer({
    url,
    staffUrl,
    systemUrl,
    production,
    preparedStatements,
  });
  for (const warning of warnings) warn(`Warning: ${warning}`);
  if (problems.length === 0) return;
  throw new Unavailable(
    `The portal cannot use this database:\n${problems.map((line) => `  ${line}`).join('\n')}`,
  );
}

async function tellIfNotReady(app: App): Promise<void> {
  const ready = await app.request('/readyz');
  if (ready.ok) return;
  const { reason } = (await ready.json()) as { reason: string };
  warn(`The portal is not ready: ${reason}`);
}
