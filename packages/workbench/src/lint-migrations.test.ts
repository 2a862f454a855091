import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lintMigrations } from './lint-migrations.ts';
import { top } from './top.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function lint(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-lint-'));
  folders.push(folder);
  mkdirSync(join(folder, 'meta'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  const entries = Object.keys(files).map((name) => ({ tag: name.replace('.sql', '') }));
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ entries }));
  return lintMigrations(folder);
}

it('finds nothing in the portal’s own migrations', async () => {
  expect(await lintMigrations(join(top, 'drizzle'))).toEqual([]);
});

it('finds statements that would block a busy table, through squawk', async () => {
  const problems = await lint({
    '0000_a.sql': '-- portal: tx\n\nALTER TABLE users ADD COLUMN age bigint NOT NULL;\n',
    '0001_b.sql': '-- portal: tx\nALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b (id);\n',
  });
  expect(problems).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^0000_a\.sql:3 .*\(adding-required-field\)$/),
      expect.stringMatching(/^0001_b\.sql:2 .*\(adding-foreign-key-constraint\)$/),
    ]),
  );
});

it('finds SQL that PostgreSQL cannot parse', async () => {
  expect(await lint({ '0000_a.sql': '-- portal: tx\nCREATE TABEL a (b text);\n' })).toEqual(
    expect.arrayContaining([expect.stringContaining('syntax-error')]),
  );
});

it('accepts a concurrent index and a backfill by key ranges', async () => {
  expect(
    await lint({
      '0000_a.sql': '-- portal: no-tx\nCREATE INDEX CONCURRENTLY idx_a ON a (b);\n',
      '0001_b.sql':
        '-- portal: backfill\nWITH r AS (SELECT id FROM a WHERE id > $1::bigint ORDER BY id LIMIT 100), done AS (UPDATE a SET b = 1 FROM r WHERE a.id = r.id) SELECT max(id) AS last_key FROM r;\n',
    }),
  ).toEqual([]);
});
