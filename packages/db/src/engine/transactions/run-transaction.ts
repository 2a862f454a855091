import { errorCode, type TransactionClient } from '../connection.ts';
import { Canceled } from '../errors.ts';
import { cancelOnAbort, type Running } from './cancel.ts';
import type { Conduct } from './conduct.ts';
import { type PlanningMode, planning, planningTexts, preparing, resetting } from './messages.ts';
import type { Committed, TransactionOptions } from './options.ts';
import type { Lease, Send, Statement } from './pool.ts';
import { canLeaveMore } from './reset.ts';

/** The protocol's code of a session outside of a transaction: `I`. */
const outside = 73;

/**
 * Runs `fn` in one transaction on a connection, resets the session, and gives the connection back. The answer of a read
 * does not wait for COMMIT; the connection does. A connection goes back only when the server has confirmed the end of
 * the transaction and the reset, and is closed otherwise.
 *
 * BEGIN and the settings leave right before the first statement of `fn`, and the server answers all of them in one go.
 * When one of them fails, the server skips what leaves with it, so that statement never runs with other rights. A
 * statement that was sent behind it would run outside of a transaction, as the login itself. The application's logins
 * have rights only through the roles that they take on, so the server refuses it. COMMIT leaves together with the reset.
 * A read of one statement needs neither BEGIN nor COMMIT: the server makes a transaction of what it answers in one go.
 *
 * That needs prepared statements and a connection of its own to the server. Through a pooler or in the embedded database
 * (`canPrepare` is false) BEGIN and the settings are one text of the simple protocol, which PgBouncer can pass on. Where
 * the login has rights of its own (`hasOwnRights`, as always in the embedded database), `fn` waits for BEGIN.
 * @throws Canceled when the signal was aborted before COMMIT was sent, what `fn` throws, and what the driver throws when
 * the connection is lost or COMMIT fails.
 */
export function runTransaction<T>(
  lease: Lease,
  options: TransactionOptions,
  fn: (sql: TransactionClient, conduct: Conduct) => Promise<T>,
): Promise<Committed<T>> {
  return new Promise((resolve, reject) => {
    const transaction = new RunningTransaction(lease, options);
    lease.onLost = (error) => {
      transaction.lose(error);
      lease.destroy();
      reject(error);
    };
    transaction.run(fn).then(resolve, reject);
  });
}

/** Gives a statement to the connection at once. */
function handOver(statement: unknown): void {
  const query = statement as { executed: boolean; handler(query: unknown): void };
  query.executed = true;
  query.handler(query);
}

class RunningTransaction {
  readonly #lease: Lease;
  readonly #options: TransactionOptions;
  /**
   * The reason why no further statement is sent. A text becomes an error when a statement is tried, because making
   * errors is slow.
   */
  #refusal: Error | string | undefined;
  #isLost = false;
  /** The first statement that failed. Later ones fail only because of it. */
  #firstFailure: { error: unknown } | undefined;
  #openingFailure: { error: unknown } | undefined;
  /** BEGIN waits for the first statement. */
  #isWaiting: boolean;
  /** The answer to a BEGIN that was sent by itself. */
  #opening: Promise<Running> | undefined;
  #isOpen = false;
  /** The first statement leaves with the message for it. */
  #planning: PlanningMode | undefined;
  /** The statement that COMMIT leaves with. */
  #last: unknown;
  /** A statement that the server makes a transaction of. */
  #only: Statement | undefined;
  /** The answer to a COMMIT that left with the last statement. */
  #ended: Promise<unknown> | undefined;
  /** The session may hold what the reset leaves in place. */
  #isInDoubt = false;

  constructor(lease: Lease, options: TransactionOptions) {
    this.#lease = lease;
    this.#options = options;
    this.#isWaiting = lease.canPrepare;
  }

  refuse(reason: Error | string): void {
    this.#refusal ??= reason;
  }

  /** The connection was lost, and no ROLLBACK can be sent over it. */
  lose(error: Error): void {
    this.#isLost = true;
    this.refuse(error);
  }

  async run<T>(fn: (sql: TransactionClient, conduct: Conduct) => Promise<T>): Promise<Committed<T>> {
    let value: T;
    try {
      if (!this.#isWaiting) {
        const opening = this.#begin();
        if (this.#lease.hasOwnRights) await opening;
      }
      value = await this.#carryOut(fn);
      // A function that sends no statement gets here first.
      if (this.#opening && !this.#isOpen) await this.#opening;
      if (this.#firstFailure) throw this.#firstFailure.error;
      const { signal } = this.#options;
      if (signal?.aborted) throw new Canceled({ cause: signal.reason });
      this.#options.beforeCommit?.();
    } catch (error) {
      await this.#rollBack();
      throw this.#causeOf(error);
    }
    if (this.#ended) return { value, position: undefined };
    this.refuse('This transaction is over: no statement can be sent through it any more.');
    return this.#commit(value);
  }

  /** Sends BEGIN by itself. */
  #begin(): Promise<Running> {
    this.#isWaiting = false;
    const opening = this.#lease.sql.unsafe<[unknown, Running[]]>(this.#options.opening.text);
    // The driver's own `execute` hands a statement over one turn later, and the first statement would overtake BEGIN.
    handOver(opening);
    const running = opening.then(([, [row]]) => {
      this.#isOpen = true;
      return row as Running;
    });
    running.catch((error) => this.#noteOpening(error));
    this.#opening = running;
    if (this.#planning) this.#planBehind(this.#planning);
    return running;
  }

  #plan(mode: PlanningMode): void {
    if (this.#isWaiting) this.#planning = mode;
    else if (!this.#refusal) this.#planBehind(mode);
  }

  /** If it fails, so does the statement that is sent behind it. */
  #planBehind(mode: PlanningMode): void {
    const planned = this.#lease.sql.unsafe(planningTexts[mode]);
    planned.catch(() => undefined);
    handOver(planned);
  }

  async #carryOut<T>(fn: (sql: TransactionClient, conduct: Conduct) => Promise<T>): Promise<T> {
    const { signal, control, endsWithLast } = this.#options;
    const scope = this.#lease.scope((statement, pass) => this.#send(statement, pass));
    const conduct: Conduct = {
      planForEachValue: () => this.#plan('for each value'),
      planOnce: () => this.#plan('once'),
      last: (statement) => {
        if (endsWithLast) this.#last = statement;
        return statement;
      },
    };
    if (!signal) return fn(scope, conduct);
    const running = this.#opening ?? this.#lease.pid;
    const isOver = running === undefined ? undefined : cancelOnAbort(signal, control, running);
    try {
      return await fn(scope, conduct);
    } finally {
      isOver?.();
    }
  }

  #send(statement: Statement, pass: Send): void {
    if (this.#options.signal?.aborted) this.refuse(new Canceled({ cause: this.#options.signal.reason }));
    if (this.#refusal) {
      // Nobody may wait for it any more.
      statement.catch(() => undefined);
      statement.reject(typeof this.#refusal === 'string' ? new Error(this.#refusal) : this.#refusal);
      return;
    }
    statement.then(
      ({ count }) => {
        this.#note(statement);
        this.#options.onRows?.(count ?? 0, statement.string ?? '');
      },
      (error) => {
        this.#note(statement);
        this.#firstFailure ??= { error };
        if (statement.opening) this.#noteOpening(error);
      },
    );
    if (this.#isWaiting && statement.options.simple) this.#begin();
    const { isOneStatement } = this.#options;
    const isLast = isOneStatement || statement === this.#last;
    if (isOneStatement) this.refuse('This transaction was to have one statement, which has been sent.');
    else if (isLast) this.refuse('The last statement of this transaction has been sent.');
    if (this.#isWaiting) this.#sendFirst(statement, pass, isLast);
    else pass(statement);
    if (isLast && !this.#only) {
      this.#ended = this.#end('commit', 'COMMIT');
      this.#ended.catch(() => undefined);
    }
  }

  #sendFirst(statement: Statement, pass: Send, isLast: boolean): void {
    const { opening } = this.#options;
    const { bytes, answers } = isLast ? opening.only : opening.first;
    const parts = [bytes];
    if (!this.#lease.isPrepared) parts.unshift(preparing);
    const planned = this.#planning && planning[this.#planning];
    if (planned) parts.push(planned.bytes);
    statement.before = parts.length === 1 ? bytes : Buffer.concat(parts);
    statement.opens = answers + (planned?.answers ?? 0);
    if (isLast) {
      statement.after = resetting;
      this.#only = statement;
    }
    pass(statement);
    // The driver sends nothing of a statement that it cannot put together.
    if (!statement.isSent) return;
    this.#isWaiting = false;
    this.#lease.isPrepared = true;
  }

  #note({ isSent, string = '', options }: Statement): void {
    if (isSent && canLeaveMore(string, options.simple === true)) this.#isInDoubt = true;
  }

  /** Nothing else is sent once BEGIN has failed. */
  #noteOpening(error: Error): void {
    this.#openingFailure ??= { error };
    this.refuse(error);
  }

  /** The error of the first failure, instead of "the transaction is aborted". */
  #causeOf(error: unknown): unknown {
    if (this.#openingFailure) return this.#openingFailure.error;
    return errorCode(error) === '25P02' && this.#firstFailure ? this.#firstFailure.error : error;
  }

  async #rollBack(): Promise<void> {
    if (this.#ended) return void (await this.#ended.catch(() => undefined));
    this.refuse('This transaction was rolled back: no statement can be sent through it any more.');
    if (this.#isLost) return;
    await this.#end('rollback', 'ROLLBACK').catch(() => undefined);
  }

  async #commit<T>(value: T): Promise<Committed<T>> {
    const ended = this.#end('commit', 'COMMIT');
    if (this.#options.mode === 'read') {
      // The rows that were read stay true whatever becomes of COMMIT.
      ended.catch(() => undefined);
      return { value, position: undefined };
    }
    return { value, position: await ended };
  }

  /**
   * Ends the transaction and gives the connection back.
   * @throws Error when the server ended it in another way.
   */
  async #end(verb: 'commit' | 'rollback', answer: string): Promise<string | undefined> {
    if (this.#only) return this.#endOnly(this.#only);
    if (this.#isWaiting) {
      this.#lease.giveBack();
      return undefined;
    }
    try {
      const { sql } = this.#lease;
      const ending = this.#sendEnd(verb);
      const asksPosition = this.#options.asksPosition === true && answer === 'COMMIT';
      // It leaves in the same packet.
      const asked = asksPosition
        ? sql.unsafe<{ position: string }[]>('select pg_current_wal_insert_lsn()::text as position').then(
            ([row]) => row?.position,
            () => undefined,
          )
        : undefined;
      const { command, isReset } = await ending;
      // COMMIT that left with a statement which failed.
      const isRolledBack = this.#ended && this.#firstFailure && command === 'ROLLBACK';
      if (command !== answer && !isRolledBack) {
        // A statement that nobody awaited made the server roll back.
        const cause = command === 'ROLLBACK' ? this.#firstFailure : undefined;
        throw cause ? cause.error : new Error(`The server answered ${verb} with ${command}.`);
      }
      const position = await asked;
      this.#leave(isReset);
      return position;
    } catch (error) {
      this.#lease.destroy();
      throw error;
    }
  }

  /**
   * Sends COMMIT or ROLLBACK with the reset. `execute` puts it in line at once: awaited alone, it would leave after the
   * question for the log's position, which would then be asked before COMMIT.
   */
  async #sendEnd(verb: 'commit' | 'rollback'): Promise<{ command: string | undefined; isReset: boolean }> {
    const { sql, canPrepare, isPrepared } = this.#lease;
    if (canPrepare && isPrepared) {
      const ending = sql.unsafe(verb, [], { prepare: true, simple: false } as never);
      const statement = ending as unknown as Statement;
      statement.after = resetting;
      const { command } = await ending.execute();
      return { command, isReset: statement.status === outside };
    }
    const ending = sql.unsafe(`${verb};${this.#lease.resetText}`);
    try {
      const [{ command } = { command: undefined }] = (await ending.execute()) as unknown as {
        command: string;
      }[];
      return { command, isReset: (ending as unknown as Statement).status === outside };
    } catch (error) {
      // The reset failed, after the transaction had ended.
      const { completed } = error as { completed?: string };
      if (!completed) throw error;
      return { command: completed, isReset: false };
    }
  }

  /** Gives the connection back once the server has ended the transaction of the only statement. */
  async #endOnly(statement: Statement): Promise<undefined> {
    const isDone = await statement.then(
      () => true,
      () => false,
    );
    if (!statement.isSent) this.#lease.giveBack();
    else if (isDone) this.#leave(statement.closing === true && statement.status === outside);
    else if (statement.status === outside && !this.#openingFailure) {
      // The server skipped the reset.
      const reset = this.#lease.sql.unsafe(this.#lease.resetText);
      reset.then(
        () => this.#leave((reset as unknown as Statement).status === outside),
        () => this.#lease.destroy(),
      );
    } else this.#lease.destroy();
    return undefined;
  }

  #leave(isReset: boolean): void {
    if (isReset && !this.#isInDoubt && !this.#openingFailure) this.#lease.giveBack();
    else this.#lease.destroy();
  }
}
