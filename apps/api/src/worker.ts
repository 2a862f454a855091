import { openDatabase } from '@namc/db';
import { readKeys } from '@namc/db/read-keys';
import { readSettings, type Settings, SettingsError } from '@namc/db/settings';
import { sealingOf } from './audit/jobs.ts';
import { doWork } from './do-work.ts';
import { uploadFiles } from './imports/upload-files.ts';
import { openLog } from './open-log.ts';
import { type PortalProcess, runUntilStopped, say } from './run-until-stopped.ts';

await runUntilStopped((self) => start(self, readSettings(process.env, ['DATABASE_OWNER_URL'])), {
  graceMs: 20_000,
  onStop: 'Stopping: finishing running jobs first.',
});

async function start(self: PortalProcess, settings: Settings): Promise<void> {
  if (!settings.database) {
    throw new SettingsError([
      'DATABASE_URL is not set: with the embedded database the portal does this work itself',
    ]);
  }
  if (settings.isProduction && !settings.publicOrigin) {
    throw new SettingsError(['PUBLIC_ORIGIN must be set for the worker too: links in mail begin with it']);
  }
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
  const worker = await doWork({
    db,
    logger: openLog(settings),
    mail: { ...mail, origin: publicOrigin, keptUnder },
    sealing: sealingOf(settings, { url: settings.workerUrl ?? settings.database.url, embedded: false }),
    imports: {
      url: settings.importUrl,
      embedded: false,
      files: uploadFiles(settings.importsDirectory),
      address: settings.licenseFileUrl,
    },
  });
  self.closeFirst(() => worker.stop(self.graceMs));
  say('Working. (Ctrl-C stops it after the running jobs.)');
}
