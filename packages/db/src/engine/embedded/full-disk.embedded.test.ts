import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../actors.ts';
import { type Client, connect } from '../connection.ts';
import { type Database, openDatabase } from '../database.ts';
import { Unavailable } from '../errors.ts';
import { type EmbeddedDatabase, startEmbedded } from './start.ts';

/** A disk without space, as the engine's process meets it: see `full-disk.fixture.ts`. */

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-full-'));
const full = join(directory, 'full');
const { NODE_OPTIONS } = process.env;
const said: string[] = [];
const ends: string[] = [];
let embedded: EmbeddedDatabase;
let owner: Client;
let db: Database;

beforeAll(async () => {
  process.env.FULL_DISK = full;
  process.env.NODE_OPTIONS = `--import ${new URL('./full-disk.fixture.ts', import.meta.url).href}`;
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
const bodies = () =>
  db.read(
    system,
    ({ sql }) => sql<{ id: number; size: number }[]>`select id, length(body) as size from notes order by id`,
  );
/** Changes a row and adds so many that the table has to grow. */
const addMany = () =>
  db.write(system, async ({ sql }) => {
    await sql`update notes set body = 'changed' where id = 1`;
    await sql`insert into notes select n, repeat(md5(n::text), 60) from generate_series(2, 500) n`;
  });

const addNote = (body: string) =>
  db.write(system, ({ sql }) => sql`insert into notes select max(id) + 1, ${body} from notes`);

describe('without space on the disk', () => {
  it('a write that needs some is refused in plain words and leaves nothing behind, reads go on, and later it works', async () => {
    writeFileSync(full, '');
    const refusal = await addMany().catch((error) => error);
    expect(refusal).toBeInstanceOf(Unavailable);
    expect(refusal.message).toBe('The database has no space left to write: nothing was changed.');
    expect([...(await bodies())]).toEqual([{ id: 1, size: 5 }]);
    await embedded.ping();
    rmSync(full);
    await addMany();
    expect(await bodies()).toHaveLength(500);
  });

  it('a log that cannot grow ends the engine; it says what it lacks, and goes on by itself once there is space, with every acknowledged write', async () => {
    await db.write(system, ({ sql }) => sql`update notes set body = 'kept' where id = 2`);
    writeFileSync(full, '');
    // The first ones find room in a segment that is there.
    const fill = async () => {
      for (;;) await owner`select pg_logical_emit_message(true, 'test', repeat('x', 8000000))`;
    };
    await expect(fill()).rejects.toThrow();
    await expect.poll(() => said.join('\n'), { timeout: 50_000 }).toContain('there is no space left for');
    await expect(embedded.ping()).rejects.toThrow('there is no space left for');
    await expect(bodies()).rejects.toThrow(Unavailable);
    rmSync(full);
    await expect.poll(() => embedded.ping().then(() => 'well', String), { timeout: 50_000 }).toBe('well');
    expect((await bodies()).slice(1, 3)).toEqual([
      { id: 2, size: 4 },
      { id: 3, size: 1920 },
    ]);
    expect(ends).toEqual([]);
  });

  it('a log that cannot grow inside a transaction cuts that transaction off at once, is told, and leaves nothing of it', async () => {
    said.length = 0;
    writeFileSync(full, '');
    const attempt = db.write(system, async ({ sql }) => {
      await sql`update notes set body = 'half done' where id = 3`;
      for (;;) await sql`select pg_logical_emit_message(true, 'test', repeat('x', 8000000))`;
    });
    const refusal = await attempt.catch((error) => error);
    expect(refusal).toBeInstanceOf(Unavailable);
    expect(refusal.message).toBe('The database cannot be reached right now.');
    await expect(embedded.ping()).rejects.toThrow(Unavailable);
    await expect.poll(() => said.join('\n'), { timeout: 50_000 }).toContain('there is no space left for');
    expect(said[0]).toMatch(/^The engine failed: .*No space left on device/);
    await expect(embedded.ping()).rejects.toThrow('there is no space left for');
    rmSync(full);
    await expect.poll(() => embedded.ping().then(() => 'well', String), { timeout: 50_000 }).toBe('well');
    expect((await bodies()).slice(1, 3)).toEqual([
      { id: 2, size: 4 },
      { id: 3, size: 1920 },
    ]);
    await addNote('after it');
    expect(ends).toEqual([]);
  });
});
