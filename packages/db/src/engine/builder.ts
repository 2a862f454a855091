import { getTableColumns, type Query } from 'drizzle-orm';
import { NoopCache } from 'drizzle-orm/cache/core';
import { PgDatabase, PgDialect, type PgInsertConfig, type PreparedQueryConfig } from 'drizzle-orm/pg-core';
import {
  PostgresJsPreparedQuery,
  type PostgresJsQueryResultHKT,
  PostgresJsSession,
} from 'drizzle-orm/postgres-js';
import type { TransactionClient } from './connection.ts';

/** Drizzle's builder on one transaction. */
export type Builder = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;

const columnsOfTable = Symbol.for('drizzle:Columns');

/**
 * Drizzle names every column in an insert and writes `default` for the ones without a value. The server demands the
 * privilege to insert for each column that is named, and most roles may insert only some. This one leaves them out.
 */
class Dialect extends PgDialect {
  override buildInsertQuery(config: PgInsertConfig) {
    const rows = config.values;
    if (config.select || !Array.isArray(rows)) return super.buildInsertQuery(config);
    const given = Object.entries(getTableColumns(config.table)).filter(
      ([key, column]) =>
        column.defaultFn !== undefined ||
        column.onUpdateFn !== undefined ||
        rows.some((row) => {
          const value = row[key];
          return value !== undefined && !('value' in value && value.value === undefined);
        }),
    );
    if (given.length === 0) return super.buildInsertQuery(config);
    const table = Object.create(config.table, { [columnsOfTable]: { value: Object.fromEntries(given) } });
    return super.buildInsertQuery({ ...config, table });
  }
}

/** The server's error as the driver gives it; Drizzle puts the whole statement and its parameters into the message. */
class Statement<T extends PreparedQueryConfig> extends PostgresJsPreparedQuery<T> {
  override async execute(values?: Record<string, unknown>) {
    try {
      return await super.execute(values);
    } catch (error) {
      throw error instanceof Error && error.cause !== undefined ? error.cause : error;
    }
  }
}

class Session extends PostgresJsSession<never, Record<string, never>, Record<string, never>> {
  /** Named statements are the only ones that Drizzle prepares; here each one is, as the driver's own templates are. */
  override prepareQuery<T extends PreparedQueryConfig>(
    query: Query,
    ...[fields, , isArray, mapper, metadata, cacheConfig]: Rest<
      Parameters<PostgresJsSession<never, Record<string, never>, Record<string, never>>['prepareQuery']>
    >
  ) {
    return new Statement<T>(
      this.client,
      query.sql,
      query.params,
      this.logger,
      noCache,
      metadata,
      cacheConfig,
      fields,
      isArray,
      true,
      mapper,
    );
  }
}

type Rest<List extends unknown[]> = List extends [unknown, ...infer Others] ? Others : never;

const dialect = new Dialect();
const noCache = new NoopCache();

/** The builder whose statements run on `sql`: one transaction for both. */
export function openBuilder(sql: TransactionClient): Builder {
  return new PgDatabase(dialect, new Session(sql as never, dialect, undefined), undefined);
}
