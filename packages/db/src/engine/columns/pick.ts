import { getTableColumns, getTableName, type InferSelectModel } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Fragment, TransactionClient } from '../connection.ts';
import { type ColumnShape, type Shape, shapeOfColumn } from './shape.ts';

/** Columns of a table for a select list: the SQL and the type of the row. */
export interface Picked<Row> extends Shape<Row> {
  (sql: TransactionClient): Fragment;
}

type Model<T extends PgTable> = InferSelectModel<T>;

/**
 * Columns of a table as part of a select list. Names, nulls and lists of values come from the table. `keys` is a
 * list of the table's keys, or an object such as `{ tierName: 'name' }` that renames them in the row. `alias` is
 * the table's alias in the statement; default: the table's own name.
 * @throws TypeError for a position or another column that only Drizzle's builder can read.
 */
export function pick<T extends PgTable, Key extends keyof Model<T> & string>(
  table: T,
  keys: readonly Key[],
  alias?: string,
): Picked<Pick<Model<T>, Key>>;
export function pick<T extends PgTable, Names extends Record<string, keyof Model<T> & string>>(
  table: T,
  keys: Names,
  alias?: string,
): Picked<{ [Name in keyof Names]: Model<T>[Names[Name]] }>;
export function pick(
  table: PgTable,
  keys: readonly string[] | Record<string, string>,
  alias: string = getTableName(table),
): Picked<object> {
  const columns = getTableColumns(table) as Record<string, PgColumn>;
  const names = Array.isArray(keys) ? keys.map((key) => [key, key]) : Object.entries(keys);
  const picked = names.map(([name, key]) => {
    const column = columns[key];
    if (!column) throw new TypeError(`${getTableName(table)} has no column ${key}.`);
    return { name, column };
  });
  const list = picked.map(({ name, column }) => `${alias}.${column.name} as "${name}"`).join(', ');
  const shapes = picked.map(({ name, column }): [string, ColumnShape] => [name, shapeOfColumn(column)]);
  return Object.assign((sql: TransactionClient) => sql.unsafe(list) as unknown as Fragment, {
    columns: Object.fromEntries(shapes),
  });
}

/** The same columns, not null, for a statement whose conditions exclude nulls in them. */
export function present<Row>(picked: Picked<Row>): Picked<{ [Key in keyof Row]: NonNullable<Row[Key]> }> {
  return withNulls(picked, false);
}

/** The same columns, nullable, for an outer join that may find no row. */
export function optional<Row>(picked: Picked<Row>): Picked<{ [Key in keyof Row]: Row[Key] | null }> {
  return withNulls(picked, true);
}

function withNulls(picked: Picked<unknown>, isNullable: boolean) {
  const columns = Object.entries(picked.columns).map(([name, column]) => [
    name,
    { ...column, isNullable, isNullableByHand: true },
  ]);
  return Object.assign((sql: TransactionClient) => picked(sql), { columns: Object.fromEntries(columns) });
}
