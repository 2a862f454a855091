import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { splitFields } from './fields.ts';
import { type Line, readLines } from './lines.ts';

describe('the fields of a line', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    [' a , WCC1A, 01/02/2026,', ['a', 'WCC1A', '01/02/2026', '']],
    ['1,"Leasing Firm, Temp Agency, etc",2', ['1', 'Leasing Firm, Temp Agency, etc', '2']],
    ['1,JOE "THE MAN" BUILDERS,2', ['1', 'JOE "THE MAN" BUILDERS', '2']],
    ['1,SMITH 6" PIPE,2', ['1', 'SMITH 6" PIPE', '2']],
    ['1,"SAID ""HI"" INC",2', ['1', 'SAID "HI" INC', '2']],
    ['1,"A, B",STE 2\rREAR,3', ['1', 'A, B', 'STE 2 REAR', '3']],
    ['1,"FAST" PLUMBING INC,2', ['1', '"FAST" PLUMBING INC', '2']],
    ['1,THE "QUICK" "SURE" CO,2', ['1', 'THE "QUICK" "SURE" CO', '2']],
    ['1,"FAST" PLUMBING "CO",2', ['1', '"FAST" PLUMBING "CO"', '2']],
    ['1,"SMITH, "BUD" & SONS",2', ['1', 'SMITH, "BUD" & SONS', '2']],
    ['1,""BUD" SMITH, INC",2', ['1', '"BUD" SMITH, INC', '2']],
    ['1,"""FAST"" PLUMBING",2', ['1', '"FAST" PLUMBING', '2']],
    ['1,"", "A, B" ,""', ['1', '', 'A, B', '']],
  ])('%j are %j', (line, fields) => {
    expect(splitFields(line, ',', fields.length)).toEqual(fields);
  });

  it('are not guessed if a quote never ends', () => {
    expect(splitFields('1,"NEVER ENDS,2')).toBeUndefined();
  });
});

describe('the lines of a file', () => {
  const file = join(tmpdir(), `namc-portal-lines-${process.pid}.csv`);
  afterAll(() => rm(file, { force: true }));

  async function linesOf(content: Buffer | string): Promise<Line[]> {
    await writeFile(file, content);
    const lines: Line[] = [];
    for await (const block of readLines(file, {})) lines.push(...block);
    return lines;
  }

  it('lose a byte order mark and each kind of line end, and keep their numbers', async () => {
    expect(await linesOf('\ufeffone\r\ntwo\n\nfour')).toEqual([
      { number: 1, text: 'one' },
      { number: 2, text: 'two' },
      { number: 3, text: '' },
      { number: 4, text: 'four', isOpen: true },
    ]);
    expect(await linesOf('one\rtwo\r')).toEqual([
      { number: 1, text: 'one' },
      { number: 2, text: 'two' },
    ]);
  });

  it('are read as Windows-1252 one by one if they are not UTF-8', async () => {
    const mixed = Buffer.concat([
      Buffer.from('PEÑA\r\n'),
      Buffer.from([0x50, 0x45, 0xd1, 0x41, 0x0a]),
      Buffer.from('ASCII'),
    ]);
    expect((await linesOf(mixed)).map(({ text }) => text)).toEqual(['PEÑA', 'PEÑA', 'ASCII']);
  });

  it('stay whole when the file is read in pieces', async () => {
    const long = Array.from({ length: 40_000 }, (_, number) => `${number},PEÑA & SONS`);
    expect((await linesOf(long.join('\r\n'))).map(({ text }) => text)).toEqual(long);
  });

  it('stop at a line that is too long', async () => {
    await expect(linesOf('x'.repeat(3 * 1024 * 1024))).rejects.toThrow('longer than a megabyte');
  });
});
