import { describe, expect, it } from 'vitest';
import { withoutCopyFromClient } from './copy-guard.ts';

/** A frontend message: kind, length, body. */
function message(kind: string, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe('the guard in front of the embedded database', () => {
  it.each([
    'copy t from stdin',
    'COPY "t" (a, b)\n FROM STDIN WITH (format csv)',
    'begin; copy t from stdin',
  ])('turns away %j, which would stop everybody’s work', (sql) => {
    const simple = Buffer.from(withoutCopyFromClient(message('Q', sql))).toString();
    expect(simple).toContain('COPY FROM STDIN does not work on the embedded database');
    expect(simple).not.toContain(sql);
  });

  it('keeps the name and the parameter types of a prepared statement, and a true length', () => {
    const types = Buffer.from([0, 1, 0, 0, 0, 23]);
    const changed = Buffer.from(withoutCopyFromClient(message('P', 's1', 'copy t from stdin', types)));
    expect(changed.readInt32BE(1)).toBe(changed.length - 1);
    expect(changed.subarray(5, 8).toString()).toBe('s1\0');
    expect(changed.subarray(-6)).toEqual(types);
  });

  it.each([
    message('Q', 'copy t to stdout'),
    message('Q', 'select copy from stdinx'),
    message('P', '', 'insert into t select * from unnest($1::text[])', Buffer.from([0, 0])),
    message('X'),
  ])('passes everything else on as it is', (untouched) => {
    expect(withoutCopyFromClient(untouched)).toBe(untouched);
  });
});
