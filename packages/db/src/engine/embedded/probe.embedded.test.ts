import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeOf } from './probe.ts';

const type = (letter: string) => letter.charCodeAt(0);
let database: PGlite;

beforeAll(async () => {
  database = await PGlite.create();
});

afterAll(async () => {
  await database.close();
});

describe('a client that holds the engine', () => {
  it.each([
    ['a transaction', 'begin', 'Q'],
    ['a statement', 'select 1', 'B'],
  ])(
    'may be silent in %s for a while, then it is told, and then the engine is to start again',
    async (_, statement, last) => {
      let now = 0;
      const { note, ask } = probeOf(database, () => now);
      const healthAfter = (ms: number) => {
        now += ms;
        return ask(database.execProtocolRawStream.bind(database));
      };
      expect(await healthAfter(100_000)).toBe('well');
      await database.exec(statement);
      note(type(last));
      expect(await healthAfter(4_000)).toBe('held');
      expect(await healthAfter(2_000)).toBe('waiting');
      note(type(last));
      expect(await healthAfter(4_000)).toBe('held');
      expect(await healthAfter(57_000)).toBe('failing');
      await database.exec('rollback');
      note(type('Q'));
      expect(await healthAfter(100_000)).toBe('well');
    },
  );
});
