import { fork, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../tools/migrate/migrate.ts';
import { visitor } from '../actors.ts';
import { connect } from '../connection.ts';
import { type Database, openDatabase } from '../database.ts';
import { Refused } from '../errors.ts';
import { getMigrationStatus } from '../migrations/status.ts';
import { readHolder } from './lock.ts';
import { openEmbedded } from './open.ts';
import { removeSocketFolder, socketFolder, socketName } from './private-folder.ts';
import { protocolMessage, syncMessage } from './protocol.ts';
import { type EmbeddedDatabase, startEmbedded } from './start.ts';

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-embedded-'));
let embedded: EmbeddedDatabase;
let db: Database;

async function start() {
  embedded = await startEmbedded({ directory });
  db = openDatabase({ url: embedded.url, maxConnections: 3 });
}

async function stop() {
  await db.close();
  await embedded.close();
}

beforeAll(async () => {
  await start();
  await migrate({ ownerUrl: embedded.url, embedded: true });
});

afterAll(async () => {
  await stop();
  rmSync(directory, { recursive: true, force: true });
});

const system = { kind: 'system', name: 'test' } as const;

/** The first message of a client, which has no type. */
const startupMessage = protocolMessage('X', '\0\x03\0\0user\0postgres\0database\0postgres\0\0').subarray(1);
const parse = (statement: string) => protocolMessage('P', `\0${statement}\0\0\0`);
/** Of the unnamed statement, without its Sync. */
const bindAndExecute = Buffer.concat([
  protocolMessage('B', '\0\0\0\0\0\0\0\0'),
  protocolMessage('E', '\0\0\0\0\0'),
]);
/** ReadyForQuery outside of a transaction. */
const ready = protocolMessage('Z', 'I').toString('latin1');

/** A client that sends what it is told to. `heard` waits for an answer with these bytes in it, and returns the answer. */
async function bareClient() {
  const client = createConnection({ path: join(directory, 'socket', socketName) });
  const heard = (last: string) =>
    new Promise<string>((resolve) => {
      let all = '';
      const collect = (piece: Buffer) => {
        all += piece.toString('latin1');
        if (!all.includes(last)) return;
        client.off('data', collect);
        resolve(all);
      };
      client.on('data', collect);
    });
  const answer = heard(ready);
  client.write(startupMessage);
  await answer;
  return { client, heard };
}

/** The TCP ports on which a process of Linux listens, as the kernel tells. */
function listeningPorts(pid: number): string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const listening = '0A';
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening && own.has(fields[9] ?? ''))
      .map((fields) => fields[1] ?? ''),
  );
}

describe('the embedded database', () => {
  it('is migrated by the same files, and a second run finds nothing to do', async () => {
    expect(await migrate({ ownerUrl: embedded.url, embedded: true })).toEqual({ applied: [] });
    expect(await db.read(visitor, getMigrationStatus)).toEqual({ current: true, pending: [], problem: null });
  });

  it('keeps a visitor from writing, although its only login is a superuser', async () => {
    const attempt = db.write(visitor, (tx) => tx.sql`delete from zip_codes`);
    await expect(attempt).rejects.toHaveProperty(
      'cause.message',
      expect.stringContaining('permission denied'),
    );
  });

  it('separates the actors of concurrent connections', async () => {
    const roles = await Promise.all(
      [visitor, system, visitor, system].map((actor) =>
        db.read(actor, async (tx) => {
          const [row] = await tx.sql<{ role: string }[]>`select current_user as role`;
          return row?.role;
        }),
      ),
    );
    expect(roles).toEqual(['application_role', 'system_role', 'application_role', 'system_role']);
  });

  it.each([true, false])(
    'gives each of four clients its own answers outside of transactions, also after statements that fail (prepared: %s)',
    async (preparedStatements) => {
      const clients = [0, 1, 2, 3].map(() =>
        connect(embedded.url, { max: 1, applicationName: 'test', preparedStatements }),
      );
      const ask = async (client: (typeof clients)[number], number: number) => {
        if (number % 10 === 9) {
          // A failure in the text, in a value, or in the work itself.
          const failing = [
            client`select no_such_column, ${number}::int`,
            client`select ${`no number ${number}`}::text::int as number`,
            client`select ${number}::int / (n - n) from generate_series(1, 3) n`,
          ][Math.floor(number / 10) % 3];
          return failing?.then(
            () => 'an answer',
            ({ code }: { code: string }) => code,
          );
        }
        const rows = await client<{ number: number; n: number }[]>`
          select ${number}::int as number, n from generate_series(1, ${(number % 7) + 1}::int) n`;
        return rows.map((row) => `${row.number}.${row.n}`).join(' ');
      };
      const expected = (number: number) =>
        number % 10 === 9
          ? ['42703', '22P02', '22012'][Math.floor(number / 10) % 3]
          : Array.from({ length: (number % 7) + 1 }, (_, at) => `${number}.${at + 1}`).join(' ');
      const answers = await Promise.all(
        clients.map(async (client, at) => {
          const own: (string | undefined)[] = [];
          for (let n = 0; n < 100; n += 1) own.push(await ask(client, at * 1_000 + n));
          return own;
        }),
      );
      expect(answers).toEqual(
        clients.map((_, at) => Array.from({ length: 100 }, (__, n) => expected(at * 1_000 + n))),
      );
      await Promise.all(clients.map((client) => client.end()));
    },
  );

  it.each([
    ['a transaction', protocolMessage('Q', 'begin; create table left_behind (n int)\0'), 'CREATE TABLE'],
    [
      'a statement',
      Buffer.concat([parse('create table left_behind (n int)'), bindAndExecute]),
      'CREATE TABLE',
    ],
    ['a statement that failed', Buffer.concat([parse('select no_column'), bindAndExecute]), 'no_column'],
  ])('takes the session back from a client that is cut off in %s', async (_, messages, last) => {
    const { client, heard } = await bareClient();
    const answer = heard(last);
    client.write(messages);
    await answer;
    client.destroy();
    const [row] = await db.read(visitor, (tx) => tx.sql`select to_regclass('left_behind') as name`);
    expect(row).toEqual({ name: null });
  });

  it('is readable for its own user alone, also where an earlier version left it open', async () => {
    const open = join(directory, 'postgres', 'left-open');
    mkdirSync(open);
    writeFileSync(join(open, 'password-hashes'), '');
    chmodSync(join(open, 'password-hashes'), 0o644);
    for (const folder of [open, join(directory, 'postgres'), directory]) chmodSync(folder, 0o755);
    await stop();
    await start();
    const owner = connect(embedded.url, { max: 1, applicationName: 'test' });
    await owner`create table made_later (id integer)`;
    await owner`drop table made_later`;
    await owner.end();
    const all = [
      directory,
      ...readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)),
    ];
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter((path) => (lstatSync(path).mode & 0o077) !== 0)).toEqual([]);
    rmSync(open, { recursive: true });
  });

  it('listens where no other user of the machine can connect', async () => {
    const holder = readHolder(directory);
    const socket = join(holder?.socket ?? '', socketName);
    expect(lstatSync(socket).isSocket()).toBe(true);
    // Every folder above the socket but this one may be open to others.
    expect(lstatSync(holder?.socket ?? '').mode & 0o077).toBe(0);
    expect(listeningPorts(holder?.pid ?? 0)).toEqual([]);
    // As root, the test can be another user. It becomes that user once Node runs, which that user may not be able to start.
    const isRoot = process.getuid?.() === 0;
    const attempt = spawnSync(
      process.execPath,
      [
        '-e',
        `${isRoot ? 'process.setgroups([]); process.setgid(65534); process.setuid(65534);' : ''}
        require("net").connect(process.argv[1])
          .on("connect", () => process.exit(0))
          .on("error", (e) => { console.log(e.code); process.exit(1); })`,
        socket,
      ],
      { cwd: '/', encoding: 'utf8' },
    );
    expect([attempt.status, attempt.stdout.trim()]).toEqual(isRoot ? [1, 'EACCES'] : [0, '']);
  });

  it('listens in a folder of its own where the path beside the data is too long for a socket', async () => {
    const long = join(directory, 'x'.repeat(100));
    const folder = socketFolder(long);
    expect(folder.startsWith(long)).toBe(false);
    expect(lstatSync(folder).mode & 0o777).toBe(0o700);
    removeSocketFolder(long, folder);
    expect(existsSync(folder)).toBe(false);
  });

  it('refuses COPY and keeps answering', async () => {
    const client = connect(embedded.url, { max: 1, applicationName: 'test' });
    await expect(
      client`copy reference_loads from stdin`.writable().then((stream) => {
        stream.end('a\tb\n');
        return new Promise((_, reject) => stream.once('error', reject));
      }),
    ).rejects.toThrow('does not work on the embedded database');
    await client.end({ timeout: 0 });
    expect(await db.read(visitor, (tx) => tx.sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  });

  it('runs one migration at a time, by a lease', async () => {
    const results = await Promise.all(
      [1, 2, 3].map(() => migrate({ ownerUrl: embedded.url, embedded: true })),
    );
    expect(results.map(({ applied }) => applied.length)).toEqual([0, 0, 0]);
  });

  it('refuses a second portal, and serves the command line', async () => {
    await expect(startEmbedded({ directory })).rejects.toThrow(
      `Another copy of the portal is running (process ${process.pid}) and uses the data in ${directory}.
Stop it first, or use another folder: begin the command with DATA_DIRECTORY=.data/second`,
    );
    const lent = await openEmbedded({ directory });
    expect(lent.url).toBe(embedded.url);
    await lent.close();
    expect(await db.read(visitor, (tx) => tx.sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  });

  it('keeps committed data when it is killed, and restarts itself on the same socket', async () => {
    await db.write(
      system,
      (tx) => tx.sql`
      insert into zip_codes (zip_code, city, state, location) values ('00009', 'Killed', 'CA', 'SRID=4326;POINT(-122 38)')`,
    );
    process.kill(readHolder(directory)?.pid ?? 0, 'SIGKILL');
    const found = () => db.read(visitor, (tx) => tx.sql`select city from zip_codes where zip_code = '00009'`);
    await expect
      .poll(() => found().catch(() => 'away'), { timeout: 60_000 })
      .toMatchObject([{ city: 'Killed' }]);
  });

  it('is asked whether it answers without losing the unnamed statement of another client', async () => {
    const { client, heard } = await bareClient();
    let answer = heard(ready);
    client.write(Buffer.concat([parse(`select 'still here'`), syncMessage]));
    await answer;
    await embedded.ping();
    answer = heard(ready);
    client.write(Buffer.concat([bindAndExecute, syncMessage]));
    expect(await answer).toContain('still here');
    client.destroy();
  });

  it.each(['', '12345\n'])('starts after a crash that left the engine’s own mark as %j', async (mark) => {
    await stop();
    writeFileSync(join(directory, 'postgres/postmaster.pid'), mark);
    await start();
    expect(await db.read(visitor, (tx) => tx.sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('ends when the process that started it is killed, and the next start takes over', async () => {
    await stop();
    const parent = fork(fileURLToPath(new URL('./orphan.fixture.ts', import.meta.url)), [directory]);
    await new Promise((resolve) => parent.once('message', resolve));
    const server = readHolder(directory)?.pid ?? 0;
    parent.kill('SIGKILL');
    const isAlive = () => {
      try {
        return process.kill(server, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isAlive, { timeout: 30_000 }).toBe(false);
    await start();
    expect(
      await db.read(visitor, (tx) => tx.sql`select city from zip_codes where zip_code = '00009'`),
    ).toHaveLength(1);
  });

  it('refuses another version’s data and leaves it alone', async () => {
    const other = mkdtempSync(join(tmpdir(), 'namc-portal-embedded-'));
    writeFileSync(join(other, 'version'), 'pglite 0.4.0\n');
    await expect(startEmbedded({ directory: other })).rejects.toThrow(Refused);
    await expect(startEmbedded({ directory: other })).rejects.toThrow('made by another version');
    rmSync(other, { recursive: true });
  });
});
