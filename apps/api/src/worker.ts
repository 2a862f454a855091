import { openDatabase } from '@namc/db';
import { readBidKeys } from '@namc/db/bid-keys';
import { fileStore } from '@namc/db/file-store';
import { readKeys } from '@namc/db/read-keys';
import { readSettings, type Settings } from '@namc/db/settings';
import { sealingOf } from './audit/jobs.ts';
import { paymentProviderOf } from './checkouts/stripe-provider.ts';
import { doWork } from './do-work.ts';
import { keysOf, watchedServers } from './health/jobs.ts';
import { portalFiles } from './http/portal-files.ts';
import { virusScanner } from './http/virus-scanner.ts';
import { workFolder } from './imports/work-folder.ts';
import { maintenancePlaceOf } from './maintenance/jobs.ts';
import { openLog } from './open-log.ts';
import { type PortalProcess, runUntilStopped, say } from './run-until-stopped.ts';
import { statementSourceOf } from './statements/jobs.ts';
import { noteDeploy } from './statements/note-deploy.ts';

const settings = () =>
  readSettings(process.env, {
    withheld: ['DATABASE_OWNER_URL'],
    keys: ['keys', 'sealKeys', 'bidKeys'],
    needed: [
      {
        name: 'DATABASE_URL',
        error: 'is not set: with the embedded database the portal does this work itself',
      },
      {
        name: 'PUBLIC_ORIGIN',
        error: 'must be set for the worker too: links in mail begin with it',
        isInProductionOnly: true,
      },
    ],
  });

await runUntilStopped((self) => start(self, settings()), {
  graceMs: 20_000,
  environment: process.env,
  onStop: 'Stopping: finishing running jobs first.',
});

async function start(self: PortalProcess, settings: Settings): Promise<void> {
  if (!settings.database) throw new Error('The settings of the worker name its database.');
  const db = openDatabase({
    ...settings.database,
    systemUrl: settings.workerUrl,
    // A quarter of them are the system's, and only the system acts here.
    maxConnections: 16,
    applicationName: 'namc-portal worker',
  });
  self.closeFirst(() => db.close());
  const { mail, publicOrigin, hasDevPages } = settings;
  const keptUnder = hasDevPages && !mail.smtpUrl ? readKeys(settings.keys) : undefined;
  const logger = openLog(settings);
  await noteDeploy(db, settings.version, logger);
  const files = portalFiles(
    fileStore(settings.fileStore),
    settings.uploadsDirectory,
    settings.virusScanner && virusScanner(settings.virusScanner),
  );
  const worker = await doWork({
    db,
    logger,
    mail: { ...mail, origin: publicOrigin, keptUnder },
    sealing: sealingOf(settings, { url: settings.workerUrl ?? settings.database.url, embedded: false }),
    imports: {
      url: settings.importUrl,
      embedded: false,
      store: files.store,
      findVirus: files.findVirus,
      folder: workFolder(settings.importsDirectory),
      address: settings.licenseFileUrl,
    },
    files,
    statements: statementSourceOf(settings),
    servers: watchedServers(settings, settings.database.url),
    webhooks: { keys: () => readKeys(settings.keys), mayStayHere: !settings.isProduction },
    keys: keysOf(settings),
    bids: { keys: readKeys(settings.keys), ring: readBidKeys(settings.bidKeys) },
    maintenance: maintenancePlaceOf(settings, settings.database.url),
    payments: paymentProviderOf(settings.stripe, publicOrigin ?? ''),
  });
  self.closeFirst(() => worker.stop(self.graceMs));
  say('Working. (Ctrl-C stops it after the running jobs.)');
}
