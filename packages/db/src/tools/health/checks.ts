import type { Check } from './check.ts';
import { archiving } from './checks/archiving.ts';
import { auditSeals } from './checks/audit-seals.ts';
import { autovacuum } from './checks/autovacuum.ts';
import { backups } from './checks/backups.ts';
import { bloatedIndexes } from './checks/bloated-indexes.ts';
import { cacheHits } from './checks/cache-hits.ts';
import { certificates } from './checks/certificates.ts';
import { checkpoints } from './checks/checkpoints.ts';
import { checksums } from './checks/checksums.ts';
import { clock } from './checks/clock.ts';
import { connections } from './checks/connections.ts';
import { deadRows } from './checks/dead-rows.ts';
import { deadlocks } from './checks/deadlocks.ts';
import { directory } from './checks/directory.ts';
import { disk } from './checks/disk.ts';
import { duplicateIndexes } from './checks/duplicate-indexes.ts';
import { fileCopies } from './checks/file-copies.ts';
import { foreignKeys } from './checks/foreign-keys.ts';
import { idleTransactions } from './checks/idle-transactions.ts';
import { invalidIndexes } from './checks/invalid-indexes.ts';
import { jobQueue } from './checks/job-queue.ts';
import { keys } from './checks/keys.ts';
import { lockWaits } from './checks/lock-waits.ts';
import { longTransactions } from './checks/long-transactions.ts';
import { mail } from './checks/mail.ts';
import { maintenance } from './checks/maintenance.ts';
import { oldestXmin } from './checks/oldest-xmin.ts';
import { openings } from './checks/openings.ts';
import { partitions } from './checks/partitions.ts';
import { policies } from './checks/policies.ts';
import { pooler } from './checks/pooler.ts';
import { replicationBytes } from './checks/replication-bytes.ts';
import { replicationLag } from './checks/replication-lag.ts';
import { replicationSlots } from './checks/replication-slots.ts';
import { restores } from './checks/restores.ts';
import { sequences } from './checks/sequences.ts';
import { sequentialScans } from './checks/sequential-scans.ts';
import { servers } from './checks/servers.ts';
import { serviceLevelsCheck } from './checks/service-levels.ts';
import { settings } from './checks/settings.ts';
import { statementTable } from './checks/statement-table.ts';
import { statistics } from './checks/statistics.ts';
import { synchronousCommit } from './checks/synchronous-commit.ts';
import { temporaryFiles } from './checks/temporary-files.ts';
import { transactionAge } from './checks/transaction-age.ts';
import { unusedIndexes } from './checks/unused-indexes.ts';
import { walFolder } from './checks/wal-folder.ts';
import { webhooks } from './checks/webhooks.ts';

/** Every check, in the order of the page. */
export const checks: readonly Check[] = [
  servers,
  replicationLag,
  replicationBytes,
  replicationSlots,
  settings,
  connections,
  longTransactions,
  idleTransactions,
  lockWaits,
  deadRows,
  transactionAge,
  invalidIndexes,
  duplicateIndexes,
  unusedIndexes,
  sequences,
  partitions,
  backups,
  restores,
  fileCopies,
  archiving,
  checksums,
  policies,
  auditSeals,
  jobQueue,
  mail,
  openings,
  serviceLevelsCheck,
  webhooks,
  cacheHits,
  temporaryFiles,
  checkpoints,
  deadlocks,
  sequentialScans,
  statementTable,
  pooler,
  foreignKeys,
  statistics,
  oldestXmin,
  synchronousCommit,
  autovacuum,
  disk,
  walFolder,
  clock,
  certificates,
  maintenance,
  bloatedIndexes,
  keys,
  directory,
];
