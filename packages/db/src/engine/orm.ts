import { is, Param, type QueryWithTypings } from 'drizzle-orm';
import { PgDatabase, PgDialect, PgJson, PgJsonb, type PreparedQueryConfig } from 'drizzle-orm/pg-core';
import { type PostgresJsQueryResultHKT, PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { TransactionClient } from './connection.ts';

/** Drizzle's builder on one transaction. */
export type Orm = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;

class DriverSession extends PostgresJsSession<never, Record<string, never>, Record<string, never>> {}

const dialect = new PgDialect();

/** Drizzle's session, with two changes: it prepares its statements, and it converts JSON once. */
class TransactionSession extends DriverSession {
  readonly #sql: TransactionClient;

  constructor(sql: TransactionClient) {
    super(sql as never, dialect, undefined);
    this.#sql = sql;
  }

  override prepareQuery<T extends PreparedQueryConfig = PreparedQueryConfig>(
    ...[query, fields, name, ...rest]: Parameters<DriverSession['prepareQuery']>
  ) {
    // Drizzle asks the driver to prepare a statement that has a name. The driver makes up a name of its own.
    const named = name ?? 'statement';
    const given = query.params.flatMap((param, at) => (isJsonParam(query, param, at) ? [at] : []));
    const returned = fields?.flatMap(({ field }, at) => (isJson(field) ? [at] : [])) ?? [];
    if (given.length + returned.length === 0) return super.prepareQuery<T>(query, fields, named, ...rest);
    const client = jsonClient(this.#sql, given, fields && returned);
    return new DriverSession(client as never, dialect, undefined).prepareQuery<T>(
      query,
      fields,
      named,
      ...rest,
    );
  }
}

const isJson = (column: unknown) => is(column, PgJsonb) || is(column, PgJson);

/** Drizzle notes the type of a value; of a placeholder it keeps the column. */
const isJsonParam = ({ typings }: QueryWithTypings, param: unknown, at: number) =>
  typings?.[at] === 'json' || (is(param, Param) && isJson(param.encoder));

/**
 * The driver writes and reads JSON itself, and so does Drizzle. Both together would store `{}` as the string `"{}"`, and
 * read the string `"5"` as a number. `given` are the positions of JSON parameters, `returned` those of JSON columns.
 */
function jsonClient(sql: TransactionClient, given: number[], returned: number[] | undefined) {
  return {
    unsafe(text: string, params: unknown[], options: { prepare: boolean }) {
      const values = params.map((value, at) =>
        given.includes(at) && typeof value === 'string' ? sql.json(JSON.parse(value)) : value,
      );
      const statement = sql.unsafe(text, values as never[], options);
      if (!returned) return statement;
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

/** The builder for a transaction. Its statements are prepared once on each connection that allows it. */
export function buildOn(sql: TransactionClient): Orm {
  return new PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>(
    dialect,
    new TransactionSession(sql) as never,
    undefined,
  );
}
