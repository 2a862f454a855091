import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import { type Builder, openBuilder } from './builder.ts';
import type { Client, TransactionClient } from './connection.ts';
import { Canceled, Failure, type FailureCode, Unavailable } from './errors.ts';
import { lacksPartition } from './refusals.ts';
import {
  type Freshness,
  openRoutes,
  type Routes,
  type RoutesConfig,
  type ServerView,
  type Trip,
} from './routing/routes.ts';
import type { Lease } from './transactions/pool.ts';
import { type Committed, runTransaction, type TransactionSettings } from './transactions/run-transaction.ts';
import { translate } from './translate.ts';

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
  /**
   * The function of a `read` sends one statement. COMMIT leaves with it, which saves a packet each way. A second
   * statement is refused.
   */
  oneStatement?: boolean;
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

type Mode = 'read' | 'write';
const running = new AsyncLocalStorage<Mode>();
const userId = z.uuid('An actor’s user id is a UUID.');

/** What the transactions of one database share. */
interface Shared {
  routes: Routes;
  statementTimeout: string;
  idleTimeout: string;
  onTransaction: DatabaseConfig['onTransaction'];
}

/** One call of `read` or `write`. */
interface Call<T> {
  shared: Shared;
  mode: Mode;
  actor: Actor;
  /** The person whose writes a read must not miss, and whose rows the policies show. */
  user: string | undefined;
  fn: (tx: WriteTransaction) => Promise<T>;
  options: RequestOptions;
  /** Where it went, for its report. */
  trip: Trip;
}

/**
 * Opens the portal's data. No connection is made before the first `read` or `write`.
 * @throws TypeError when the URL is not one.
 */
export function openDatabase(config: DatabaseConfig): Database {
  const routes = openRoutes(config);
  const shared: Shared = {
    routes,
    statementTimeout: String(config.statementTimeoutMs ?? 15_000),
    idleTimeout: String(config.idleTimeoutMs ?? 30_000),
    onTransaction: config.onTransaction,
  };
  return {
    read: async (actor, fn, options) => carryOut(callOf(shared, 'read', actor, fn, options)),
    write: async (actor, fn, options) => carryOut(callOf(shared, 'write', actor, fn, options)),
    freshnessOf: async (actor) => routes.freshnessOf(userOf(actor)),
    servers: () => routes.view(),
    changeReplicas: (replicaUrls, directUrls = []) => routes.changeReplicas(replicaUrls, directUrls),
    close: (timeoutMs = 5_000) => routes.close(timeoutMs),
  };
}

/** @throws ZodError when the actor's user id is not one. */
function callOf<T>(
  shared: Shared,
  mode: Mode,
  actor: Actor,
  fn: Call<T>['fn'],
  options: RequestOptions = {},
): Call<T> {
  return { shared, mode, actor, user: userOf(actor), fn, options, trip: {} };
}

const userOf = (actor: Actor): string | undefined =>
  actor.kind === 'member' || actor.kind === 'staff' ? userId.parse(actor.userId) : undefined;

/** From the call to its report. */
function carryOut<T>(call: Call<T>): Promise<T> {
  const outer = running.getStore();
  if (outer) {
    throw new Error(
      `A ${call.mode} was started inside a ${outer}: each is one transaction, so call them in turn.`,
    );
  }
  const began = performance.now();
  return running.run(call.mode, async () => {
    try {
      const value = await (call.mode === 'read' ? readOnce(call) : writeWithPartitions(call));
      report(call, began, 'ok');
      return value;
    } catch (error) {
      const failure = call.options.signal?.aborted ? new Canceled({ cause: error }) : translate(error);
      report(call, began, failure instanceof Failure ? failure.code : 'failed');
      throw failure;
    }
  });
}

function report<T>(
  { shared, mode, fn, options, trip }: Call<T>,
  began: number,
  outcome: TransactionReport['outcome'],
): void {
  shared.onTransaction?.({
    name: options.name ?? (fn.name || 'unnamed'),
    mode,
    outcome,
    server: trip.server,
    choice: trip.choice,
    ms: performance.now() - began,
    waitedMs: trip.waitedMs ?? 0,
    rows: trip.rows ?? 0,
  });
}

async function readOnce<T>(call: Call<T>): Promise<T> {
  const { shared, user, options, trip } = call;
  const { value } = await shared.routes.read(user, options, trip, (lease, control) =>
    runOn(lease, call, control, false),
  );
  return value;
}

const writeOnce = <T>(call: Call<T>): Promise<T> =>
  call.shared.routes.write(call.user, call.trip, (lease, control, asksPosition) =>
    runOn(lease, call, control, asksPosition),
  );

/** When a row found no partition, it is made in a transaction of its own, and the write runs once more. */
async function writeWithPartitions<T>(call: Call<T>): Promise<T> {
  try {
    return await writeOnce(call);
  } catch (error) {
    if (!lacksPartition(error)) throw error;
    await writeOnce(callOf(call.shared, 'write', { kind: 'system', name: 'partitions' }, ensurePartitions));
    return writeOnce(call);
  }
}

const ensurePartitions = ({ sql }: Transaction) => sql`select from ensure_partitions()`;

function runOn<T>(
  lease: Lease,
  call: Call<T>,
  control: Client,
  asksPosition: boolean,
): Promise<Committed<T>> {
  const { shared, mode, actor, fn, options, trip } = call;
  const { attempt } = trip;
  if (options.signal?.aborted) {
    lease.giveBack();
    throw options.signal.reason;
  }
  if (attempt) attempt.phase = 'running';
  return runTransaction(
    lease,
    {
      mode,
      settings: settingsOf(call),
      isOneStatement: mode === 'read' && options.oneStatement === true,
      asksPosition,
      signal: options.signal,
      control,
      onRows:
        shared.onTransaction &&
        ((rows) => {
          trip.rows = (trip.rows ?? 0) + rows;
        }),
      beforeCommit: () => {
        // Its server was given up, and the transaction runs elsewhere by now. It must not be kept here as well.
        if (attempt?.isAbandoned) throw new Unavailable('The database cannot be reached right now.');
        if (attempt) attempt.phase = 'committing';
      },
    },
    (sql) => fn(transactionOn(sql, actor)),
  );
}

function transactionOn(sql: TransactionClient, actor: Actor): WriteTransaction {
  let builder: Builder | undefined;
  return {
    actor,
    sql,
    get orm() {
      builder ??= openBuilder(sql);
      return builder;
    },
    writable: true,
  };
}

/** The database role that stands for an actor, and the settings that its policies read. */
function settingsOf<T>({ shared, actor, user, options }: Call<T>): TransactionSettings {
  const isAdmin = actor.kind === 'staff' || actor.kind === 'system';
  return {
    role: isAdmin ? 'admin_role' : 'application_role',
    'app.current_user_id': user ?? '',
    'app.actor': actor.kind === 'system' ? `system:${actor.name}` : actor.kind,
    'app.on_behalf_of':
      actor.kind === 'system' && actor.onBehalfOf !== undefined ? userId.parse(actor.onBehalfOf) : '',
    'app.request_id': options.requestId ?? '',
    statement_timeout: shared.statementTimeout,
    idle_in_transaction_session_timeout: shared.idleTimeout,
  };
}

/** The same data for one request: what it gives as options counts for each of its transactions. */
export function forRequest(db: Database, request: RequestOptions): Database {
  return {
    ...db,
    read: (actor, fn, options) => db.read(actor, fn, { ...request, ...options }),
    write: (actor, fn, options) => db.write(actor, fn, { ...request, ...options }),
  };
}
