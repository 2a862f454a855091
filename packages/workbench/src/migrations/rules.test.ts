import { describe, expect, it } from 'vitest';
import { findJournalProblems, findMigrationProblems } from './rules.ts';

const problemsOf = (sql: string) =>
  findMigrationProblems(sql).map(({ line, problem }) => `${line}: ${problem}`);
const secured = `
ALTER TABLE meals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY staff ON meals FOR ALL TO admin_role USING (true);`;

describe('a migration file', () => {
  it('passes when it makes a table with its policies and indexes', () => {
    expect(
      problemsOf(`-- portal: tx
CREATE TABLE "meals" (id bigint PRIMARY KEY, words text DEFAULT 'update x; concurrently');
CREATE INDEX ON public.meals (words);
UPDATE meals SET words = 'grant all to public'; -- its own table, begin
${secured}
CREATE FUNCTION f() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE elsewhere SET a = 1 $$;
REVOKE ALL ON meals FROM PUBLIC;`),
    ).toEqual([]);
  });

  it('passes when it protects its table by the function for that', () => {
    expect(
      problemsOf(
        `-- portal: tx\nCREATE TABLE meals (id bigint PRIMARY KEY);\nSELECT protect_table('meals');`,
      ),
    ).toEqual([]);
  });

  it('lets a no-tx file hold statements that are safe to run twice', () => {
    expect(
      problemsOf(`-- portal: no-tx
CREATE UNIQUE INDEX CONCURRENTLY idx_a ON a (b);
DROP INDEX CONCURRENTLY IF EXISTS idx_b;
VACUUM (ANALYZE) a;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';`),
    ).toEqual([]);
  });

  it('accepts a backfill of one statement over a range of keys', () => {
    expect(
      problemsOf(`-- portal: backfill
WITH range AS (SELECT id FROM a WHERE id > coalesce($1::bigint, 0) ORDER BY id LIMIT 1000),
done AS (UPDATE a SET b = 1 FROM range WHERE a.id = range.id)
SELECT max(id) AS last_key FROM range;`),
    ).toEqual([]);
  });

  it.each([
    ['has no first line that says how it runs', 'CREATE SCHEMA x;', /^1: the first line must be/],
    ['names another way to run', '-- portal: later\nVACUUM;', /^1: the first line must be/],
    ['has a quote without an end', '-- portal: tx\nDO $$ BEGIN', /does not end/],
    [
      'commits by itself',
      '-- portal: tx\nBEGIN;\nSELECT 1;\nCOMMIT;',
      /^2: transactions are begun and ended/,
    ],
    [
      'grants to everybody',
      '-- portal: tx\nGRANT SELECT ON a TO admin_role, PUBLIC;',
      /^2: grants to PUBLIC/,
    ],
    [
      'grants to everybody inside a block',
      '-- portal: tx\nDO $$ BEGIN GRANT SELECT ON a TO public; END $$;',
      /^2: grants to PUBLIC/,
    ],
    [
      'has a policy for everybody',
      '-- portal: tx\nCREATE POLICY p ON a FOR SELECT USING (true);',
      /^2: a policy without TO/,
    ],
    [
      'has a policy that says it is for everybody',
      '-- portal: tx\nCREATE POLICY p ON a TO PUBLIC USING (true);',
      /^2: a policy without TO/,
    ],
    [
      'has a definer function that trusts its caller',
      '-- portal: tx\nCREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;',
      /^2: SECURITY DEFINER without SET search_path/,
    ],
    [
      'makes a table without row-level security',
      '-- portal: tx\n\nCREATE TABLE meals (id bigint);',
      /^3: the table meals lacks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, a policy/,
    ],
    [
      'protects another table than the one that it makes',
      "-- portal: tx\nCREATE TABLE meals (id bigint);\nSELECT protect_table('menus');",
      /^2: the table meals lacks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, a policy/,
    ],
    [
      'makes a table whose owner passes its policies',
      '-- portal: tx\nCREATE TABLE meals (id bigint);\nALTER TABLE meals ENABLE ROW LEVEL SECURITY;\nCREATE POLICY p ON meals TO admin_role USING (true);',
      /^2: the table meals lacks FORCE ROW LEVEL SECURITY$/,
    ],
    [
      'mentions the policy in a comment only',
      '-- portal: tx\nCREATE TABLE meals (id bigint);\nALTER TABLE meals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n-- CREATE POLICY p ON meals TO admin_role;',
      /^2: the table meals lacks a policy$/,
    ],
    [
      'builds an index on a table in use',
      '-- portal: tx\nCREATE UNIQUE INDEX IF NOT EXISTS i ON a (b);',
      /^2: an index on a, which is in use/,
    ],
    [
      'builds concurrently in a transaction',
      '-- portal: tx\nCREATE INDEX CONCURRENTLY i ON a (b);',
      /^2: cannot run in a transaction/,
    ],
    ['vacuums in a transaction', '-- portal: tx\nVACUUM a;', /^2: cannot run in a transaction/],
    [
      'changes many rows at once',
      '-- portal: tx\nUPDATE ONLY users SET a = 1;',
      /^2: changes rows of users all at once/,
    ],
    [
      'deletes many rows at once',
      '-- portal: tx\nWITH old AS (SELECT 1) DELETE FROM users;',
      /^2: changes rows of users all at once/,
    ],
    [
      'changes many rows inside a block',
      '-- portal: tx\nDO $$ BEGIN UPDATE users SET a = 1; END $$;',
      /^2: changes rows of users all at once/,
    ],
    [
      'mixes a transaction’s work into a no-tx file',
      '-- portal: no-tx\nALTER TABLE a ADD COLUMN b int;',
      /^2: a no-tx file may be run again/,
    ],
    [
      'drops an index that may be gone already',
      '-- portal: no-tx\nDROP INDEX CONCURRENTLY i;',
      /^2: a no-tx file may be run again/,
    ],
    [
      'builds an index without a name',
      '-- portal: no-tx\nCREATE INDEX CONCURRENTLY ON a (b);',
      /^2: a no-tx file may be run again/,
    ],
    [
      'adds a value that may be there already',
      "-- portal: no-tx\nALTER TYPE t ADD VALUE 'x';",
      /^2: a no-tx file may be run again/,
    ],
    ['does nothing', '-- portal: no-tx\n', /^1: holds no statement/],
    [
      'backfills with two statements',
      '-- portal: backfill\nSELECT $1 AS last_key;\nSELECT 2;',
      /^3: a backfill is exactly one statement/,
    ],
    [
      'backfills from the beginning each time',
      '-- portal: backfill\nUPDATE a SET b = 1 RETURNING id AS last_key;',
      /^2: .*takes as \$1/,
    ],
    [
      'backfills without saying how far',
      '-- portal: backfill\nUPDATE a SET b = 1 WHERE id > $1;',
      /^2: .*as last_key/,
    ],
  ])('is refused when it %s', (_what, sql, problem) => {
    expect(problemsOf(sql)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });
});

describe('drizzle’s own list of migrations', () => {
  it('names the files in their order', () => {
    expect(findJournalProblems(['0000_a', '0001_b'], ['0001_b.sql', '0000_a.sql'])).toEqual([]);
  });

  it('is refused when a file is missing on either side, or when the order differs', () => {
    expect(findJournalProblems(['0000_a'], ['0000_a.sql', '0001_b.sql'])).toEqual([
      '0001_b.sql is not in meta/_journal.json',
    ]);
    expect(findJournalProblems(['0000_a', '0001_b'], ['0000_a.sql'])).toEqual([
      'meta/_journal.json names 0001_b, which is not there',
    ]);
    expect(findJournalProblems(['0001_b', '0000_a'], ['0000_a.sql', '0001_b.sql'])[0]).toContain(
      'another order',
    );
  });
});
