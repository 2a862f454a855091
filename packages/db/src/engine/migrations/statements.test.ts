import { describe, expect, it } from 'vitest';
import { readMigrationFiles } from './files.ts';
import { splitStatements } from './statements.ts';

describe('the statements of a migration file', () => {
  it('end at semicolons, and the last one needs none', () => {
    expect(splitStatements('vacuum a;\n\nvacuum b')).toEqual(['vacuum a', 'vacuum b']);
  });

  it('are not cut at a semicolon inside a string, a name, a dollar quote or a comment', () => {
    const whole = [
      `insert into a values ('one; two', 'it''s; here')`,
      `insert into a values (E'back\\'slash; here')`,
      'select "odd;name""; here" from a',
      'do $$ begin perform 1; perform 2; end $$',
      'create function f() returns text language sql as $body$ select $$;$$; $body$',
      'select 1 -- not; here\n + 2',
      'select 1 /* not; /* nested; */ here; */ + 2',
    ];
    expect(splitStatements(`${whole.join(';\n')};`)).toEqual(whole);
  });

  it('take no quote inside a comment for the beginning of a string', () => {
    expect(splitStatements("-- the owner's\nvacuum a; /* don't */ vacuum b;")).toEqual([
      'vacuum a',
      'vacuum b',
    ]);
  });

  it('take no parameter and no name with dollars for a dollar quote', () => {
    expect(splitStatements('select $1 + $2; select $1')).toEqual(['select $1 + $2', 'select $1']);
    expect(splitStatements('select a$b$c; select $b$;$b$')).toEqual(['select a$b$c', 'select $b$;$b$']);
  });

  it('do not hold the comments before them, and comments alone are none', () => {
    expect(splitStatements('-- portal: no-tx\n-- why\n/* and how */ vacuum a; -- done\n')).toEqual([
      'vacuum a',
    ]);
    expect(splitStatements('-- portal: tx\n;;\n')).toEqual([]);
  });

  it('are refused when a quote or a comment does not end, instead of being cut somewhere', () => {
    expect(() => splitStatements('vacuum a;\ndo $$ begin')).toThrow('The quote $$ in line 2 does not end');
    expect(() => splitStatements('select 1 /* /* */')).toThrow('The comment in line 1 does not end');
    expect(() => splitStatements("select 'one; select 2")).toThrow("The ' in line 1 has no other end");
    expect(() => splitStatements('select "one; select 2')).toThrow('The " in line 1 has no other end');
    expect(() => splitStatements('select 1 */; select 2')).toThrow('The */ in line 1 has no other end');
  });

  it('put together again, with what stands between them, are the files in drizzle/', () => {
    const files = readMigrationFiles();
    expect(files.length).toBeGreaterThan(0);
    for (const { sql } of files) {
      let rest = sql;
      for (const statement of splitStatements(sql)) {
        const [before, ...after] = rest.split(statement);
        expect(before?.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|[\s;]/g, '')).toBe('');
        rest = after.join(statement);
      }
      expect(rest.replaceAll(/--[^\n]*|[\s;]/g, '')).toBe('');
    }
  });
});
