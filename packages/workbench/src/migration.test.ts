import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeMigration, makeMigration } from './migration.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-migration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const writeTables = (columns: string) =>
  writeFileSync(
    join(folder, 'packages/db/src/things/tables.ts'),
    `import { customType, pgTable, text } from 'drizzle-orm/pg-core';
const point = customType({ dataType: () => 'geography(Point,4326)' });
export const things = pgTable('things', { name: text().primaryKey()${columns} });`,
  );

beforeAll(() => {
  mkdirSync(join(folder, 'packages/db/src/things'), { recursive: true });
  mkdirSync(join(folder, 'drizzle'));
  symlinkSync(join(top, 'packages/db/node_modules'), join(folder, 'packages/db/node_modules'));
  copyFileSync(join(top, 'packages/db/drizzle.config.ts'), join(folder, 'packages/db/drizzle.config.ts'));
  writeFileSync(join(folder, 'packages/db/package.json'), '{ "type": "module" }');
});

describe('a migration', () => {
  it('holds what changed in the tables, says how it runs, and has its types unquoted', () => {
    writeTables('');
    expect(makeMigration(folder, 'first-things', false)).toBe('drizzle/0000_first_things.sql');
    writeTables(', place: point()');
    expect(makeMigration(folder, 'places', false)).toBe('drizzle/0001_places.sql');
    expect(readFileSync(join(folder, 'drizzle/0001_places.sql'), 'utf8')).toBe(
      '-- portal: tx\nALTER TABLE "things" ADD COLUMN "place" geography(Point,4326);\n',
    );
  });

  it('leaves the newest snapshot only, which the next one is compared with', () => {
    expect(readdirSync(join(folder, 'drizzle/meta'))).toEqual(['0001_snapshot.json', '_journal.json']);
  });

  it('is not made when no table changed, unless it is written by hand', () => {
    expect(makeMigration(folder, 'nothing', false)).toBeUndefined();
    expect(makeMigration(folder, 'by-hand', true)).toBe('drizzle/0002_by_hand.sql');
    expect(readFileSync(join(folder, 'drizzle/0002_by_hand.sql'), 'utf8')).toBe('-- portal: tx\n');
  });
});

it('has nothing to do for the tables of this repository: each change of them has its migration', () => {
  const copy = mkdtempSync(join(tmpdir(), 'portal-migration-'));
  try {
    cpSync(join(top, 'drizzle'), join(copy, 'drizzle'), { recursive: true });
    for (const path of ['src', 'package.json', 'drizzle.config.ts']) {
      cpSync(join(top, 'packages/db', path), join(copy, 'packages/db', path), { recursive: true });
    }
    symlinkSync(join(top, 'packages/db/node_modules'), join(copy, 'packages/db/node_modules'));
    expect(makeMigration(copy, 'nothing', false)).toBeUndefined();
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

it('leaves quotes around names', () => {
  expect(completeMigration('CREATE TABLE "citext_things" ("a" "citext");', false)).toBe(
    '-- portal: tx\nCREATE TABLE "citext_things" ("a" citext);\n',
  );
});

it.each([[[]], [['--name', 'Two Words']], [['--nmae', 'x']], [['--name', '../x']]])(
  'says how it is used when its arguments are %j',
  async (args) => {
    const script = join(top, 'packages/workbench/src/migration.ts');
    const { code, output } = await runNode([script, ...args]);
    expect(code).toBe(2);
    expect(output).toContain('npm run migration -- --name what-it-does');
  },
);
