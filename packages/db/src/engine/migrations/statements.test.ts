import { describe, expect, it } from 'vitest';
import { readMigrationFiles } from './files.ts';
import { splitStatements } from './statements.ts';

describe('the statements of a migration file', () => {
  it('end at semicolons, which the last one may omit', () => {
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

  it('ignore a quote inside a comment', () => {
    expect(splitStatements("-- the owner's\nvacuum a; /* don't */ vacuum b;")).toEqual([
      'vacuum a',
      'vacuum b',
    ]);
  });

  it('do not mistake a parameter or a name with dollars for a dollar quote', () => {
    expect(splitStatements('select $1 + $2; select $1')).toEqual(['select $1 + $2', 'select $1']);
    expect(splitStatements('select a$b$c; select $b$;$b$')).toEqual(['select a$b$c', 'select $b$;$b$']);
  });

  it('exclude the comments before them, and comments alone are no statement', () => {
    expect(splitStatements('-- portal: no-tx\n-- why\n/* and how */ vacuum a; -- done\n')).toEqual([
      'vacuum a',
    ]);
    expect(splitStatements('-- portal: tx\n;;\n')).toEqual([]);
  });

  it('are refused if a quote or a comment does not end', () => {
    expect(() => splitStatements('vacuum a;\ndo $$ begin')).toThrow('The quote $$ in line 2 does not end');
    expect(() => splitStatements('select 1 /* /* */')).toThrow('The comment in line 1 does not end');
    expect(() => splitStatements("select 'one; select 2")).toThrow("The ' in line 1 has no matching end");
    expect(() => splitStatements('select "one; select 2')).toThrow('The " in line 1 has no matching end');
    expect(() => splitStatements('select 1 */; select 2')).toThrow('The */ in line 1 has no matching end');
  });

  it('joined with the text between them, make up the files in drizzle/', () => {
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
