import { type Actor, roleOf } from '../../engine/actors.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { openingOf, preparing, resetting } from '../../engine/transactions/messages.ts';
import { openPool } from '../../engine/transactions/pool.ts';

/** One connection that sends a read of one statement as the engine does, for the benchmark of the reset. */
export interface ResetCost {
  /** The server's process. */
  pid: number;
  /** Runs the statement with the settings of the actor before it, and with the reset behind it or without. */
  ask(actor: Actor, isReset: boolean, fn: (sql: TransactionClient) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the connection as a login without rights of its own.
 * @throws Error through a pooler, where the engine sends texts of the simple protocol instead.
 */
export async function openResetCost(url: string): Promise<ResetCost> {
  const pool = openPool(url, {
    maxConnections: 1,
    acquireTimeoutMs: 2_000,
    applicationName: 'bench',
    assertServes: () => undefined,
  });
  const lease = await pool.take();
  const { pid } = lease;
  if (!lease.canPrepare || pid === undefined)
    throw new Error('The engine’s statements cannot be prepared here.');
  return {
    pid,
    ask: async (actor, isReset, fn) => {
      const opening = openingOf('read', {
        role: roleOf(actor),
        'app.current_user_id': actor.kind === 'member' ? actor.userId : '',
        'app.actor': actor.kind,
        'app.on_behalf_of': '',
        'app.request_id': '',
        statement_timeout: '15000',
        idle_in_transaction_session_timeout: '30000',
      });
      const scope = lease.scope((statement, pass) => {
        const { bytes, answers } = opening.only;
        statement.before = lease.isPrepared ? bytes : Buffer.concat([preparing, bytes]);
        statement.opens = answers;
        if (isReset) statement.after = resetting;
        pass(statement);
        lease.isPrepared = true;
      });
      await fn(scope);
    },
    close: async () => {
      lease.giveBack();
      await pool.close(1_000);
    },
  };
}
