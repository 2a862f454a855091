import type { Actor } from '../../engine/actors.ts';
import type { Database, Transaction } from '../../engine/database.ts';

/** The invented association that the query functions are run on. */
export interface Association {
  db: Database;
  system: Actor;
  /** An active member with projects, bids, payments and messages, and the same person's id. */
  member: Actor & { kind: 'member' };
  /** Staff with the role `administrator`, and with the role `support`. */
  administrator: Actor & { kind: 'staff' };
  support: Actor & { kind: 'staff' };
  /** The first value of the first row that a statement of the superuser returns. */
  find(statement: string): Promise<string>;
  /** Runs a query function at once, and not after all nouns have added their rows. */
  runNow(name: string, run: QueryRun): Promise<void>;
}

/** A query function, as an actor would run it. */
export type QueryRun = [actor: Actor, run: (tx: Transaction) => Promise<unknown>];

/** The exports of a noun's `queries.fixture.ts`. */
export interface QueriesFixture {
  /**
   * Adds rows that the association lacks, and returns the runs of each query function by the function's name. Together
   * the runs have to return each nullable computed column both with a value and with null.
   */
  queryRuns(association: Association): Promise<Record<string, QueryRun[]>>;
}
