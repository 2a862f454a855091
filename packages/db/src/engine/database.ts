import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import { type Actor, loginOf, roleOf, systemActor } from './actors.ts';
import { type Builder, openBuilder } from './builder.ts';
import type { Client, TransactionClient } from './connection.ts';
import { Canceled, Failure, Unavailable } from './errors.ts';
import { Memory, Outdated, WithoutRecall } from './memory.ts';
import { lacksPartition } from './refusals.ts';
import { type Freshness, openRoutes, type Routes, type RoutesConfig, type Trip } from './routing/routes.ts';
import type { ServerView } from './routing/servers.ts';
import { type OwnSignals, ownSignals, type Signal, type SignalWatch } from './routing/signals.ts';
import type { TransactionReport } from './transaction-report.ts';
import type { Conduct } from './transactions/conduct.ts';
import { type Opening, openingOf, type TransactionSettings } from './transactions/messages.ts';
import type { Committed } from './transactions/options.ts';
import type { Lease } from './transactions/pool.ts';
import { runTransaction } from './transactions/run-transaction.ts';
import { translate } from './translate.ts';

/** The argument of a function given to `read` or `write`. It is useless once that function has returned. */
export interface Transaction extends Conduct {
  readonly actor: Actor;
  /** The driver's tagged templates, prepared once per connection. */
  readonly sql: TransactionClient;
  /** Drizzle's builder on the same transaction. */
  readonly orm: Builder;
  /** The memory of query functions for this database, from one transaction to the next. */
  readonly memory: Memory;
}

/** Only `write` provides one, so a command cannot be called inside a `read` by mistake. */
export interface WriteTransaction extends Transaction {
  readonly writable: true;
}

export interface DatabaseConfig extends RoutesConfig {
  /**
   * Time limit of one statement in milliseconds. Default: 15,000. The embedded database does not honor it.
   */
  statementTimeoutMs?: number;
  /** Milliseconds after which the server ends a transaction that does nothing. Default: 30,000. */
  idleTimeoutMs?: number;
  /** Called for each finished transaction. It must not throw. */
  onTransaction?: (report: TransactionReport) => void;
  /** True for the embedded database, which sends no notifications: this process makes its own of what it writes. */
  isEmbedded?: boolean;
}

export interface RequestOptions extends Freshness {
  /**
   * The function of a `read` sends one statement. COMMIT leaves with it, which saves a packet each way. A second
   * statement is refused.
   */
  oneStatement?: boolean;
  /**
   * The function of a `read` says with `last` which statement is its last. COMMIT leaves with that one, and a later one is
   * refused.
   */
  endsWithLast?: boolean;
  /** The request's id in the log. The audit trail stores it with the changes of the request. */
  requestId?: string;
  /** The transaction's name in reports. Default: the name of the function. */
  name?: string;
  /**
   * Aborted when nobody waits for the answer any more. The server is told to stop, no further statement is sent,
   * everything is rolled back, and the caller gets Canceled. A COMMIT that was sent before the abort stands, and the
   * caller gets its outcome.
   */
  signal?: AbortSignal;
}

export interface Database {
  /**
   * Runs `fn` in one READ ONLY transaction as `actor` and returns its result.
   * @throws Unavailable when the server cannot be reached, Busy when a lock or the time limit stood in the way,
   * Canceled when the options' signal was aborted, and every error of `fn`. A `read` or `write` inside `fn` throws.
   */
  read<T>(actor: Actor, fn: (tx: Transaction) => Promise<T>, options?: RequestOptions): Promise<T>;
  /**
   * Runs `fn` in one transaction as `actor`. It is committed when `fn` returns and rolled back when it throws. When
   * a row found no partition (which is made then), or its connection was lost before COMMIT was sent, `fn` runs again.
   * @throws OutcomeUnknown when the connection was lost after that; Refused, in words for the person who asked, when a rule of the database says no; otherwise as `read`.
   */
  write<T>(actor: Actor, fn: (tx: WriteTransaction) => Promise<T>, options?: RequestOptions): Promise<T>;
  /**
   * The position of the actor's last write, for a cookie or a header. Pass it back as `after`, and no read will
   * miss that write, in any process. Undefined if there is nothing to wait for.
   */
  freshnessOf(actor: Actor): Promise<string | undefined>;
  /**
   * Calls `tell` after each change that concerns open pages, in any process, until the watch is closed: with the account's
   * id or the permission whose holders it concerns, or with undefined when it may concern anybody. It says nothing of the
   * change. It needs a direct connection to the primary (`directUrls`, if a pooler stands in between).
   */
  watchSignals(tell: (signal: Signal) => void): SignalWatch;
  /** The servers as the last probe found them. */
  servers(): ServerView[];
  /**
   * Replaces the replicas (and, without a pooler, `directUrls` of all servers). Transactions on removed servers
   * finish.
   * @throws TypeError when the database was opened without `replicaUrls`.
   */
  changeReplicas(replicaUrls: string[], directUrls?: string[]): Promise<void>;
  /** Waits for transactions in flight, at most `timeoutMs` (default 5,000), then closes every connection. */
  close(timeoutMs?: number): Promise<void>;
}

/** A report names the first statements of a transaction. */
const mostTexts = 20;

type Mode = 'read' | 'write';
/** The call that the code runs in. Timers that it started still see it once it is over. */
const running = new AsyncLocalStorage<{ mode: Mode; isOver: boolean }>();
const userId = z.uuid('An actor’s user id is a UUID.');

/** Shared by all transactions of one database. */
interface Shared {
  routes: Routes;
  statementTimeout: string;
  idleTimeout: string;
  onTransaction: DatabaseConfig['onTransaction'];
  own: OwnSignals | undefined;
  memory: Memory;
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
  /** BEGIN and the settings. Making it can fail, so it is made before a connection is taken. */
  opening: Opening;
  /** The route that it took, for its report. */
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
    own: config.isEmbedded ? ownSignals() : undefined,
    memory: new Memory(),
  };
  return {
    read: async (actor, fn, options) => carryOut(callOf(shared, 'read', actor, fn, options)),
    write: async (actor, fn, options) => carryOut(callOf(shared, 'write', actor, fn, options)),
    freshnessOf: async (actor) => routes.freshnessOf(userOf(actor)),
    watchSignals: (tell) => (shared.own ?? { watch: routes.watchSignals }).watch(tell),
    servers: () => routes.view(),
    changeReplicas: (replicaUrls, directUrls = []) => routes.changeReplicas(replicaUrls, directUrls),
    close: (timeoutMs = 5_000) => routes.close(timeoutMs),
  };
}

/** @throws ZodError when a user id of the actor is not one, TypeError when a text contains NUL. */
function callOf<T>(
  shared: Shared,
  mode: Mode,
  actor: Actor,
  fn: Call<T>['fn'],
  options: RequestOptions = {},
): Call<T> {
  const user = userOf(actor);
  const opening = openingOf(mode, settingsOf(shared, actor, user, options));
  return { shared, mode, actor, user, fn, options, opening, trip: {} };
}

const userOf = (actor: Actor): string | undefined =>
  actor.kind === 'member' || actor.kind === 'staff' ? userId.parse(actor.userId) : undefined;

/** Runs a call, translates its error, and reports it. */
function carryOut<T>(call: Call<T>): Promise<T> {
  const outer = running.getStore();
  if (outer && !outer.isOver) {
    throw new Error(
      `A ${call.mode} was started inside a ${outer.mode}: each is one transaction, so call them in turn.`,
    );
  }
  const began = performance.now();
  const own = { mode: call.mode, isOver: false };
  return running.run(own, async () => {
    try {
      const value = await (call.mode === 'read' ? readAnew(call) : writeWithPartitions(call));
      report(call, began, 'ok');
      // The queue looks for work all the time, and mostly finds none.
      if (call.mode === 'write' && call.trip.rows) call.shared.own?.wrote();
      return value;
    } catch (error) {
      const isCut = call.mode === 'write' && call.trip.attempt?.phase === 'committing';
      const failure = isCanceled(call) ? new Canceled({ cause: error }) : translate(error, isCut);
      report(call, began, failure instanceof Failure ? failure.code : 'failed');
      throw failure;
    } finally {
      own.isOver = true;
    }
  });
}

/** An abort after COMMIT was sent changes nothing: it may have been carried out. */
const isCanceled = <T>({ options, trip }: Call<T>): boolean =>
  options.signal?.aborted === true && trip.attempt?.phase !== 'committing';

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
    texts: trip.texts ?? [],
  });
}

/** A function that relied on something outdated runs once more and recalls nothing: replicas may be of different editions. */
async function readAnew<T>(call: Call<T>): Promise<T> {
  try {
    return await readOnce(call);
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    return readOnce({ ...call, shared: { ...call.shared, memory: new WithoutRecall(call.shared.memory) } });
  }
}

async function readOnce<T>(call: Call<T>): Promise<T> {
  const { shared, actor, user, options, trip } = call;
  const { value } = await shared.routes.read(loginOf(actor), user, options, trip, (lease, control) =>
    runOn(lease, call, control, false),
  );
  return value;
}

const writeOnce = <T>(call: Call<T>): Promise<T> =>
  call.shared.routes.write(loginOf(call.actor), call.user, call.trip, (lease, control, asksPosition) =>
    runOn(lease, call, control, asksPosition),
  );

/** Makes the partition that a row did not find, in a transaction of its own, and runs the write once more. */
async function writeWithPartitions<T>(call: Call<T>): Promise<T> {
  try {
    return await writeOnce(call);
  } catch (error) {
    if (!lacksPartition(error)) throw error;
    await writeOnce(callOf(call.shared, 'write', systemActor('partitions'), ensurePartitions));
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
  const { shared, mode, actor, fn, options, opening, trip } = call;
  const { attempt } = trip;
  if (options.signal?.aborted) {
    lease.giveBack();
    throw new Canceled({ cause: options.signal.reason });
  }
  if (attempt) attempt.phase = 'running';
  return runTransaction(
    lease,
    {
      mode,
      opening,
      isOneStatement: mode === 'read' && options.oneStatement === true,
      endsWithLast: mode === 'read' && options.endsWithLast === true,
      asksPosition,
      signal: options.signal,
      control,
      onRows:
        (shared.onTransaction || shared.own) &&
        ((rows, text) => {
          trip.rows = (trip.rows ?? 0) + rows;
          trip.texts ??= [];
          if (trip.texts.length < mostTexts) trip.texts.push(text);
        }),
      beforeCommit: () => {
        // Its server was given up, and the transaction runs elsewhere by now. It must not be committed here as well.
        if (attempt?.isAbandoned) throw new Unavailable('The database cannot be reached right now.');
        if (attempt) attempt.phase = 'committing';
      },
    },
    (sql, conduct) => fn(transactionOn(sql, { actor, memory: shared.memory, ...conduct })),
  );
}

function transactionOn(
  sql: TransactionClient,
  rest: Conduct & Pick<Transaction, 'actor' | 'memory'>,
): WriteTransaction {
  let builder: Builder | undefined;
  return {
    ...rest,
    sql,
    get orm() {
      builder ??= openBuilder(sql);
      return builder;
    },
    writable: true,
  };
}

/** The database role of an actor, and the settings that its policies read. */
function settingsOf(
  shared: Shared,
  actor: Actor,
  user: string | undefined,
  options: RequestOptions,
): TransactionSettings {
  return {
    role: roleOf(actor),
    'app.current_user_id': user ?? '',
    'app.actor': actor.kind === 'system' ? `system:${actor.name}` : actor.kind,
    'app.on_behalf_of':
      actor.kind === 'system' && actor.onBehalfOf !== undefined ? userId.parse(actor.onBehalfOf) : '',
    'app.request_id': options.requestId ?? '',
    statement_timeout: shared.statementTimeout,
    idle_in_transaction_session_timeout: shared.idleTimeout,
  };
}

/** The same database for one request. `request` is the default of each transaction's options. */
export function forRequest(db: Database, request: RequestOptions): Database {
  return {
    ...db,
    read: (actor, fn, options) => db.read(actor, fn, { ...request, ...options }),
    write: (actor, fn, options) => db.write(actor, fn, { ...request, ...options }),
  };
}
