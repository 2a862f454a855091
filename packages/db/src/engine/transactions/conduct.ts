import type { TransactionClient } from '../connection.ts';
import { planningTexts } from './messages.ts';

/** The requests that a function can make of its own transaction. */
export interface Conduct {
  /** Plans each later statement for its values. Asked before the first statement, it leaves in the same packet. */
  planForEachValue(): void;
  /**
   * Plans each later statement once on a connection, for all values. A limit should then be part of its text, because the
   * planner does not know a parameter. Asked before the first statement, it leaves in the same packet.
   */
  planOnce(): void;
  /**
   * Marks a statement, not yet sent, as the last one. Where the options say `endsWithLast`, COMMIT leaves with it and a later
   * statement is refused.
   */
  last<S extends PromiseLike<unknown>>(statement: S): S;
}

/** The same in a transaction that the driver began. */
export const plainConduct = (sql: TransactionClient): Conduct => ({
  planForEachValue: () => void sql.unsafe(planningTexts['for each value']).catch(() => undefined),
  planOnce: () => void sql.unsafe(planningTexts.once).catch(() => undefined),
  last: (statement) => statement,
});
