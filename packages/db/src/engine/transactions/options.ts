import type { Client } from '../connection.ts';
import type { Opening } from './messages.ts';

export interface TransactionOptions {
  mode: 'read' | 'write';
  opening: Opening;
  /** Everything leaves in one packet with the first statement of `fn`, and a second statement is refused. */
  isOneStatement?: boolean;
  /** Of a read: COMMIT leaves with the statement that `fn` marks as its last, and a later statement is refused. */
  endsWithLast?: boolean;
  /** Asks for the end of the server's log together with COMMIT. */
  asksPosition?: boolean;
  /**
   * Once it is aborted, the statement on the server is canceled, no other statement is sent, and the transaction is
   * rolled back. A COMMIT that was sent before stands. `control` is a connection to the same server beside the
   * transaction's own.
   */
  signal?: AbortSignal | undefined;
  control: Client;
  /** Called with the rows that each statement returns or changes, and its text, in which values are placeholders. */
  onRows?: ((rows: number, text: string) => void) | undefined;
  /** Called after `fn` and before COMMIT. If it throws, the transaction is rolled back. */
  beforeCommit?: () => void;
}

export interface Committed<T> {
  value: T;
  /**
   * The end of the server's log after COMMIT, as PostgreSQL writes it. Undefined when the server did not report it.
   */
  position: string | undefined;
}
