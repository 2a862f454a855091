import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../actors.ts';
import { type Client, connect, errorCode } from '../connection.ts';
import { type Database, openDatabase } from '../database.ts';
import { Unavailable } from '../errors.ts';
import { type EmbeddedDatabase, startEmbedded } from './start.ts';

/** Memory that cannot grow, as the engine's process meets it: see `full-heap.fixture.ts`. */

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-heap-'));
const full = join(directory, 'full');
const { NODE_OPTIONS } = process.env;
const said: string[] = [];
const ends: string[] = [];
let embedded: EmbeddedDatabase;
let owner: Client;
let db: Database;

beforeAll(async () => {
  process.env.FULL_HEAP = full;
  process.env.NODE_OPTIONS = `--import ${new URL('./full-heap.fixture.ts', import.meta.url).href}`;
  embedded = await startEmbedded({ directory, onProgress: (message) => said.push(message) });
  embedded.onExit((reason) => ends.push(reason));
  owner = connect(embedded.url, { max: 1, applicationName: 'test' });
  await owner.unsafe(`create role system_role; create table notes (id int primary key, body text);
    grant all on notes to system_role; insert into notes values (1, 'first')`);
  db = openDatabase({ url: embedded.url, maxConnections: 1 });
});

afterAll(async () => {
  process.env.NODE_OPTIONS = NODE_OPTIONS ?? '';
  await db.close();
  await owner.end({ timeout: 1 });
  await embedded.close();
  rmSync(directory, { recursive: true, force: true });
});

const system = systemActor('test');
const body = async () => {
  const [note] = await db.read(system, ({ sql }) => sql<{ body: string }[]>`select body from notes`);
  return note?.body;
};
const change = (to: string) => db.write(system, ({ sql }) => sql`update notes set body = ${to}`);

describe('without memory', () => {
  it('a statement that needs more than there is is refused in plain words, its transaction leaves nothing behind, and all else goes on', async () => {
    writeFileSync(full, '');
    const attempt = db.write(system, async ({ sql }) => {
      await sql`update notes set body = 'half done'`;
      await sql`select length(repeat('x', 900000000))`;
    });
    const refusal = await attempt.catch((error) => error);
    expect(refusal).toBeInstanceOf(Unavailable);
    expect(refusal.message).toBe('The database has no memory left for this right now: nothing was changed.');
    expect(await body()).toBe('first');
    await embedded.ping();
    await change('changed');
    expect(await body()).toBe('changed');
  });

  it('a heap that stays full is told, and the engine starts again by itself with every acknowledged write', async () => {
    await change('kept');
    // Cursors that outlive their transactions keep their rows in memory, in this session for ever.
    await owner.unsafe(`set work_mem = '1GB'`);
    let kept = 0;
    for (let kilobytes = 16_384; kilobytes >= 1_024; ) {
      try {
        await owner.unsafe(
          `declare kept_${kept} cursor with hold for select repeat('x', 1000) from generate_series(1, ${kilobytes})`,
        );
        kept += 1;
      } catch (error) {
        expect(errorCode(error)).toBe('53200');
        kilobytes /= 2;
      }
    }
    await expect(embedded.ping()).rejects.toThrow('The embedded database cannot answer.');
    rmSync(full);
    await expect.poll(() => embedded.ping().then(() => 'well', String), { timeout: 50_000 }).toBe('well');
    expect(said.join('\n')).toContain('Starting again: the embedded database stopped (SIGKILL)');
    expect(await body()).toBe('kept');
    await change('after it');
    expect(await body()).toBe('after it');
    expect(ends).toEqual([]);
  });
});
