import type { Transaction, WriteTransaction } from './database.ts';

/**
 * What a noun's `erasure.ts` says of each table that refers to a person. `nouns.test.ts` fails for a table that refers to
 * `users` and says nothing.
 */
export interface TableErasure {
  /** What closing an account does to the person's rows: what `run` does, or why the rows stay as they are. */
  close:
    | { does: string; run: (tx: WriteTransaction, userId: string) => PromiseLike<unknown> }
    | { keep: string };
  /**
   * What the person's own export holds of the table: rows under the name `as`, in the person's own transaction, or why it
   * holds none.
   */
  export: { as: string; rows: (tx: Transaction) => PromiseLike<readonly object[]> } | { omit: string };
}

/** By the name of the table. */
export type Erasure = Record<string, TableErasure>;

/** What stands in place of a closed account's email address. */
export const closedAddress = (userId: string) => `closed-${userId}@invalid.example`;
