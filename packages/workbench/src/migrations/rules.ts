import { splitStatements } from '@namc/db/migrations/statements';
import { readStatement, type Statement } from './statement-text.ts';

export interface MigrationProblem {
  line: number;
  problem: string;
}

/** An interrupted `no-tx` file continues at the same statement, so every statement must be safe to run twice. */
const repeatable = [
  /^create (unique )?index concurrently (if not exists )?[\w".]+ on /,
  /^drop index concurrently if exists /,
  /^vacuum\b/,
  /^alter type \S+ add value if not exists /,
];

/** Breaches of the portal's own rules in a migration file. squawk finds the others. */
export function findMigrationProblems(sql: string): MigrationProblem[] {
  const mode = /^-- portal: (tx|no-tx|backfill)\r?\n/.exec(sql)?.[1];
  if (!mode) {
    const problem = 'the first line must be "-- portal: tx", "-- portal: no-tx" or "-- portal: backfill"';
    return [{ line: 1, problem }];
  }
  let texts: string[];
  try {
    texts = splitStatements(sql);
  } catch (error) {
    return [{ line: 1, problem: (error as Error).message }];
  }
  const statements: Statement[] = [];
  let from = 0;
  for (const text of texts) {
    const at = sql.indexOf(text, from);
    from = at + text.length;
    statements.push(readStatement(text, sql.slice(0, at).split('\n').length));
  }
  const problems = [...checkAnywhere(statements), ...checkNewTables(statements)];
  if (mode === 'tx') problems.push(...checkTransaction(statements));
  else if (mode === 'no-tx') problems.push(...checkNoTransaction(statements));
  else problems.push(...checkBackfill(statements));
  return problems.sort((a, b) => a.line - b.line);
}

function checkAnywhere(statements: Statement[]): MigrationProblem[] {
  return statements.flatMap(({ line, plain, bodies }) => {
    const problems: string[] = [];
    if (/^(begin|commit|rollback|start transaction|end)\b/.test(plain)) {
      problems.push('transactions are begun and ended by the runner');
    }
    if (/^grant\b.* to (.*, ?)?public\b/.test(plain) || bodies.some(grantsToPublic)) {
      problems.push('grants to PUBLIC, which is everybody: name the roles');
    }
    if (/^create policy\b/.test(plain) && !/ to (?!public\b)\w/.test(plain)) {
      problems.push('a policy without TO is for everybody: name the roles');
    }
    if (
      /^(create|alter) (or replace )?(function|procedure|routine)\b/.test(plain) &&
      /\bsecurity definer\b/.test(plain) &&
      !/\bset search_path (=|to) /.test(plain)
    ) {
      problems.push('SECURITY DEFINER without SET search_path lets the caller choose which functions run');
    }
    return problems.map((problem) => ({ line, problem }));
  });
}

const grantsToPublic = (body: string) => /\bgrant\b[^;]* to (?:[^;]*, ?)?public\b/i.test(body);

/** A new table has row-level security in the same file. Partitions are reached through their parent. */
function checkNewTables(statements: Statement[]): MigrationProblem[] {
  const problems: MigrationProblem[] = [];
  statements.forEach((statement, position) => {
    const table = createdTable(statement);
    if (!table) return;
    const later = statements.slice(position + 1);
    if (later.some((each) => protectedTable(each) === table)) return;
    const altered = later.filter(({ plain }) => alteredTable(plain) === table);
    const lacks: string[] = [];
    if (!altered.some(({ plain }) => /\benable row level security\b/.test(plain))) {
      lacks.push('ENABLE ROW LEVEL SECURITY');
    }
    if (!altered.some(({ plain }) => /\bforce row level security\b/.test(plain))) {
      lacks.push('FORCE ROW LEVEL SECURITY');
    }
    if (!later.some(({ plain }) => policyTable(plain) === table)) lacks.push('a policy');
    if (lacks.length > 0) {
      problems.push({ line: statement.line, problem: `the table ${table} lacks ${lacks.join(', ')}` });
    }
  });
  return problems;
}

/** These hold a few dozen rows, however many people use the portal. */
const smallTables = [
  'permissions',
  'role_permissions',
  'roles',
  'membership_tiers',
  'partitioned_tables',
  'file_kinds',
];

function checkTransaction(statements: Statement[]): MigrationProblem[] {
  const created = new Set(statements.map(createdTable));
  return statements.flatMap(({ line, plain, bodies }) => {
    const problems: string[] = [];
    if (/\bconcurrently\b/.test(plain) || /^vacuum\b/.test(plain)) {
      problems.push('cannot run in a transaction: move it to a file that begins with "-- portal: no-tx"');
    }
    const index = /^create (?:unique )?index (?:if not exists )?\S+ on (?:only )?([\w".]+)/.exec(plain)?.[1];
    if (index && !created.has(bareName(index))) {
      problems.push(
        `an index on ${bareName(index)}, which is in use, stops its writers: CREATE INDEX CONCURRENTLY in a no-tx file`,
      );
    }
    const changed =
      /^(?:with\b.*\b)?(?:update|delete from) (?:only )?([\w".]+)/.exec(plain)?.[1] ??
      (/^do\b/.test(plain) ? bodies.map(changedInBody).find(Boolean) : undefined);
    if (changed && !created.has(bareName(changed)) && !smallTables.includes(bareName(changed))) {
      problems.push(
        `changes rows of ${bareName(changed)} all at once: make it a file that begins with "-- portal: backfill"`,
      );
    }
    return problems.map((problem) => ({ line, problem }));
  });
}

const changedInBody = (body: string) =>
  /\b(?:update|delete\s+from)\s+(?:only\s+)?([\w".]+)\s+(?:as\s|set\s|where\s|\w+\s+set\s|;|using\s)/i
    .exec(body)?.[1]
    ?.toLowerCase();

function checkNoTransaction(statements: Statement[]): MigrationProblem[] {
  if (statements.length === 0) return [{ line: 1, problem: 'holds no statement' }];
  return statements
    .filter(({ plain }) => !repeatable.some((form) => form.test(plain)))
    .map(({ line }) => ({
      line,
      problem:
        'a no-tx file may be run again from here, so it holds only CREATE INDEX CONCURRENTLY name, DROP INDEX ' +
        'CONCURRENTLY IF EXISTS, VACUUM and ALTER TYPE … ADD VALUE IF NOT EXISTS',
    }));
}

function checkBackfill(statements: Statement[]): MigrationProblem[] {
  const [statement, second] = statements;
  if (!statement || second) {
    return [{ line: second?.line ?? 1, problem: 'a backfill is exactly one statement' }];
  }
  const { line, plain } = statement;
  const problems: MigrationProblem[] = [];
  if (!/\$1(?!\d)/.test(plain)) {
    problems.push({ line, problem: 'a backfill begins after the last finished key, which it takes as $1' });
  }
  if (!/\blast_key\b/.test(plain)) {
    problems.push({ line, problem: 'a backfill returns the last key of its range as last_key' });
  }
  return problems;
}

function createdTable({ plain }: Statement): string | undefined {
  if (/^create table .* partition of /.test(plain)) return undefined;
  const name = /^create (?:unlogged )?table (?:if not exists )?([\w".]+)/.exec(plain)?.[1];
  return name && bareName(name);
}

/** `protect_table` enables and forces row-level security, and makes the policies that every table has. */
function protectedTable({ plain, strings: [name] }: Statement): string | undefined {
  return name && /^select protect_table\(''\)$/.test(plain) ? bareName(name) : undefined;
}

function alteredTable(plain: string): string | undefined {
  const name = /^alter table (?:if exists )?(?:only )?([\w".]+)/.exec(plain)?.[1];
  return name && bareName(name);
}

function policyTable(plain: string): string | undefined {
  const name = /^create policy (?:"[^"]*"|\S+) on ([\w".]+)/.exec(plain)?.[1];
  return name && bareName(name);
}

const bareName = (name: string) => name.replaceAll('"', '').replace(/^public\./, '');

/** Differences between drizzle's own list of migrations and the files. Names and order must agree. */
export function findJournalProblems(tags: string[], files: string[]): string[] {
  const names = files.map((file) => file.replace(/\.sql$/, '')).sort();
  const problems = [
    ...names.filter((name) => !tags.includes(name)).map((name) => `${name}.sql is not in meta/_journal.json`),
    ...tags
      .filter((tag) => !names.includes(tag))
      .map((tag) => `meta/_journal.json names ${tag}, which is not there`),
  ];
  if (problems.length === 0 && tags.some((tag, position) => tag !== names[position])) {
    problems.push(`meta/_journal.json has another order than the files: ${tags.join(', ')}`);
  }
  return problems;
}
