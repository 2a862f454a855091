import { sql } from 'drizzle-orm';
import { bigint, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A key that arrives in index order (UUID version 7). */
export const key = () => uuid('id').primaryKey().default(sql`time_ordered_uuid()`);

export const instant = (name: string) => timestamp(name, { withTimezone: true });

export const createdAt = () => instant('created_at').notNull().default(sql`now()`);

/** Maintained by the trigger `touch_updated_at`. */
export const updatedAt = () => instant('updated_at').notNull().default(sql`now()`);

/** An amount of money in cents of the row's currency. */
export const cents = (name: string) => bigint(name, { mode: 'number' });

export const currency = () =>
  text('currency', { enum: ['USD'] })
    .notNull()
    .default('USD');

/** `column in ('A', 'B')` for a check constraint, from the same list as the column's type. */
export const oneOf = (column: string, values: readonly string[]) =>
  sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`);

/** For a check constraint: each of the columns holds one line of text (`oneLine` of @namc/inputs). */
export const areLines = (...columns: string[]) =>
  sql.raw(columns.map((column) => `is_one_line(${column})`).join(' and '));
