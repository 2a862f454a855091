import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { shownText } from '../statements/keepable-text.ts';
import type { ServerRows, WatchedServers } from './watch-servers.ts';

/** The connections of one login and application in one state. */
export interface ConnectionGroup {
  login: string;
  application: string;
  /** Null for another database of the server. */
  isOwnDatabase: boolean;
  /** As PostgreSQL names it: `active`, `idle`, `idle in transaction`. */
  state: string;
  connections: number;
  /** For how long the longest of them has been in this state. */
  seconds: number;
}

interface Taken {
  /** The connections that the server allows to others than superusers. */
  most: number;
}

export type ServerConnectionGroups = ServerRows<ConnectionGroup> & {
  /** Null if the server gave no answer. */
  most: number | null;
  taken: number | null;
};

/** Who is connected to each server, by login, application and state, against the server's limit. */
export async function listConnections(servers: WatchedServers): Promise<ServerConnectionGroups[]> {
  const answers = await servers.ask(
    (sql) => sql<(ConnectionGroup & Taken)[]>`
      select coalesce(usename::text, 'none') as login, coalesce(nullif(application_name, ''), 'unnamed') as application,
             datname is not distinct from current_database() as "isOwnDatabase", coalesce(state, 'unknown') as state,
             count(*)::int as connections,
             coalesce(max(extract(epoch from clock_timestamp() - coalesce(state_change, backend_start))), 0)::float8 as seconds,
             current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most
      from pg_stat_activity where backend_type = 'client backend'
      group by 1, 2, 3, 4 order by 5 desc, 1, 2, 3, 4`,
  );
  return answers.map(({ rows, ...answer }) => ({
    ...answer,
    rows: rows.map(({ most: _, ...row }) => row),
    most: rows[0]?.most ?? null,
    taken: answer.problem === null ? rows.reduce((sum, { connections }) => sum + connections, 0) : null,
  }));
}

/** A session of a server. Its statement is without values. */
export interface ServerSession {
  pid: number;
  /** The start, by which a later session of the same process id is told apart: seconds since 1970 with six digits. */
  startedAt: string;
  login: string;
  application: string;
  state: string;
  /** The age of its transaction; null outside of one. */
  transactionSeconds: number | null;
  /** For how long it has been in its state. */
  stateSeconds: number;
  /** What it waits for, as PostgreSQL names it; null if it runs. */
  waitsFor: string | null;
  /** Null for a utility statement, and for a text that could hold a value. */
  statement: string | null;
  /** True for a session of the portal's database whose work staff may stop. */
  mayBeEnded: boolean;
}

type SessionRow = Omit<ServerSession, 'statement'> & { text: string };

/**
 * True for the sessions that staff may end: clients of the portal's own database, and neither superusers, nor logins that
 * replicate, nor the login that watches. It needs `pg_stat_activity a` and its role `r`.
 */
export const mayBeEnded = (sql: TransactionClient): Fragment => sql`
  (a.backend_type = 'client backend' and a.datname = current_database() and a.usename <> current_user
   and r.rolname is not null and not r.rolsuper and not r.rolreplication)`;

const sessionColumns = (sql: TransactionClient): Fragment => sql`
  a.pid, to_char(extract(epoch from a.backend_start), 'FM999999999999.000000') as "startedAt",
  coalesce(a.usename::text, 'none') as login, coalesce(nullif(a.application_name, ''), 'unnamed') as application,
  coalesce(a.state, 'unknown') as state,
  extract(epoch from clock_timestamp() - a.xact_start)::float8 as "transactionSeconds",
  coalesce(extract(epoch from clock_timestamp() - coalesce(a.state_change, a.backend_start)), 0)::float8 as "stateSeconds",
  case when a.state = 'active' then a.wait_event_type || ': ' || a.wait_event end as "waitsFor",
  coalesce(a.query, '') as text, ${mayBeEnded(sql)} as "mayBeEnded"`;

function shown<Row extends { text: string }>({ text, ...row }: Row) {
  return { ...row, statement: shownText(text) };
}

/** So many sessions are listed of each server. */
export const mostSessions = 50;

/**
 * The sessions with an open transaction on each server, the oldest transaction first, `mostSessions` at most. An idle one holds
 * its transaction open and sends nothing.
 */
export async function listOpenTransactions(servers: WatchedServers): Promise<ServerRows<ServerSession>[]> {
  const answers = await servers.ask(
    (sql) => sql<SessionRow[]>`
      select ${sessionColumns(sql)}
      from pg_stat_activity a left join pg_roles r on r.oid = a.usesysid
      where a.backend_type = 'client backend' and a.pid <> pg_backend_pid() and a.xact_start is not null
      order by a.xact_start, a.pid limit ${mostSessions}`,
  );
  return answers.map((answer) => ({ ...answer, rows: answer.rows.map(shown) }));
}

/** A session that waits for a lock, or holds one that others wait for. */
export interface LockSession extends ServerSession {
  /** 0 for a session that waits for nobody; one more than that of the session above it in the tree. */
  depth: number;
  /** The sessions that it waits for. 0 stands for a prepared transaction. */
  blockedBy: number[];
  /** For how long it has waited; null if it waits for nobody. */
  waitedSeconds: number | null;
  /** The table that it waits for; null for a row or a transaction. */
  relation: string | null;
}

type LockRow = SessionRow & Omit<LockSession, keyof ServerSession | 'depth'>;

/** Who waits for whom on each server: each session that blocks others, and below it those that wait for it. */
export async function listLockWaits(servers: WatchedServers): Promise<ServerRows<LockSession>[]> {
  const answers = await servers.ask(
    (sql) => sql<LockRow[]>`
      with waits as materialized (
        select l.pid, min(l.waitstart) as since, max(l.relation) as relation, pg_blocking_pids(l.pid) as blockers
        from pg_locks l where not l.granted group by l.pid order by min(l.waitstart) limit ${mostSessions}
      )
      select ${sessionColumns(sql)}, to_json(coalesce(w.blockers, '{}')) as "blockedBy",
             extract(epoch from clock_timestamp() - w.since)::float8 as "waitedSeconds", w.relation::regclass::text as relation
      from pg_stat_activity a left join pg_roles r on r.oid = a.usesysid left join waits w on w.pid = a.pid
      where cardinality(w.blockers) > 0 or a.pid in (select unnest(blockers) from waits)
      order by w.since nulls first, a.pid`,
  );
  return answers.map((answer) => ({ ...answer, rows: treeOf(answer.rows.map(shown)) }));
}

type Waiting = Pick<LockSession, 'pid' | 'blockedBy'>;

/**
 * Puts sessions in the order of a tree: each below the first session that it waits for. Each comes once, also in a circle of
 * sessions that wait for each other.
 */
export function treeOf<Row extends Waiting>(sessions: readonly Row[]): (Row & { depth: number })[] {
  const placed = new Map<number, Row & { depth: number }>();
  const place = (session: Row, depth: number): void => {
    if (placed.has(session.pid)) return;
    placed.set(session.pid, { ...session, depth });
    for (const other of sessions) if (other.blockedBy[0] === session.pid) place(other, depth + 1);
  };
  const known = new Set(sessions.map(({ pid }) => pid));
  for (const session of sessions) {
    // A blocker that is gone since, or a prepared transaction, has no session.
    if (!session.blockedBy.some((pid) => known.has(pid))) place(session, 0);
  }
  for (const session of sessions) place(session, 0);
  return [...placed.values()];
}
