import type postgres from 'postgres';
import {
  type Client,
  type ConnectionOptions,
  connect,
  isPoolerBusy,
  type TransactionClient,
} from '../connection.ts';
import { resetText } from './reset.ts';
import { makeSlots } from './slots.ts';

/** A statement of the driver on its way to the server. */
export interface Statement extends Promise<{ count: number | null; command: string }> {
  reject(error: unknown): void;
  readonly options: { simple?: boolean };
  /** Its text, once the driver has put it together. */
  readonly string?: string;
  /** Messages that leave right before it, and the number of statements in them. The driver skips their answers. */
  before?: Buffer;
  opens?: number;
  /** Messages that leave right after it, in place of its own Sync. They end with one. */
  after?: Buffer;
  /** True once it has left, or waits for the driver to have asked for the types of its parameters. */
  readonly isSent?: boolean;
  /** Statements of `before` that the server has not carried out. */
  readonly opening?: number;
  /** True once the server has carried it out and goes on with `after`. */
  readonly closing?: boolean;
  /**
   * The server's state after its answer, as a code of the protocol: 73 outside of a transaction. 69 when `after` failed.
   */
  readonly status?: number;
}

/** Sends a statement. */
export type Send = (statement: Statement) => void;

/** The additions of our patch to a reserved connection of the driver. */
type Reserved = postgres.ReservedSql<{ date: string; bigint: number }> & {
  scope(send: (statement: Statement, pass: Send) => void): TransactionClient;
};

/** A connection that one transaction has to itself. It is given back once, or destroyed once. */
export interface Lease {
  /**
   * The engine's own statements. They leave in the order in which they are made, without waiting for one another.
   */
  readonly sql: Client;
  /** Its login has rights of its own, so a statement outside of a transaction could do something. */
  readonly hasOwnRights: boolean;
  /** The server's process, which the connection has to itself. Undefined where a pooler may stand in between. */
  readonly pid: number | undefined;
  /** The engine's own statements can be prepared here, and have been. */
  readonly canPrepare: boolean;
  isPrepared: boolean;
  /** Resets the session, as one text of the simple protocol. */
  readonly resetText: string;
  /** Another handle. `send` gets each of its statements, and passes on those that are to be sent. */
  scope(send: (statement: Statement, pass: Send) => void): TransactionClient;
  /** Called when the connection is lost before it is given back. */
  onLost: ((error: Error) => void) | undefined;
  /** Gives back a connection that is outside of a transaction. */
  giveBack(): void;
  /** Closes a connection whose state is in doubt. The server rolls back what it ran. */
  destroy(): void;
}

export interface Pool {
  /** Waits for a connection. @throws Busy when none is free within the limit, and what the driver throws. */
  take(): Promise<Lease>;
  /** Cuts every connection and fails the transactions on them. */
  cut(reason: Error): void;
  /** Waits for the connections in use, at most `timeoutMs`, then closes all. */
  close(timeoutMs: number): Promise<void>;
  readonly size: number;
  readonly taken: number;
  readonly waiting: number;
}

export interface PoolOptions extends Omit<ConnectionOptions, 'max' | 'onClose'> {
  maxConnections: number;
  acquireTimeoutMs: number;
  /** Called before a connection is used. It throws when nothing should run here any more. */
  assertServes(): void;
}

/** The driver's own codes for a lost connection. */
export class ConnectionLost extends Error {
  readonly code: 'CONNECTION_CLOSED' | 'CONNECTION_ENDED' | 'CONNECTION_DESTROYED';
  constructor(message: string, code: ConnectionLost['code'] = 'CONNECTION_CLOSED') {
    super(message);
    this.code = code;
  }
}

/**
 * True when the login could read or write without taking on a role: as a superuser, past row-level security, as the
 * owner of a table or view in `public`, or with a privilege on one. A membership that is only taken on by SET ROLE does
 * not count. The tables of extensions do not either: PostGIS lets everybody read its own.
 */
async function askForRights(client: Client): Promise<{ hasOwnRights: boolean; pid: number | undefined }> {
  const answer = await client<{ hasOwnRights: boolean; pid: number }[]>`
    select pg_backend_pid() as pid, rolsuper or rolbypassrls or exists (
        select from pg_class c
        where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and (pg_has_role(c.relowner, 'usage')
            or has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
            or has_any_column_privilege(c.oid, 'select, insert, update'))
          and not exists (
            select from pg_depend d
            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      ) as "hasOwnRights"
    from pg_roles where rolname = current_user`;
  const [row] = answer;
  // A pooler tells its client a number of its own.
  const pid = row?.pid === answer.state.pid ? row?.pid : undefined;
  return { hasOwnRights: row?.hasOwnRights ?? true, pid };
}

/**
 * The connections to one server. Each is a driver client with a single connection, so a handle that outlives its
 * connection can never send a statement over the next one. The most recently used connection is used next, because
 * it has prepared most.
 */
export function openPool(url: string, options: PoolOptions): Pool {
  const slots = makeSlots(options.maxConnections, options.acquireTimeoutMs);
  const idle: Connection[] = [];
  const all = new Set<Connection>();
  let isClosed = false;
  let noteEmpty: () => void = () => undefined;

  class Connection implements Lease {
    onLost: Lease['onLost'];
    hasOwnRights = true;
    pid: number | undefined;
    canPrepare = false;
    isPrepared = false;
    resetText = '';
    readonly #client: Client;
    #reserved: Reserved | undefined;
    #isLent = true;

    constructor() {
      all.add(this);
      this.#client = connect(url, {
        ...options,
        max: 1,
        onClose: (reason) =>
          this.lose(isPoolerBusy(reason) ? reason : new ConnectionLost('The connection was closed.')),
      });
    }

    async open(): Promise<void> {
      // A client whose reservation fails connects once more by itself. A statement does not.
      const connecting = askForRights(this.#client).then(async ({ hasOwnRights, pid }) => {
        this.hasOwnRights = hasOwnRights;
        this.pid = pid;
        this.resetText = resetText(pid === undefined ? options.applicationName : undefined);
        this.canPrepare = !hasOwnRights && pid !== undefined && (options.preparedStatements ?? true);
        this.#reserved = (await this.#client.reserve()) as Reserved;
      });
      connecting.catch(() => undefined);
      await new Promise<void>((resolve, reject) => {
        this.onLost = reject;
        connecting.then(resolve, reject);
      }).finally(() => {
        this.onLost = undefined;
      });
    }

    get sql(): Client {
      return this.#handle;
    }

    get #handle(): Reserved {
      if (!this.#reserved) throw new ConnectionLost('The connection is not open.');
      return this.#reserved;
    }

    scope(send: (statement: Statement, pass: Send) => void): TransactionClient {
      return this.#handle.scope(send);
    }

    lend(): void {
      this.#isLent = true;
    }

    giveBack(): void {
      if (!this.#isLent) return;
      this.#isLent = false;
      this.onLost = undefined;
      if (isClosed) this.#leave();
      else if (all.has(this)) idle.push(this);
      slots.free();
    }

    destroy(): void {
      this.#leave();
      if (!this.#isLent) return;
      this.#isLent = false;
      this.onLost = undefined;
      slots.free();
    }

    lose(error: Error): void {
      const { onLost } = this;
      this.onLost = undefined;
      this.#leave();
      onLost?.(error);
    }

    /** Closes it and forgets it. */
    #leave(): void {
      if (!all.delete(this)) return;
      const at = idle.indexOf(this);
      if (at >= 0) idle.splice(at, 1);
      void this.#client.end({ timeout: 0 }).catch(() => undefined);
      if (all.size === 0) noteEmpty();
    }

    /** Closes an idle one politely. */
    async end(): Promise<void> {
      all.delete(this);
      this.#reserved?.release();
      await this.#client.end({ timeout: 1 }).catch(() => undefined);
    }
  }

  return {
    take: async () => {
      await slots.take();
      let fresh: Connection | undefined;
      try {
        if (isClosed) throw new ConnectionLost('The database was closed.', 'CONNECTION_ENDED');
        options.assertServes();
        const used = idle.pop();
        if (used) {
          used.lend();
          return used;
        }
        fresh = new Connection();
        await fresh.open();
        return fresh;
      } catch (error) {
        if (fresh) fresh.destroy();
        else slots.free();
        throw error;
      }
    },
    cut: (reason) => {
      for (const connection of [...all]) connection.lose(reason);
    },
    close: async (timeoutMs) => {
      isClosed = true;
      await Promise.all(idle.splice(0).map((connection) => connection.end()));
      if (all.size === 0) return;
      const isEmpty = new Promise<void>((resolve) => {
        noteEmpty = resolve;
      });
      const timer = setTimeout(() => {
        for (const connection of [...all])
          connection.lose(new ConnectionLost('The database was closed.', 'CONNECTION_DESTROYED'));
      }, timeoutMs);
      await isEmpty;
      clearTimeout(timer);
    },
    size: slots.size,
    get taken() {
      return slots.taken;
    },
    get waiting() {
      return slots.waiting;
    },
  };
}
