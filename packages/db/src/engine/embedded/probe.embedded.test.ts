import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeOf } from './probe.ts';

let database: PGlite;

beforeAll(async () => {
  database = await PGlite.create();
});

afterAll(async () => {
  await database.close();
});

/** The probe of the engine on a clock of its own, and what a client does. */
function watched() {
  let now = 0;
  const { during, ask } = probeOf(database, () => now);
  return {
    /** A client's message, on which the engine works for some time. */
    send: (last: string, statement: string, ms = 0) =>
      during(Buffer.from(last), async () => {
        await database.exec(statement);
        now += ms;
      }),
    healthAfter: (ms: number) => {
      now += ms;
      return ask(database.execProtocolRawStream.bind(database));
    },
  };
}

describe('a client that holds the engine', () => {
  it.each([
    ['a transaction', 'begin', 'Q'],
    ['a statement', 'select 1', 'B'],
  ])(
    'may be silent in %s for a while, then it is told, and then the engine is to start again',
    async (_, statement, last) => {
      const { send, healthAfter } = watched();
      expect(await healthAfter(100_000)).toBe('well');
      await send(last, statement);
      expect(await healthAfter(4_000)).toBe('held');
      expect(await healthAfter(2_000)).toBe('waiting');
      await send(last, 'select 1');
      expect(await healthAfter(4_000)).toBe('held');
      expect(await healthAfter(57_000)).toBe('failing');
      await send('Q', 'rollback');
      expect(await healthAfter(100_000)).toBe('well');
    },
  );

  it('is not silent while it waits for a long statement', async () => {
    const { send, healthAfter } = watched();
    await send('Q', 'begin');
    await send('Q', 'select 1', 70_000);
    expect(await healthAfter(1_000)).toBe('held');
    await send('Q', 'commit');
    expect(await healthAfter(0)).toBe('well');
  });
});
