import { getTableColumns, is, Param, type QueryWithTypings } from 'drizzle-orm';
import { NoopCache } from 'drizzle-orm/cache/core';
import {
  PgDatabase,
  PgDialect,
  type PgInsertConfig,
  PgJson,
  PgJsonb,
  type PreparedQueryConfig,
} from 'drizzle-orm/pg-core';
import {
  PostgresJsPreparedQuery,
  type PostgresJsQueryResultHKT,
  PostgresJsSession,
} from 'drizzle-orm/postgres-js';
import type { TransactionClient } from './connection.ts';

/** Drizzle's builder on one transaction. It starts no transaction of its own. */
export type Builder = Omit<PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>, 'transaction'>;

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

/** The server's error as the driver gives it. Drizzle puts the statement and its parameters into the message. */
class Statement<T extends PreparedQueryConfig> extends PostgresJsPreparedQuery<T> {
  override async execute(values?: Record<string, unknown>) {
    try {
      return await super.execute(values);
    } catch (error) {
      throw error instanceof Error && error.cause !== undefined ? error.cause : error;
    }
  }
}

type DriverSession = PostgresJsSession<never, Record<string, never>, Record<string, never>>;

/**
 * Drizzle prepares named statements only. This session prepares each one, converts JSON once, and has no transaction
 * inside the transaction.
 */
class Session extends PostgresJsSession<never, Record<string, never>, Record<string, never>> {
  override prepareQuery<T extends PreparedQueryConfig>(
    ...[query, fields, , isArray, mapper, metadata, cacheConfig]: Parameters<DriverSession['prepareQuery']>
  ) {
    const given = query.params.flatMap((param, at) => (isJsonParam(query, param, at) ? [at] : []));
    const returned = fields?.flatMap(({ field }, at) => (isJson(field) ? [at] : [])) ?? [];
    const client = statementClient(this.client, given, returned);
    return new Statement<T>(
      client as never,
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

  override transaction(): Promise<never> {
    return Promise.reject(
      new Error(
        'A transaction cannot be started inside a transaction: when a statement fails, everything is rolled back.',
      ),
    );
  }
}

const isJson = (column: unknown) => is(column, PgJsonb) || is(column, PgJson);

/** Drizzle notes the type of a value; of a placeholder it keeps the column. */
const isJsonParam = ({ typings }: QueryWithTypings, param: unknown, at: number) =>
  typings?.[at] === 'json' || (is(param, Param) && isJson(param.encoder));

/**
 * The driver prepares no text without parameters unless it is told that the text is not `simple`.
 *
 * The driver writes and reads JSON itself, and so does Drizzle. Both together would store `{}` as the string `"{}"`, and
 * read the string `"5"` as a number. `given` are the positions of JSON parameters, `returned` those of JSON columns.
 */
function statementClient(sql: TransactionClient, given: number[], returned: number[]) {
  return {
    unsafe(text: string, params: unknown[], options: { prepare: boolean }) {
      const values = params.map((value, at) =>
        given.includes(at) && typeof value === 'string' ? sql.json(JSON.parse(value)) : value,
      );
      const prepared = { ...options, simple: false };
      const statement = sql.unsafe(text, values as never[], prepared);
      if (returned.length === 0) return statement;
      return {
        values: async () => {
          const rows = (await statement.values()) as unknown[][];
          for (const row of rows)
            for (const at of returned) if (typeof row[at] === 'string') row[at] = JSON.stringify(row[at]);
          return rows;
        },
      };
    },
  };
}

const dialect = new Dialect();
const noCache = new NoopCache();

/** The builder whose statements run on `sql`: one transaction for both. */
export function openBuilder(sql: TransactionClient): Builder {
  return new PgDatabase(dialect, new Session(sql as never, dialect, undefined), undefined);
}
