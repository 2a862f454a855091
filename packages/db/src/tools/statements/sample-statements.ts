import { systemActor } from '../../engine/actors.ts';
import { type Client, connect, errorCode } from '../../engine/connection.ts';
import type { Database } from '../../engine/database.ts';
import { nameServers } from '../../engine/routing/servers.ts';
import {
  type ReadingOutcome,
  recordReading,
  recordUnreadServer,
  rollUpStatements,
  storeStatementTexts,
} from '../../statements/commands.ts';
import { keepableText } from './keepable-text.ts';

export interface SampledServer {
  server: string;
  outcome: ReadingOutcome | 'UNKNOWN' | 'NOT_APPLICABLE';
  /** Why nothing was read, in words for staff. */
  problem?: string;
}

/** Where the statements run. The URLs are direct ones, because a pooler would lead to any server. */
export interface StatementSource {
  urls: readonly string[];
  embedded: boolean;
}

const sampler = systemActor('statements');
const embeddedWords = 'The embedded database keeps no statistics of its statements.';

/**
 * Reads the counters of `pg_stat_statements` on each server and stores what has changed. Resets nothing. A server that
 * cannot be read is UNKNOWN with the reason, and keeps no other from being read.
 */
export async function sampleStatements(db: Database, source: StatementSource): Promise<SampledServer[]> {
  const names = source.embedded ? ['embedded'] : nameServers([...source.urls]);
  const sampled = source.embedded
    ? [await leaveUnread(db, 'embedded', 'NOT_APPLICABLE', embeddedWords)]
    : await Promise.all(source.urls.map((url, at) => sampleServer(db, url, names[at] ?? '')));
  await db.write(sampler, rollUpStatements, { name: 'rollUpStatements' });
  return sampled;
}

async function sampleServer(db: Database, url: string, server: string): Promise<SampledServer> {
  const client = connect(url, {
    max: 1,
    applicationName: 'portal statements',
    connectTimeoutMs: 2_000,
    preparedStatements: false,
  });
  try {
    const view = await findView(client);
    if ('problem' in view) return await leaveUnread(db, server, 'UNKNOWN', view.problem);
    const reading = await readCounters(client, view.schema, server);
    const { outcome, lacking } = await db.write(sampler, (tx) => recordReading(tx, reading), {
      name: 'recordReading',
    });
    if (lacking.length > 0) {
      const texts = await readTexts(client, view.schema, lacking);
      await db.write(sampler, (tx) => storeStatementTexts(tx, texts), { name: 'storeStatementTexts' });
    }
    return { server, outcome };
  } catch (error) {
    return await leaveUnread(db, server, 'UNKNOWN', inWords(error));
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function leaveUnread(
  db: Database,
  server: string,
  state: 'UNKNOWN' | 'NOT_APPLICABLE',
  problem: string,
): Promise<SampledServer> {
  await db.write(sampler, (tx) => recordUnreadServer(tx, { server, state, problem }), {
    name: 'recordUnreadServer',
  });
  return { server, outcome: state, problem };
}

/** The schema that the extension is in, quoted, or why its view tells nothing. */
async function findView(client: Client): Promise<{ schema: string } | { problem: string }> {
  const [found] = await client<{ schema: string | null; mayRead: boolean; login: string }[]>`
    select (select quote_ident(nspname) from pg_extension join pg_namespace n on n.oid = extnamespace
            where extname = 'pg_stat_statements') as schema,
           pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') as "mayRead", current_user as login`;
  if (!found?.schema) {
    return {
      problem:
        'The extension pg_stat_statements is not in this database. A superuser runs docker/postgres/database.sql there.',
    };
  }
  if (!found.mayRead) {
    return {
      problem: `The login ${found.login} may not read the statistics of others. A superuser runs docker/postgres/logins.sql, which makes portal_control a member of pg_monitor.`,
    };
  }
  return { schema: found.schema };
}

async function readCounters(client: Client, schema: string, server: string) {
  const [row] = await client.unsafe<
    {
      readAt: string;
      startedAt: string;
      resetAt: string;
      evictions: string;
      entries: string | null;
    }[]
  >(`
    select clock_timestamp()::text as "readAt", pg_postmaster_start_time()::text as "startedAt",
           (select stats_reset::text from ${schema}.pg_stat_statements_info) as "resetAt",
           (select dealloc::text from ${schema}.pg_stat_statements_info) as evictions,
           (select json_agg(json_build_object('role_id', userid, 'is_top_level', toplevel, 'query_id', queryid, 'calls', calls,
              'total_ms', total_exec_time, 'rows', rows, 'blocks_hit', shared_blks_hit + local_blks_hit,
              'blocks_read', shared_blks_read + local_blks_read, 'temp_blocks', temp_blks_read + temp_blks_written,
              'wal_bytes', wal_bytes))::text
            from ${schema}.pg_stat_statements(false)
            where dbid = (select oid from pg_database where datname = current_database()) and queryid is not null
           ) as entries`);
  if (!row) throw new Error('The server answered without a row.');
  return { ...row, server, evictions: Number(row.evictions), entries: row.entries ?? '[]' };
}

async function readTexts(client: Client, schema: string, queryIds: string[]) {
  const rows = await client.unsafe<{ queryId: string; text: string }[]>(
    `
    select distinct on (queryid) queryid::text as "queryId", query as text
    from ${schema}.pg_stat_statements(true)
    where queryid = any ($1::text[]::bigint[]) and query is not null`,
    [queryIds],
  );
  return rows.map(({ queryId, text }) => ({ queryId, ...keepableText(text) }));
}

function inWords(error: unknown): string {
  if (errorCode(error) === '55000') {
    return 'The server does not load pg_stat_statements. Set shared_preload_libraries in postgresql.conf as docker/postgres has it, and restart the server.';
  }
  const message = error instanceof Error ? error.message : String(error);
  return `The server cannot be read: ${message.replace(/\s+/g, ' ').trim()}`.slice(0, 500);
}
