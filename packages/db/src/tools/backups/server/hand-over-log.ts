import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../../../engine/connection.ts';
import type { AgentServers } from './agent-servers.ts';
import { BackupFailed } from './run-pgbackrest.ts';

/** Longer than `archive_timeout` and a push to a store that is far away. */
const longestMs = 120_000;
/** PostgreSQL tries so often in a row, and then rests for a minute. */
const triesInARow = 3;

/**
 * Commits a transaction and waits until the log that holds it is in the archive. A restore to a moment needs a later commit there, which an
 * idle database would never write.
 * @throws BackupFailed if the log does not get there.
 */
export async function handOverLog({ primary }: AgentServers, signal: AbortSignal): Promise<void> {
  const before = await readArchiver(primary);
  await primary`select pg_current_xact_id()`;
  const [switched] = await primary<{ segment: string }[]>`select pg_walfile_name(pg_switch_wal()) as segment`;
  const segment = switched?.segment ?? '';
  for (const until = Date.now() + longestMs; Date.now() < until; await wait(200, undefined, { signal })) {
    const { archived, failed } = await readArchiver(primary);
    if (archived && archived >= segment) return;
    if (failed >= before.failed + triesInARow) break;
  }
  throw new BackupFailed(
    `The log does not reach its archive: ${segment} waits. Look at the server’s log for what archive_command says.`,
  );
}

async function readArchiver(primary: Client): Promise<{ archived: string | null; failed: number }> {
  const [row] = await primary<{ archived: string | null; failed: number }[]>`
    select left(last_archived_wal, 24) as archived, failed_count::float8 as failed from pg_stat_archiver`;
  return row ?? { archived: null, failed: 0 };
}
