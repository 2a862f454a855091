import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnShape, Shape } from '../../engine/columns/shape.ts';
import { connect } from '../../engine/connection.ts';
import { openDatabase, type Transaction } from '../../engine/database.ts';
import { loadDemonstration } from '../seed/load-demonstration.ts';
import { demoAccounts, seedDemo } from '../seed/seed-demo.ts';
import type { Association, QueriesFixture, QueryRun } from './query-runs.ts';
import { testDatabase } from './test-database.ts';

/** An account's own export returns whatever columns the tables have; nothing is declared of its rows. */
const undeclared = new Set(['exportOwnData']);

const portal = testDatabase();
const source = resolve(import.meta.dirname, '../..');
const runs = new Map<string, QueryRun[]>();
const exported = new Set<string>();

interface CatalogColumn {
  key: string;
  name: string;
  isTable: boolean;
  /** The values that a check of the column allows, when one lists them. */
  values: string[] | null;
}
const catalog = new Map<string, CatalogColumn>();
const typeNames = new Map<number, string>();

/** The functions of a noun's `queries.ts`, or of the files in its folder `queries`. */
async function loadQueries(noun: string): Promise<string[]> {
  const folder = join(source, noun, 'queries');
  const files = existsSync(folder)
    ? readdirSync(folder).map((name) => join(folder, name))
    : [`${folder}.ts`].filter((file) => existsSync(file));
  const modules = await Promise.all(
    files
      .filter((file) => !file.includes('.test.'))
      .map((file) => import(pathToFileURL(file).href) as Promise<Record<string, unknown>>),
  );
  return modules
    .flatMap((module) => Object.entries(module))
    .filter(([name, value]) => typeof value === 'function' && isQuery(name, value))
    .map(([name]) => name);
}

/** Every asynchronous function, and every other one with the name of a read that takes a transaction. */
function isQuery(name: string, value: object): boolean {
  return (
    value.constructor.name === 'AsyncFunction' ||
    (/^(find|get|list|search|count)[A-Z]/.test(name) && /\(\s*(tx|\{ (sql|orm))\b/.test(String(value)))
  );
}

const workerDb = openDatabase(portal.workerUrls);
afterAll(() => workerDb.close());

beforeAll(async () => {
  await seedDemo(portal.db);
  await loadDemonstration({ ownerUrl: portal.ownerUrl, embedded: false });
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const types = await superuser<{ oid: number; name: string }[]>`
    select oid::int, typname as name from pg_type`;
  for (const { oid, name } of types) typeNames.set(oid, name);
  const columns = await superuser<CatalogColumn[]>`
    select attrelid::int || ':' || attnum as key, relname || '.' || attname as name, relkind in ('r', 'p') as "isTable",
           (select array(select match[1] from regexp_matches(list, '''([^'']*)''::text', 'g') match)
            from pg_constraint, substring(pg_get_constraintdef(oid) from
              '\\m' || attname || ' = (ANY \\(+ARRAY\\[[^]]*\\]|''[^'']*''::text\\)+$)') list
            where conrelid = attrelid and contype = 'c' and list is not null
            order by length(list) desc limit 1) as values
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where attnum > 0 and not attisdropped and relkind in ('r', 'p', 'v')`;
  for (const column of columns) catalog.set(column.key, column);
  const idOf = (role: string) => demoAccounts.find((account) => account.role === role)?.userId ?? '';
  const association: Association = {
    // The worker's login, so that the runs of the queue can arrange its jobs.
    db: workerDb,
    system: { kind: 'system', name: 'test' },
    member: { kind: 'member', userId: idOf('member') },
    administrator: { kind: 'staff', userId: idOf('administrator') },
    support: { kind: 'staff', userId: idOf('support') },
    find: async (statement) => {
      const [row] = await superuser.unsafe(statement);
      if (!row) throw new Error(`Nothing is found by ${statement}`);
      return String(Object.values(row)[0]);
    },
    runNow: compare,
  };
  for (const noun of readdirSync(source)) {
    for (const name of await loadQueries(noun)) exported.add(name);
    const fixture = join(source, noun, 'queries.fixture.ts');
    if (!existsSync(fixture)) continue;
    const { queryRuns } = (await import(pathToFileURL(fixture).href)) as QueriesFixture;
    for (const [name, list] of Object.entries(await queryRuns(association))) runs.set(name, list);
  }
  await superuser.end();
}, 300_000);

interface Answer {
  text: string;
  shapes: readonly Shape<unknown>[] | undefined;
  columns: { name: string; type: number; table: number; number: number }[];
  rows: Record<string, unknown>[];
}

/** Runs a query function, and returns what the server answered to each statement that it wrote by hand. */
async function answersOf([actor, run]: QueryRun): Promise<Answer[]> {
  const statements: (Promise<Answer['rows'] & Pick<Answer, 'columns'>> & {
    string?: string;
    shapes?: Answer['shapes'];
  })[] = [];
  return portal.db.read(actor, async (tx) => {
    const sql = new Proxy(tx.sql, {
      apply(target, self, args) {
        const statement = Reflect.apply(target, self, args) as unknown as (typeof statements)[number];
        statements.push(statement);
        return statement;
      },
    });
    await run({ ...tx, sql } as Transaction);
    const answers: Answer[] = [];
    for (const statement of statements) {
      // A fragment has no text of its own: it was never sent.
      if (statement.string === undefined) continue;
      const rows = await statement;
      answers.push({
        text: statement.string,
        shapes: statement.shapes,
        columns: rows.columns,
        rows: [...rows],
      });
    }
    return answers;
  });
}

const pgTypes: Record<ColumnShape['type'], string[]> = {
  string: ['text', 'citext', 'uuid', 'date', 'name', 'inet', 'tsvector'],
  number: ['int2', 'int4', 'int8', 'float4', 'float8'],
  boolean: ['bool'],
  Date: ['timestamptz'],
  Buffer: ['bytea'],
  'string[]': ['_text'],
  json: ['json', 'jsonb'],
};

const isOfType: Record<ColumnShape['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  Date: (value) => value instanceof Date,
  Buffer: (value) => Buffer.isBuffer(value),
  'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  json: () => true,
};

/** The declared columns that were returned with a value and with null, and the functions that returned them. */
const returned = new Map<ColumnShape, { by: string; value: boolean; null: boolean }>();

function problemsOf(name: string, { text, shapes, columns, rows }: Answer): string[] {
  if (columns.length === 0 || /^\s*select set_config\(/.test(text)) return [];
  if (!shapes) return [`a statement declares no shape (rowsOf): ${text.trim().slice(0, 80)}`];
  const problems: string[] = [];
  const declared = new Map<string, ColumnShape>();
  for (const [column, shape] of shapes.flatMap(({ columns: own }) => Object.entries(own))) {
    if (declared.has(column)) problems.push(`${column} is declared twice`);
    declared.set(column, shape);
  }
  const names = new Set(columns.map((column) => column.name));
  for (const column of declared.keys()) {
    if (!names.has(column)) problems.push(`${column} is declared and not returned`);
  }
  for (const column of columns) {
    const shape = declared.get(column.name);
    if (!shape) {
      problems.push(`${column.name} is returned and not declared`);
      continue;
    }
    const type = typeNames.get(column.type) ?? String(column.type);
    if (!pgTypes[shape.type].includes(type)) {
      problems.push(`${column.name} is ${type}, declared ${shape.type}`);
    }
    const origin = catalog.get(`${column.table}:${column.number}`);
    if (origin?.isTable && !shape.origin) problems.push(`${column.name} is ${origin.name}: pick it`);
    if (origin?.isTable && shape.origin && shape.origin !== origin.name) {
      problems.push(`${column.name} is ${origin.name}, picked as ${shape.origin}`);
    }
    if (origin?.isTable && origin.values && String(shape.values ?? []) !== String(origin.values)) {
      problems.push(`${column.name} may be ${shape.values}, the table allows ${origin.values}`);
    }
    const seen = returned.get(shape) ?? { by: `${name}: ${column.name}`, value: false, null: false };
    returned.set(shape, seen);
    for (const row of rows) {
      const value = row[column.name];
      if (value === null) {
        seen.null = true;
        if (!shape.isNullable) problems.push(`${column.name} is null, declared not null`);
        continue;
      }
      // An empty list says nothing of its items.
      seen.value ||= shape.type !== 'json' || !Array.isArray(value) || value.length > 0;
      if (!isOfType[shape.type](value)) problems.push(`${column.name} is not a ${shape.type}: ${value}`);
      const parsed = shape.schema?.safeParse(value);
      for (const { path, message } of parsed?.error?.issues ?? []) {
        problems.push(`${[column.name, ...path].join('.')} is not the declared JSON: ${message}`);
      }
      const items = Array.isArray(value) ? value : [value];
      const other = shape.values && items.find((item) => !shape.values?.includes(String(item)));
      if (other !== undefined) problems.push(`${column.name} is ${other}, declared one of ${shape.values}`);
    }
  }
  return [...new Set(problems)];
}

const problems = new Set<string>();

async function compare(name: string, run: QueryRun): Promise<void> {
  const answers = await answersOf(run);
  if (undeclared.has(name)) return;
  for (const answer of answers) {
    for (const problem of problemsOf(name, answer)) problems.add(`${name}: ${problem}`);
  }
}

beforeAll(async () => {
  for (const [name, list] of runs) {
    for (const run of list) await compare(name, run);
  }
}, 120_000);

it('every query function is run here, by the queries.fixture.ts of its noun', () => {
  expect([...runs.keys()].sort()).toEqual([...exported].sort());
});

it('rows have the columns, types, nulls and lists of values that are declared', () => {
  expect([...problems]).toEqual([]);
});

describe('what is not the table’s own word is tried', () => {
  const byHand = () => [...returned].filter(([shape]) => !shape.origin || shape.isNullableByHand);

  it('with a value', () => {
    expect(byHand().flatMap(([, seen]) => (seen.value ? [] : [seen.by]))).toEqual([]);
  });

  it('with null, where it may be null', () => {
    expect(byHand().flatMap(([shape, seen]) => (shape.isNullable && !seen.null ? [seen.by] : []))).toEqual(
      [],
    );
  });
});
