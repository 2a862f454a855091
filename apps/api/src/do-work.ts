import { type Database, forRequest } from '@namc/db';
import type { OpeningKeys } from '@namc/db/bids/commands/open';
import type { HeldKeys } from '@namc/db/health/commands/keys';
import type { WatchedServers } from '@namc/db/health/health-round';
import type { MaintenancePlace } from '@namc/db/maintenance/run-maintenance';
import { type QueueName, queueNames } from '@namc/db/queue/queues';
import { startWorker } from '@namc/db/queue/worker';
import type { StatementSource } from '@namc/db/statements/sample-statements';
import type { Logger } from 'pino';
import { forgetWhatExpired, takeRequest } from './accounts/jobs.ts';
import { makeSealJob, makeVerifyJob, type Sealing } from './audit/jobs.ts';
import { type BackupPlace, makeBackupJob } from './backups/jobs.ts';
import { startOpening } from './bids/jobs.ts';
import { makeReminder } from './certifications/jobs.ts';
import { makeCheckoutKeeper, makePageEnder, makePaymentComparer } from './checkouts/jobs.ts';
import { makeAsker } from './companies/jobs.ts';
import { type CollectedFiles, makeFileCollector } from './files/jobs.ts';
import { makeTellers } from './follows/jobs.ts';
import {
  makeHealthJob,
  makeWebhookSender,
  startHeartbeat,
  tellKeys,
  type WebhookSettings,
} from './health/jobs.ts';
import { byInvoice, type PaymentProvider } from './http/payment-provider.ts';
import { makeFetcher, tellAddress } from './imports/fetch-job.ts';
import { type Importing, makeImporter } from './imports/jobs.ts';
import { clearUp } from './imports/work-folder.ts';
import type { Job } from './jobs/job.ts';
import { countLedgerMonths } from './ledger/jobs.ts';
import { type MailSettings, makeMailSender } from './mail/jobs.ts';
import { makeMaintenanceJobs } from './maintenance/jobs.ts';
import { makeMemberImporter } from './member-imports/jobs.ts';
import { makeMembershipKeeper } from './memberships/jobs.ts';
import { makeProjectTeller } from './project-follows/jobs.ts';
import { importProjects } from './project-imports/jobs.ts';
import { makeRenewer } from './renewals/jobs.ts';
import { writeSearchWords } from './search/jobs.ts';
import { addUpServiceLevels } from './service-levels/jobs.ts';
import { makeStatementSampler } from './statements/jobs.ts';

export interface Work {
  db: Database;
  logger: Logger;
  mail: MailSettings;
  /** The audit trail's keys and anchor. */
  sealing: Sealing;
  imports: Importing;
  /** The store of files, and the uploads on their way. */
  files: CollectedFiles;
  statements: StatementSource;
  /** The servers whose health is checked. */
  servers: WatchedServers;
  webhooks: Pick<WebhookSettings, 'keys' | 'mayStayHere'>;
  /** The secret keys of this process, whose ages are watched. */
  keys: HeldKeys;
  /** The keys with which bids are sealed and opened. Default: none, and only what is not sealed opens. */
  bids?: OpeningKeys;
  /** The servers whose database is maintained. */
  maintenance: MaintenancePlace;
  /** The way to pay online. Default: none. */
  payments?: PaymentProvider;
  /** Undefined where the portal makes no backups. */
  backups?: BackupPlace;
  pollEveryMs?: number;
  superviseEverySeconds?: number;
}

/** Runs the portal's background work until it is stopped. */
export async function doWork(work: Work): Promise<{ stop(graceMs: number): Promise<void> }> {
  const {
    db,
    logger,
    mail,
    sealing,
    imports,
    files,
    statements,
    servers,
    webhooks,
    keys,
    bids,
    maintenance,
    payments = byInvoice,
    backups,
    ...pace
  } = work;
  const sender = makeMailSender(mail);
  // The sender puts the portal's own address in its place if the worker knows it.
  const origin = mail.origin ?? '';
  const tellers = makeTellers(origin);
  const upkeep = makeMaintenanceJobs(maintenance, logger);
  const jobs: Record<QueueName, Job> = {
    'send-mail': sender.send,
    'take-account-request': takeRequest,
    'maintain-partitions': upkeep.keepPartitions,
    'run-maintenance': upkeep.maintain,
    'forget-expired': forgetWhatExpired,
    'collect-files': makeFileCollector(files, (own) => clearUp(own, imports.folder)),
    'seal-trail': makeSealJob(sealing, logger),
    'sample-statements': makeStatementSampler(statements, logger),
    'roll-up-service-levels': addUpServiceLevels,
    'count-ledger-months': countLedgerMonths,
    'write-search-words': writeSearchWords,
    'verify-trail': makeVerifyJob(sealing, logger),
    'check-health': makeHealthJob(servers, origin),
    'send-webhook': makeWebhookSender({ ...webhooks, origin }),
    'import-contractors': makeImporter(imports, origin),
    'import-members': makeMemberImporter(origin),
    'import-projects': importProjects,
    'fetch-license-file': makeFetcher(imports, origin),
    'tell-followers': tellers.tellFollowers,
    'tell-dates': tellers.tellDates,
    'tell-weekly': tellers.tellWeekly,
    'tell-of-projects': makeProjectTeller(origin),
    'remind-certifications': makeReminder(origin),
    'ask-companies': makeAsker(origin),
    'keep-memberships': makeMembershipKeeper(origin),
    'look-at-checkouts': makeCheckoutKeeper(payments, origin),
    'compare-payments': makePaymentComparer(payments, origin),
    'end-checkouts': makePageEnder(payments, origin),
    'renew-automatically': makeRenewer(payments, origin),
    'back-up': makeBackupJob(backups, logger),
  };
  const handlers = Object.fromEntries(
    queueNames.map((name) => {
      const named = forRequest(db, { name: `worker: ${name}` });
      return [name, (payload: unknown, signal: AbortSignal) => jobs[name](named, payload, signal)];
    }),
  ) as Record<QueueName, (payload: unknown, signal: AbortSignal) => Promise<void>>;
  const worker = await startWorker({
    db,
    handlers,
    onError: (error) => logger.error({ err: error }, 'background work failed'),
    ...pace,
  });
  await tellKeys(db, keys);
  await tellAddress(db, imports.address);
  const stopOpening = startOpening(db, bids, logger);
  // The embedded database has no replica whose data could be old.
  const stopHeart = servers.isEmbedded ? undefined : startHeartbeat(db);
  return {
    stop: async (graceMs) => {
      await stopOpening();
      await stopHeart?.();
      await worker.stop(graceMs);
      sender.close();
    },
  };
}
