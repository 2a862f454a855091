import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { loginUrls } from '../../tools/local-servers/logins.ts';
import { createEmptyDatabase, dropDatabase } from '../../tools/testing/template.ts';
import { type Client, connect } from '../connection.ts';
import { openDatabase } from '../database.ts';
import { Busy, Refused, Unavailable } from '../errors.ts';
import type { MigrationFile, MigrationMode } from './files.ts';
import { readMigrationFiles } from './files.ts';
import { applyMigrations } from './migrate.ts';
import { getMigrationStatus } from './status.ts';

const { port, superuserUrl } = inject('portalCluster');
let name: string;
let ownerUrl: string;
let owner: Client;
let told: string[];

beforeEach(async () => {
  name = `migrations_${process.pid}_${Math.random().toString(36).slice(2)}`;
  ownerUrl = `postgres://portal_owner@127.0.0.1:${port}/${name}`;
  told = [];
  await createEmptyDatabase(superuserUrl, name);
  owner = connect(ownerUrl, { max: 4, applicationName: 'test' });
});

afterEach(async () => {
  await owner.end();
  await dropDatabase(superuserUrl, name);
});

function file(fileName: string, body: string, mode: MigrationMode = 'tx'): MigrationFile {
  const sql = `-- portal: ${mode}\n${body}`;
  return { name: fileName, mode, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

const run = (files: MigrationFile[], options: { lockTimeoutMs?: number; attempts?: number } = {}) =>
  applyMigrations({
    ownerUrl,
    embedded: false,
    files,
    onProgress: (message) => told.push(message),
    ...options,
  });

const things = file('0000_things', 'create table things (id integer primary key, label text);');
const index = file('0001_index', 'create index concurrently things_label on things (label);', 'no-tx');

async function isValid(indexName: string) {
  const [row] = await owner<{ valid: boolean }[]>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${indexName})`;
  return row?.valid;
}

describe('migrations', () => {
  it('run once, in the order of their names', async () => {
    expect(await run([things, file('0001_rows', "insert into things values (1, 'one');")])).toEqual({
      applied: ['0000_things', '0001_rows'],
    });
    expect(await run([things, file('0001_rows', "insert into things values (1, 'one');")])).toEqual({
      applied: [],
    });
    expect(await owner`select label from things`).toMatchObject([{ label: 'one' }]);
  });

  it('roll back a file that fails, keep the files before it, and name the file', async () => {
    const broken = file('0001_broken', "insert into things values (1, 'one'); select no_such_function();");
    await expect(run([things, broken])).rejects.toThrow(
      'drizzle/0001_broken.sql failed: function no_such_function() does not exist',
    );
    expect(await owner`select from things`).toHaveLength(0);
    expect(await run([things, file('0001_broken', 'insert into things values (1);')])).toEqual({
      applied: ['0001_broken'],
    });
  });

  it('refuse a file that was changed after it ran', async () => {
    await run([things]);
    await expect(run([file('0000_things', 'create table things (id bigint);')])).rejects.toThrow(Refused);
  });

  it('refuse a file that sorts before one that has run', async () => {
    await run([file('0002_later', 'select 1;')]);
    await expect(run([file('0001_earlier', 'select 1;'), file('0002_later', 'select 1;')])).rejects.toThrow(
      'comes before 0002_later',
    );
  });

  it('refuse a database that a newer version made', async () => {
    await run([things, file('0009_future', 'select 1;')]);
    await expect(run([things])).rejects.toThrow('made by a newer version');
  });

  it('build an index without a transaction', async () => {
    expect(await run([things, index])).toEqual({ applied: ['0000_things', '0001_index'] });
    expect(await isValid('things_label')).toBe(true);
  });

  it('replace the INVALID index that a failed build left', async () => {
    await run([things]);
    await owner`insert into things values (1, 'same'), (2, 'same')`;
    const unique = file(
      '0001_unique',
      'create unique index concurrently if not exists things_unique on things (label);',
      'no-tx',
    );
    await expect(run([things, unique])).rejects.toThrow('could not create unique index');
    expect(await isValid('things_unique')).toBe(false);
    await owner`delete from things where id = 2`;
    await run([things, unique]);
    expect(await isValid('things_unique')).toBe(true);
  });

  it('continue at the statement where a no-tx file stopped', async () => {
    const two = file(
      '0001_two',
      'create index concurrently first_index on things (label);\ncreate unique index concurrently second_index on things (label);',
      'no-tx',
    );
    await run([things]);
    await owner`insert into things values (1, 'same'), (2, 'same')`;
    await expect(run([things, two])).rejects.toThrow();
    const [before] = await owner`select 'first_index'::regclass::oid as oid`;
    await owner`delete from things where id = 2`;
    await run([things, two]);
    expect(await owner`select 'first_index'::regclass::oid as oid`).toMatchObject([{ oid: before?.oid }]);
    expect(await isValid('second_index')).toBe(true);
  });

  it('backfill range by range and resume after the last committed one', async () => {
    await run([things]);
    await owner`insert into things select n, null from generate_series(1, 25) n`;
    const backfill = file(
      '0001_labels',
      `with range as (select id from things where id > coalesce($1::integer, 0) order by id limit 10),
            done as (update things set label = 'n' || (100 / (id - case when exists (select from pg_class where relname = 'obstacle') then 15 else 0 end))
                     where id in (select id from range))
       select max(id)::text as last_key from range;`,
      'backfill',
    );
    await owner`create table obstacle ()`;
    await expect(run([things, backfill])).rejects.toThrow('division by zero');
    expect(await owner`select from things where label is not null`).toHaveLength(10);
    await owner`update things set label = 'kept' where id = 1`;
    await owner`drop table obstacle`;
    await run([things, backfill]);
    expect(await owner`select from things where label is null`).toHaveLength(0);
    expect(await owner`select label from things where id = 1`).toMatchObject([{ label: 'kept' }]);
  });
});

describe('on a busy database, migrations', () => {
  it('give way to a long transaction and succeed once it has ended', async () => {
    await run([things]);
    const holder = await owner.reserve();
    await holder`begin`;
    await holder`lock table things in access share mode`;
    const column = file('0001_column', 'alter table things add column extra text;');
    const running = run([things, column], { lockTimeoutMs: 100 });
    await expect.poll(() => told.join()).toContain('waiting for other work');
    // Other transactions get through while the migration waits between its attempts.
    await owner`insert into things values (1, 'meanwhile')`;
    await holder`commit`;
    holder.release();
    expect(await running).toEqual({ applied: ['0001_column'] });
  });

  it('stop with a plain message when the lock is never free', async () => {
    await run([things]);
    const holder = await owner.reserve();
    await holder`begin`;
    await holder`lock table things in access share mode`;
    const column = file('0001_column', 'alter table things add column extra text;');
    await expect(run([things, column], { lockTimeoutMs: 50, attempts: 2 })).rejects.toThrow(Busy);
    await holder`commit`;
    holder.release();
  });

  it('run one at a time, and the second finds nothing left to do', async () => {
    const slow = [things, file('0001_slow', 'select pg_sleep(0.5);')];
    const results = await Promise.all([run(slow), run(slow), run(slow)]);
    expect(results.flatMap(({ applied }) => applied).sort()).toEqual(['0000_things', '0001_slow']);
  });

  it('build indexes while a second runner waits', async () => {
    await run([things]);
    const slow = file('0001_slow', 'select pg_sleep(0.3);', 'no-tx');
    const built = file('0002_index', index.sql.replace('-- portal: no-tx\n', ''), 'no-tx');
    const results = await Promise.all([
      run([things, slow, built]),
      wait(100).then(() => run([things, slow, built])),
    ]);
    expect(results.map(({ applied }) => applied.length)).toEqual([2, 0]);
    expect(await isValid('things_label')).toBe(true);
  });

  it('can be killed at any moment and run again', async () => {
    const files = [
      things,
      file(
        '0001_rows',
        'insert into things select n, n::text from generate_series(1, 2000) n; select pg_sleep(0.2);',
      ),
      { ...index, name: '0002_index' },
      file('0003_more', 'alter table things add column more integer; select pg_sleep(0.2);'),
    ];
    for (const delay of [20, 150, 300]) {
      const cut = run(files).catch(() => undefined);
      await wait(delay);
      await owner`select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and application_name = 'portal migrate'`;
      await cut;
    }
    await run(files);
    expect(await owner`select from things where label is not null`).toHaveLength(2000);
    expect(await isValid('things_label')).toBe(true);
    expect(await owner`select more from things limit 1`).toHaveLength(1);
  });
});

describe('the portal’s own migrations', () => {
  it('bring an empty database up to date as an owner who is not a superuser, and report it', async () => {
    const urls = loginUrls((login) => `postgres://${login}@127.0.0.1:${port}/${name}`);
    const db = openDatabase(urls);
    const before = await db
      .read({ kind: 'system', name: 'test' }, getMigrationStatus)
      .catch((error) => error);
    expect(before).toMatchObject({ current: false });
    await applyMigrations({ ownerUrl, embedded: false });
    expect(await db.read({ kind: 'visitor' }, getMigrationStatus)).toEqual({
      current: true,
      pending: [],
      problem: null,
    });
    await db.close();
  });

  it('name the missing permission of a login that may not create their objects', async () => {
    await owner.end();
    const powerless = `postgres://portal_system@127.0.0.1:${port}/${name}`;
    await expect(applyMigrations({ ownerUrl: powerless, embedded: false })).rejects.toThrow(Unavailable);
    owner = connect(ownerUrl, { max: 1, applicationName: 'test' });
  });

  it('each state on their first line how they run', () => {
    expect(readMigrationFiles().length).toBeGreaterThan(1);
  });
});
