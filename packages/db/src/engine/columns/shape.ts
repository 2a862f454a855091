import { getTableName } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { Statement, StatementValue, TransactionClient } from '../connection.ts';

/** The types of result columns, by the names that a declaration uses. */
interface ValueTypes {
  string: string;
  number: number;
  boolean: boolean;
  Date: Date;
  Buffer: Buffer;
  'string[]': string[];
  json: unknown;
}

type TypeName = keyof ValueTypes;

/**
 * The declaration of one result column, as a value, so that a test can compare it with the server's description.
 */
export interface ColumnShape<Value = unknown> {
  type: TypeName;
  isNullable: boolean;
  /** Every value that the column can have, if it is a list. */
  values?: readonly string[] | undefined;
  /** `table.column`, if the column is a table's own. */
  origin?: string;
  /** True if the statement, not the table, decides whether the column can be null. */
  isNullableByHand?: boolean;
  /** The schema of a JSON column's content. */
  schema?: z.ZodType<Value>;
  readonly value?: Value;
}

/** The declared columns of a statement's rows, which also give the row's type. */
export interface Shape<Row> {
  readonly columns: Record<string, ColumnShape>;
  readonly row?: Row;
}

export type RowOf<S> = S extends Shape<infer Row> ? Row : never;

type Declared = TypeName | `${TypeName} | null` | ColumnShape;

type ValueOf<D> = D extends TypeName
  ? ValueTypes[D]
  : D extends `${infer Name extends TypeName} | null`
    ? ValueTypes[Name] | null
    : D extends ColumnShape<infer Value>
      ? Value
      : never;

type RowFrom<D extends Record<string, Declared>> = { -readonly [Name in keyof D]: ValueOf<D[Name]> };

/**
 * Columns that a statement computes: `computed({ meters: 'number | null' })`. A test runs the statement and
 * compares.
 */
export function computed<const D extends Record<string, Declared>>(declared: D): Shape<RowFrom<D>> {
  const columns = Object.entries(declared).map(([name, column]): [string, ColumnShape] => {
    if (typeof column !== 'string') return [name, column];
    const [type, isNullable] = column.split(' | ');
    return [name, { type: type as TypeName, isNullable: isNullable !== undefined }];
  });
  return { columns: Object.fromEntries(columns) };
}

/** A computed column that has one of these values. */
export const anyOf = <const Value extends string>(values: readonly Value[]): ColumnShape<Value> => ({
  type: 'string',
  isNullable: false,
  values,
});

/** A computed column that is a list of these values. */
export const listOf = <const Value extends string>(values: readonly Value[]): ColumnShape<Value[]> => ({
  type: 'string[]',
  isNullable: false,
  values,
});

/** A computed column of JSON. The schema gives its type, and a test parses the returned values with it. */
export const json = <Value>(schema: z.ZodType<Value>): ColumnShape<Value> => ({
  type: 'json',
  isNullable: false,
  schema,
});

/** The same column, nullable. */
export const orNull = <Value>(column: ColumnShape<Value>): ColumnShape<Value | null> => ({
  ...(column as ColumnShape<Value | null>),
  isNullable: true,
});

type Intersection<Shapes extends readonly Shape<unknown>[]> = Shapes extends readonly [
  Shape<infer Row>,
  ...infer Rest extends readonly Shape<unknown>[],
]
  ? Row & Intersection<Rest>
  : unknown;

type Flat<Row> = { [Key in keyof Row]: Row[Key] };

/** The row type of several shapes together. */
export type RowsOf<Shapes extends readonly Shape<unknown>[]> = Flat<Intersection<Shapes>>;

/** Combines several shapes. */
export function together<const Shapes extends readonly Shape<unknown>[]>(
  ...shapes: Shapes
): Shape<RowsOf<Shapes>> {
  return { columns: Object.assign({}, ...shapes.map(({ columns }) => columns)) };
}

type Asked<Row> = (text: TemplateStringsArray, ...values: StatementValue[]) => Statement<(Row & object)[]>;

/**
 * Runs a statement whose rows have these shapes: `` rowsOf(sql, item, distance)`select ${item(sql)}, found.meters
 * …` ``. The statement keeps the shapes, so that a test can compare them with the server's result columns.
 */
export function rowsOf<Row>(sql: TransactionClient, shape: Shape<Row>): Asked<Row>;
export function rowsOf<Row, More>(
  sql: TransactionClient,
  shape: Shape<Row>,
  more: Shape<More>,
): Asked<Row & More>;
export function rowsOf<const Shapes extends readonly Shape<unknown>[]>(
  sql: TransactionClient,
  ...shapes: Shapes
): Asked<RowsOf<Shapes>>;
export function rowsOf<Row>(sql: TransactionClient, ...shapes: Shape<unknown>[]): Asked<Row> {
  return (text, ...values) => Object.assign(sql<(Row & object)[]>(text, ...values), { shapes });
}

const typesOfData: Partial<Record<string, TypeName>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'Date',
  json: 'json',
};
const typesOfCustom: Partial<Record<string, TypeName>> = {
  citext: 'string',
  tsvector: 'string',
  bytea: 'Buffer',
};

/**
 * The declaration of a column from its table's definition.
 * @throws TypeError for a column that only Drizzle can read.
 */
export function shapeOfColumn(column: PgColumn): ColumnShape {
  const origin = `${getTableName(column.table)}.${column.name}`;
  const isText = column.dataType === 'array' && column.getSQLType() === 'text[]';
  const type = isText
    ? 'string[]'
    : column.dataType === 'custom'
      ? typesOfCustom[column.getSQLType()]
      : typesOfData[column.dataType];
  if (!type) throw new TypeError(`${origin}: only Drizzle's builder can read ${column.getSQLType()}.`);
  return { type, isNullable: !column.notNull, values: column.enumValues, origin };
}
