import { getTableColumns, getTableName, type InferSelectModel } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Fragment, TransactionClient } from '../connection.ts';

/** A piece of a select list, and the type of the row that it gives. */
export interface Picked<Row> {
  (sql: TransactionClient): Fragment;
  readonly row?: Row;
}

export type RowOf<P> = P extends Picked<infer Row> ? Row : never;

/**
 * Columns of a table as a piece of a select list. The row's names, nulls and lists of values are the table's own.
 * `alias` is what the statement calls the table; default: its name.
 */
export function pick<T extends PgTable, Key extends keyof InferSelectModel<T> & string>(
  table: T,
  keys: readonly Key[],
  alias: string = getTableName(table),
): Picked<Pick<InferSelectModel<T>, Key>> {
  const columns = getTableColumns(table);
  const list = keys.map((key) => `${alias}.${columns[key]!.name} as "${key}"`).join(', ');
  return (sql) => sql.unsafe(list) as unknown as Fragment;
}
