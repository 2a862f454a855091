import type { Check } from './check.ts';
import { archiving } from './checks/archiving.ts';
import { auditSeals } from './checks/audit-seals.ts';
import { backups } from './checks/backups.ts';
import { checksums } from './checks/checksums.ts';
import { connections } from './checks/connections.ts';
import { deadRows } from './checks/dead-rows.ts';
import { duplicateIndexes } from './checks/duplicate-indexes.ts';
import { idleTransactions } from './checks/idle-transactions.ts';
import { invalidIndexes } from './checks/invalid-indexes.ts';
import { jobQueue } from './checks/job-queue.ts';
import { lockWaits } from './checks/lock-waits.ts';
import { longTransactions } from './checks/long-transactions.ts';
import { mail } from './checks/mail.ts';
import { maintenance } from './checks/maintenance.ts';
import { partitions } from './checks/partitions.ts';
import { policies } from './checks/policies.ts';
import { replicationBytes } from './checks/replication-bytes.ts';
import { replicationLag } from './checks/replication-lag.ts';
import { replicationSlots } from './checks/replication-slots.ts';
import { sequences } from './checks/sequences.ts';
import { servers } from './checks/servers.ts';
import { settings } from './checks/settings.ts';
import { transactionAge } from './checks/transaction-age.ts';
import { unusedIndexes } from './checks/unused-indexes.ts';

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
  archiving,
  checksums,
  policies,
  auditSeals,
  jobQueue,
  mail,
  maintenance,
];
