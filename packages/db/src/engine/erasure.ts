import type { Transaction, WriteTransaction } from './database.ts';

/**
 * A noun's `erasure.ts` line for a table that refers to a person. `nouns.test.ts` fails for a table that refers to
 * `users` and has no line.
 */
export interface TableErasure {
  /**
   * The effect of closing an account on the person's rows: the statement in `run`, or the reason why the rows stay.
   */
  close:
    | { does: string; run: (tx: WriteTransaction, userId: string) => PromiseLike<unknown> }
    | { keep: string };
  /**
   * The table's part of the person's own export: rows under the name `as`, read in the person's own transaction, or
   * the reason why there are none.
   */
  export: { as: string; rows: (tx: Transaction) => PromiseLike<readonly object[]> } | { omit: string };
}

/** By the name of the table. */
export type Erasure = Record<string, TableErasure>;

/** Replaces a closed account's email address. */
export const closedAddress = (userId: string) => `closed-${userId}@invalid.example`;
