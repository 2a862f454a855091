import type { TransactionClient } from '../connection.ts';
import { planningText } from './messages.ts';

/** The requests that a function can make of its own transaction. */
export interface Conduct {
  /** Plans each later statement for its values. Asked before the first statement, it leaves in the same packet. */
  planForEachValue(): void;
  /**
   * Marks a statement, not yet sent, as the last one. Where the options say `endsWithLast`, COMMIT leaves with it and a later
   * statement is refused.
   */
  last<S extends PromiseLike<unknown>>(statement: S): S;
}

/** The same in a transaction that the driver began. */
export const plainConduct = (sql: TransactionClient): Conduct => ({
  planForEachValue: () => void sql.unsafe(planningText).catch(() => undefined),
  last: (statement) => statement,
});
