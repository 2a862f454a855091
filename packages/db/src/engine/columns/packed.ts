import { getTableColumns, getTableName, type InferSelectModel } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Fragment, TransactionClient } from '../connection.ts';
import { type ColumnShape, computed, type Shape, shapeOfColumn } from './shape.ts';

/** Columns that leave the server as one text for each row. */
export interface Packed<Row> extends Shape<{ packed: string }> {
  /** The select list. `computed` are the expressions of the columns that no table has, in the declared order. */
  (sql: TransactionClient, computed?: Fragment): Fragment;
  /** The row that a text holds. */
  read(packed: string): Row;
}

/**
 * Columns of a table as one column `packed`, the text that PostgreSQL writes for a row. The driver builds an object property
 * by property for each row, which costs more than all else that a list does with it. This is for wide rows of long lists.
 * Names, nulls and lists of values come from the table, as with `pick`.
 * @throws TypeError for a column of bytes or JSON, or one that only Drizzle's builder can read.
 */
export function packed<T extends PgTable, Key extends keyof InferSelectModel<T> & string, More = unknown>(
  table: T,
  keys: readonly Key[],
  more?: Shape<More>,
): Packed<Pick<InferSelectModel<T>, Key> & More>;
export function packed(table: PgTable, keys: readonly string[], more?: Shape<unknown>): Packed<object> {
  const columns = getTableColumns(table) as Record<string, PgColumn>;
  const picked = keys.map((key) => {
    const column = columns[key];
    if (!column) throw new TypeError(`${getTableName(table)} has no column ${key}.`);
    return column;
  });
  const list = picked.map(({ name }) => `${getTableName(table)}.${name}`).join(', ');
  const shapes: [string, ColumnShape][] = [
    ...keys.map((key, at): [string, ColumnShape] => [key, shapeOfColumn(picked[at] as PgColumn)]),
    ...Object.entries(more?.columns ?? {}),
  ];
  const write = (sql: TransactionClient, computed?: Fragment): Fragment =>
    computed
      ? sql`row(${sql.unsafe(list)}, ${computed})::text as packed`
      : sql`row(${sql.unsafe(list)})::text as packed`;
  return Object.assign(write, { columns: computed({ packed: 'string' }).columns, read: reader(shapes) });
}

type Parse = ((text: string) => unknown) | undefined;

function parserOf(name: string, { type }: ColumnShape): Parse {
  switch (type) {
    case 'string':
      return undefined;
    case 'number':
      return Number;
    case 'boolean':
      return (text) => text === 't';
    case 'Date':
      return (text) => new Date(text);
    case 'string[]':
      return readList;
    default:
      throw new TypeError(`${name}: ${type} cannot be packed.`);
  }
}

const comma = 44;
const quote = 34;

/** Reads `(1,,"two words")`: a null is empty, and a value with signs or spaces stands in quotes. */
function reader(shapes: [string, ColumnShape][]): (packed: string) => object {
  const names = shapes.map(([name]) => name);
  const parsers = shapes.map(([name, shape]) => parserOf(name, shape));
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  return (packed) => {
    // A copy of an object is made at once, while each property that is added changes its layout.
    const row: Record<string, unknown> = { ...blank };
    const end = packed.length - 1;
    let at = 1;
    for (let field = 0; field < names.length; field += 1) {
      const first = packed.charCodeAt(at);
      if (first === comma || at >= end) {
        at += 1;
        continue;
      }
      let text: string;
      if (first === quote) {
        const close = closingQuote(packed, at + 1);
        text = packed.slice(at + 1, close);
        if (text.includes('"') || text.includes('\\')) text = text.replace(/(["\\])\1/g, '$1');
        at = close + 2;
      } else {
        const next = packed.indexOf(',', at);
        const stop = next < 0 ? end : next;
        text = packed.slice(at, stop);
        at = stop + 1;
      }
      const parse = parsers[field];
      row[names[field] as string] = parse ? parse(text) : text;
    }
    return row;
  };
}

/** The end of a quoted value. A quote within it is doubled. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (text.charCodeAt(at + 1) === quote) at = text.indexOf('"', at + 2);
  return at;
}

/** Reads `{B,C-10,"two words"}`. */
function readList(text: string): string[] {
  if (text === '{}') return [];
  if (!text.includes('"')) return text.slice(1, -1).split(',');
  return Array.from(text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain as string) : quoted.replace(/\\(.)/gs, '$1'),
  );
}
