import { type Client, connect, errorCode, type TransactionClient } from '../../engine/connection.ts';
import { inTime, NoAnswer } from '../../engine/in-time.ts';
import { nameServers } from '../../engine/routing/servers.ts';

/** The servers that staff look at. */
export interface ServerPlaces {
  /** Each server without a pooler, as a login with `pg_monitor`. */
  serverUrls: string[];
  isEmbedded: boolean;
}

/** The answer of one server. `problem` says why there are no rows. */
export interface ServerRows<Row> {
  /** `host:port`, as elsewhere. */
  server: string;
  /** Null if the server gave no answer. */
  isReplica: boolean | null;
  problem: string | null;
  /** False if the question makes no sense on this server, which is then no fault. */
  isApplicable: boolean;
  rows: Row[];
}

/** The servers, each asked over one connection that stays open while somebody looks. */
export interface WatchedServers {
  /** The embedded database has no server to ask: the portal's own connection is the only one. */
  isEmbedded: boolean;
  /** Asks every server side by side, read only, for 4 seconds at most. A server that fails is a row with its problem. */
  ask<Row extends object>(
    statement: (sql: TransactionClient) => PromiseLike<readonly Row[]>,
  ): Promise<ServerRows<Row>[]>;
  /**
   * Sends a statement to one server.
   * @throws Error with the server's own words; undefined if there is no such server.
   */
  tell<Row extends object>(
    server: string,
    statement: (sql: TransactionClient) => PromiseLike<readonly Row[]>,
  ): Promise<readonly Row[] | undefined>;
  close(): Promise<void>;
}

const patienceMs = 4_000;
const embeddedWords =
  'The embedded database serves this portal alone, one transaction at a time, and has no replicas.';

/** Opens no connection before the first question. */
export function watchServers({ serverUrls, isEmbedded }: ServerPlaces): WatchedServers {
  const names = isEmbedded ? [] : nameServers(serverUrls);
  const servers = names.map((name, at) => ({
    name,
    sql: connect(serverUrls[at] ?? '', {
      max: 1,
      applicationName: 'portal servers',
      connectTimeoutMs: 2_000,
      // Pages ask every ten seconds.
      idleSeconds: 30,
      fetchTypes: false,
      preparedStatements: false,
    }),
  }));
  return {
    isEmbedded,
    ask: async (statement) => {
      if (isEmbedded) {
        const nothing = { isReplica: false, problem: embeddedWords, isApplicable: false, rows: [] };
        return [{ server: 'embedded', ...nothing }];
      }
      return Promise.all(
        servers.map(async ({ name, sql }) => {
          try {
            const { isReplica, rows } = await inTime(askOne(sql, statement), patienceMs);
            return { server: name, isReplica, problem: null, isApplicable: true, rows: [...rows] };
          } catch (error) {
            return { server: name, isReplica: null, problem: inWords(error), isApplicable: true, rows: [] };
          }
        }),
      );
    },
    tell: async (server, statement) => {
      const found = servers.find(({ name }) => name === server);
      return found && inTime(begin(found.sql, '', statement), patienceMs);
    },
    close: async () => {
      await Promise.all(servers.map(({ sql }) => sql.end({ timeout: 0 }).catch(() => undefined)));
    },
  };
}

async function askOne<Row extends object>(
  sql: Client,
  statement: (sql: TransactionClient) => PromiseLike<readonly Row[]>,
) {
  return begin(sql, 'read only', async (tx) => {
    const [server] = await tx<{ isReplica: boolean; login: string; seesAll: boolean }[]>`
      select pg_is_in_recovery() as "isReplica", current_user::text as login,
             pg_has_role(current_user, 'pg_monitor', 'usage') as "seesAll"`;
    if (!server?.seesAll) throw new LacksRight(server?.login ?? '');
    return { isReplica: server.isReplica, rows: await statement(tx) };
  });
}

function begin<T>(sql: Client, options: string, act: (tx: TransactionClient) => PromiseLike<T>): Promise<T> {
  return sql.begin(options, async (tx) => {
    await tx`select set_config('statement_timeout', '3s', true), set_config('lock_timeout', '100ms', true)`;
    return act(tx);
  }) as Promise<T>;
}

class LacksRight extends Error {
  constructor(login: string) {
    super(
      `The login ${login} does not see the server’s sessions. Name portal_control in DATABASE_DIRECT_URLS, or let a superuser run: GRANT pg_monitor TO ${login};`,
    );
  }
}

/** Why a server gave no answer, in one line for staff. */
export function inWords(error: unknown): string {
  if (error instanceof LacksRight || error instanceof NoAnswer) return error.message;
  if (errorCode(error) === '57014') return 'The server took longer than 3 s, and the question was stopped.';
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
  return `The server cannot be reached: ${message || (errorCode(error) ?? 'no reason is known')}`.slice(
    0,
    300,
  );
}
