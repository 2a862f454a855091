import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import { type Builder, openBuilder } from './builder.ts';
import { type Client, errorCode, isConnectionFailure, type TransactionClient } from './connection.ts';
import { Busy, Canceled, Failure, type FailureCode, Unavailable } from './errors.ts';
import { quoteLiteral } from './quote-literal.ts';
import { lacksPartition, readRefusal } from './refusals.ts';
import { cancelOnAbort, type Running } from './routing/cancel.ts';
import {
  type Freshness,
  openRoutes,
  type RoutesConfig,
  type ServerView,
  type Trip,
} from './routing/routes.ts';

/** Who is asking. It travels with every transaction, and the row-level policies go by it. */
export type Actor =
  | { kind: 'visitor' }
  | { kind: 'member'; userId: string }
  | { kind: 'staff'; userId: string }
  /** `onBehalfOf` is the person the system acts for: the trail names them, and policies still see the system. */
  | { kind: 'system'; name: string; onBehalfOf?: string };

export const visitor: Actor = { kind: 'visitor' };

/** What a function given to `read` or `write` works with; it is of no use once that function has returned. */
export interface Transaction {
  readonly actor: Actor;
  /** Tagged templates of the driver: prepared once a connection. */
  readonly sql: TransactionClient;
  /** The same transaction through Drizzle's builder. */
  readonly orm: Builder;
}

/** Only `write` hands one out, so a command cannot be called inside a `read` by mistake. */
export interface WriteTransaction extends Transaction {
  readonly writable: true;
}

export interface DatabaseConfig extends RoutesConfig {
  /** What one statement may take, milliseconds; default 15,000. The embedded database does not honor it. */
  statementTimeoutMs?: number;
  /** How long a transaction may do nothing before the server ends it, milliseconds; default 30,000. */
  idleTimeoutMs?: number;
  /** Told of each transaction when it is over; it must not throw. */
  onTransaction?: (report: TransactionReport) => void;
}

/** What became of one `read` or `write`; never what was asked or answered. */
export interface TransactionReport {
  /** `name` of its options, or else that of the function that it was given. */
  name: string;
  mode: 'read' | 'write';
  outcome: 'ok' | 'failed' | FailureCode;
  /** Where it ran last, as `host:port`, and why there; undefined when it got nowhere. */
  server: Trip['server'];
  choice: Trip['choice'];
  /** Milliseconds: from call to answer, and of those the wait for a connection. */
  ms: number;
  waitedMs: number;
  /** Rows that its statements returned or changed. */
  rows: number;
}

export interface RequestOptions extends Freshness {
  /** What the request is called in the log; the audit trail keeps it with what the request changed. */
  requestId?: string;
  /** What a report calls the transaction; default: the name of the function. */
  name?: string;
  /** Aborted when nobody waits for the answer any more: the server is told to stop, and everything is rolled back. */
  signal?: AbortSignal;
}

export interface Database {
  /**
   * Runs `fn` in one READ ONLY transaction as `actor` and returns what it returns.
   * @throws Unavailable when the server cannot be reached, Busy when a lock or the time limit stood in the
   * way, Canceled when the options' signal was aborted, and whatever `fn` throws. A `read` or `write` inside `fn` throws.
   */
  read<T>(actor: Actor, fn: (tx: Transaction) => Promise<T>, options?: RequestOptions): Promise<T>;
  /**
   * Runs `fn` in one transaction as `actor`: committed when it returns, rolled back when it throws (as `read`).
   * When a row found no partition, the partition is made and `fn` runs once more from its start.
   * @throws Refused, in words for the person who asked, when a rule of the database says no.
   */
  write<T>(actor: Actor, fn: (tx: WriteTransaction) => Promise<T>, options?: RequestOptions): Promise<T>;
  /**
   * Where the actor's last write stands, for a cookie or a header: given back as `after`, it lets no read miss that
   * write, also in another process. Undefined when there is none to wait for.
   */
  freshnessOf(actor: Actor): Promise<string | undefined>;
  /** The servers as they were found last. */
  servers(): ServerView[];
  /**
   * Goes on with these replicas (and, without a pooler, `directUrls` for all servers): what runs on others comes to its
   * end. @throws TypeError when the database was opened without `replicaUrls`.
   */
  changeReplicas(replicaUrls: string[], directUrls?: string[]): Promise<void>;
  /** Waits for transactions in flight, at most `timeoutMs` (default 5,000), then closes every connection. */
  close(timeoutMs?: number): Promise<void>;
}

const running = new AsyncLocalStorage<'read' | 'write'>();
const userId = z.uuid('An actor’s user id is a UUID.');

/** The database role that stands for an actor, and the settings that its policies read. */
function contextOf(actor: Actor) {
  const isAdmin = actor.kind === 'staff' || actor.kind === 'system';
  return {
    role: isAdmin ? 'admin_role' : 'application_role',
    userId: actor.kind === 'member' || actor.kind === 'staff' ? userId.parse(actor.userId) : '',
    actor: actor.kind === 'system' ? `system:${actor.name}` : actor.kind,
    onBehalfOf:
      actor.kind === 'system' && actor.onBehalfOf !== undefined ? userId.parse(actor.onBehalfOf) : '',
  };
}

/**
 * Opens the portal's data. No connection is made before the first `read` or `write`.
 * @throws TypeError when the URL is not one.
 */
export function openDatabase(config: DatabaseConfig): Database {
  const routes = openRoutes(config);
  const timeout = String(config.statementTimeoutMs ?? 15_000);
  const idleTimeout = String(config.idleTimeoutMs ?? 30_000);

  function transact<T>(
    mode: 'read' | 'write',
    actor: Actor,
    fn: (tx: WriteTransaction) => Promise<T>,
    options: RequestOptions = {},
  ): Promise<T> {
    const outer = running.getStore();
    if (outer) {
      throw new Error(
        `A ${mode} was started inside a ${outer}: each is one transaction, so call them in turn.`,
      );
    }
    const context = contextOf(actor);
    const trip: Trip = {};
    const started = performance.now();
    const run = (bare: TransactionClient, control: Client): Promise<T> => {
      options.signal?.throwIfAborted();
      const sql = config.onTransaction
        ? countingRows(bare, (rows) => {
            trip.rows = (trip.rows ?? 0) + rows;
          })
        : bare;
      const settings = {
        role: context.role,
        'app.current_user_id': context.userId,
        'app.actor': context.actor,
        'app.on_behalf_of': context.onBehalfOf,
        'app.request_id': options.requestId ?? '',
        statement_timeout: timeout,
        idle_in_transaction_session_timeout: idleTimeout,
      };
      // Not awaited: it leaves in the same packet as the first statement of `fn`. If it fails, that
      // statement fails too.
      const prepared =
        config.preparedStatements === false ? setAsText(bare, settings) : setPrepared(bare, settings);
      prepared.catch(() => undefined);
      const over = options.signal && cancelOnAbort(options.signal, control, prepared);
      const { attempt } = trip;
      if (attempt) attempt.phase = 'running';
      let orm: Builder | undefined;
      const tx: WriteTransaction = {
        actor,
        sql,
        get orm() {
          orm ??= openBuilder(sql);
          return orm;
        },
        writable: true,
      };
      const done = fn(tx).then((result) => {
        // Its server was given up: the transaction runs elsewhere by now, and must not be kept here as well.
        if (attempt?.isAbandoned) throw new Unavailable('The database cannot be reached just now.');
        if (attempt) attempt.phase = 'committing';
        return result;
      });
      return over ? done.finally(over) : done;
    };
    const onClient = (client: Client, control: Client) => begin(client, mode, (sql) => run(sql, control));
    const who = context.userId || undefined;
    const report = (outcome: TransactionReport['outcome']) =>
      config.onTransaction?.({
        name: options.name ?? (fn.name || 'unnamed'),
        mode,
        outcome,
        server: trip.server,
        choice: trip.choice,
        ms: performance.now() - started,
        waitedMs: trip.waitedMs ?? 0,
        rows: trip.rows ?? 0,
      });
    return running.run(mode, async () => {
      try {
        const done = await (mode === 'read'
          ? routes.read(who, options, trip, onClient)
          : routes.write(who, trip, (client, control) =>
              onClient(client, control).catch(async (error) => {
                if (!lacksPartition(error)) throw error;
                await client.begin(async (sql) => {
                  await sql`set local role admin_role`;
                  await sql`select from ensure_partitions()`;
                });
                return onClient(client, control);
              }),
            ));
        report('ok');
        return done;
      } catch (error) {
        const failure = options.signal?.aborted ? new Canceled({ cause: error }) : translate(error);
        report(failure instanceof Failure ? failure.code : 'failed');
        throw failure;
      }
    });
  }

  return {
    read: async (actor, fn, options) => transact('read', actor, fn, options),
    write: async (actor, fn, options) => transact('write', actor, fn, options),
    freshnessOf: (actor) => routes.freshnessOf(contextOf(actor).userId || undefined),
    servers: () => routes.view(),
    changeReplicas: (replicaUrls, directUrls = []) => routes.changeReplicas(replicaUrls, directUrls),
    close: (timeoutMs = 5_000) => routes.close(timeoutMs),
  };
}

type Settings = Record<
  | 'role'
  | 'app.current_user_id'
  | 'app.actor'
  | 'app.on_behalf_of'
  | 'app.request_id'
  | 'statement_timeout'
  | 'idle_in_transaction_session_timeout',
  string
>;

function setPrepared(sql: TransactionClient, settings: Settings) {
  return sql<Running[]>`
    select set_config('role', ${settings.role}, true),
           set_config('app.current_user_id', ${settings['app.current_user_id']}, true),
           set_config('app.actor', ${settings['app.actor']}, true),
           set_config('app.on_behalf_of', ${settings['app.on_behalf_of']}, true),
           set_config('app.request_id', ${settings['app.request_id']}, true),
           set_config('statement_timeout', ${settings.statement_timeout}, true),
           set_config('idle_in_transaction_session_timeout', ${settings.idle_in_transaction_session_timeout}, true),
           pg_backend_pid() as pid, now()::text as began`;
}

/** A statement with parameters that is not prepared costs the driver a round trip of its own, to learn their types. */
function setAsText(sql: TransactionClient, settings: Settings) {
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${quoteLiteral(value)}, true)`,
  );
  return sql.unsafe<Running[]>(`select ${calls.join(', ')}, pg_backend_pid() as pid, now()::text as began`);
}

function begin<T>(
  client: Client,
  mode: 'read' | 'write',
  run: (sql: TransactionClient) => Promise<T>,
): Promise<T> {
  const done = mode === 'read' ? client.begin('read only', run) : client.begin(run);
  return done as Promise<T>;
}

/** The same transaction; `count` is told of each statement's rows, as its result arrives. */
function countingRows(sql: TransactionClient, count: (rows: number) => void): TransactionClient {
  const watch = <Q>(query: Q): Q => {
    // A statement of the driver is a promise that carries its own `resolve`; a fragment never gets a result.
    const own = query as { resolve?: (result: { count: number | null }) => void };
    if (query instanceof Promise && own.resolve) {
      const { resolve } = own;
      own.resolve = (result) => {
        count(result.count ?? 0);
        resolve(result);
      };
    }
    return query;
  };
  return new Proxy(sql, {
    apply: (target, self, args) => watch(Reflect.apply(target, self, args)),
    get: (target, name) => {
      if (name !== 'unsafe') return Reflect.get(target, name);
      return (...args: Parameters<TransactionClient['unsafe']>) => watch(target.unsafe(...args));
    },
  });
}

/** What the server or the driver says, in words that the portal's other layers know. */
function translate(error: unknown): unknown {
  if (error instanceof Failure) return error;
  if (isConnectionFailure(error)) {
    return new Unavailable('The database cannot be reached just now.', { cause: error });
  }
  const code = errorCode(error);
  const refusal = readRefusal(error);
  if (refusal) return refusal;
  if (code === '55P03') return new Busy('Someone else is changing this just now.', { cause: error });
  if (code === '57014') return new Busy('The database took too long to answer.', { cause: error });
  if (code === '22023' && String(error).includes('role')) {
    return new Unavailable('The database’s roles are missing: run `portal migrate`.', { cause: error });
  }
  if (code === '42501' && String(error).includes('set role')) {
    return new Unavailable(
      'The login in DATABASE_URL may not act as application_role and admin_role: run `portal migrate`.',
      { cause: error },
    );
  }
  return error;
}

/** The same data for one request: what it gives as options counts for each of its transactions. */
export function forRequest(db: Database, request: RequestOptions): Database {
  return {
    ...db,
    read: (actor, fn, options) => db.read(actor, fn, { ...request, ...options }),
    write: (actor, fn, options) => db.write(actor, fn, { ...request, ...options }),
  };
}
