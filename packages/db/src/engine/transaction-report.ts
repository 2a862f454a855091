import type { FailureCode } from './errors.ts';
import type { Trip } from './routing/routes.ts';

/** The outcome of one `read` or `write`, never a value that was asked or found. */
export interface TransactionReport {
  /** `name` of the options, or the name of the function. */
  name: string;
  mode: 'read' | 'write';
  outcome: 'ok' | 'failed' | FailureCode;
  /** The last server, as `host:port`, and the reason for choosing it. Undefined when it reached none. */
  server: Trip['server'];
  choice: Trip['choice'];
  /** Milliseconds from the call to the answer, and the part spent waiting for a connection. */
  ms: number;
  waitedMs: number;
  /** Rows that its statements returned or changed. */
  rows: number;
  /** The texts of its first 20 statements, in which values are placeholders. */
  texts: readonly string[];
}
