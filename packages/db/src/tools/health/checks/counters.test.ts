import { afterAll, beforeEach, expect, it } from 'vitest';
import { connect } from '../../../engine/connection.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { sampleCounters } from '../sample-counters.ts';
import { cacheHits } from './cache-hits.ts';
import { checkpoints } from './checkpoints.ts';
import { deadlocks } from './deadlocks.ts';
import { sequentialScans } from './sequential-scans.ts';
import { temporaryFiles } from './temporary-files.ts';

const portal = testDatabase();
const at = () => ({ db: portal.db, serverUrls: [portal.ownerUrl.replace('portal_owner', 'portal_control')] });
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
afterAll(() => superuser.end());
const sample = () => sampleCounters(portal.db, at().serverUrls);
const all = [cacheHits, sequentialScans, temporaryFiles, checkpoints, deadlocks];

/** The server learns what a session did at its end. */
async function inSession(statement: string): Promise<void> {
  const sql = connect(portal.ownerUrl, { max: 1, applicationName: 'test' });
  await sql.unsafe(statement).finally(() => sql.end());
}

/** A reading that was the same every four minutes of the last hour. */
async function countForAnHour(): Promise<void> {
  await superuser`delete from server_counters`;
  await sample();
  await superuser`
    insert into server_counters
    select (jsonb_populate_record(c, jsonb_build_object('taken_at', now() - n * interval '4 minutes'))).*
    from server_counters c, generate_series(1, 16) n`;
}

/** Reads the counters until the server has told of what a session did. */
async function sampleUntil(isThere: () => Promise<void>): Promise<void> {
  await expect
    .poll(
      async () => {
        await superuser`delete from server_counters where taken_at > now() - interval '3 minutes'`;
        await sample();
        return isThere().then(
          () => 'there',
          (error: Error) => error.message,
        );
      },
      { timeout: 15_000, interval: 200 },
    )
    .toBe('there');
}

beforeEach(countForAnHour);

it.each(all)(
  '$name is unknown without a reading, without a late one, and after a reset',
  async ({ name }) => {
    expect(await look(name, at())).toMatchObject({ state: 'ok' });
    await superuser`select pg_stat_reset()`;
    await sample();
    expect(await look(name, at())).toMatchObject({
      state: 'unknown',
      value: null,
      says: expect.stringMatching(/has been counted for 0 s only\. It takes \d+ \w+ to tell\.$/),
    });
    await superuser`delete from server_counters where taken_at > now() - interval '3 minutes'`;
    expect(await look(name, at())).toMatchObject({
      state: 'unknown',
      says: expect.stringMatching(/have not been read for three minutes\.$/),
    });
    await superuser`delete from server_counters`;
    expect(await look(name, at())).toMatchObject({
      state: 'unknown',
      says: 'The servers’ counters have not been read yet.',
    });
  },
);

it('deadlocks of the last hour are counted, and those before it are not', async () => {
  await inSession('create table circle (n int primary key); insert into circle values (1), (2)');
  const [one, other] = [1, 2].map(() => connect(portal.ownerUrl, { max: 1, applicationName: 'test' }));
  if (!one || !other) throw new Error('There are two sessions.');
  const lock = (n: number) => `select from circle where n = ${n} for update`;
  await one.unsafe(`begin; ${lock(1)}`);
  await other.unsafe(`begin; ${lock(2)}`);
  const ends = await Promise.allSettled([one.unsafe(lock(2)), other.unsafe(lock(1))]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await Promise.all([one.end({ timeout: 0 }), other.end({ timeout: 0 })]);
  await sampleUntil(async () =>
    expect(await look(deadlocks.name, at())).toMatchObject({
      state: 'warn',
      value: 1,
      says: expect.stringMatching(/had 1 deadlock in the last hour\.$/),
    }),
  );
  expect(await look(deadlocks.name, at(), { warn: 0, bad: 0 })).toMatchObject({ state: 'bad' });
  await countForAnHour();
  expect(await look(deadlocks.name, at())).toMatchObject({ state: 'ok', value: 0 });
});

it('temporary files are counted in bytes, and early checkpoints against all of them', async () => {
  await inSession(`set work_mem = '64kB'; select count(*) from (
    select n from generate_series(1, 400000) n order by md5(n::text) offset 1) sorted`);
  await sampleUntil(async () =>
    expect(await look(temporaryFiles.name, at(), { warn: 1, bad: 1e6 })).toMatchObject({
      state: 'warn',
      says: expect.stringMatching(/wrote \d+ MB of temporary files in an hour\.$/),
    }),
  );
  expect(await look(temporaryFiles.name, at(), { warn: 0, bad: 1 })).toMatchObject({ state: 'bad' });
  for (let times = 0; times < 3; times += 1) await superuser`checkpoint`;
  await sampleUntil(async () =>
    expect(await look(checkpoints.name, at())).toMatchObject({
      state: 'bad',
      says: expect.stringMatching(
        /^\d+ of \d+ checkpoints in an hour came early, because the log was full\.$/,
      ),
    }),
  );
  expect(await look(checkpoints.name, at(), { warn: 10, bad: 100 })).toMatchObject({ state: 'warn' });
});

it('a table that does not fit into memory is named, and so is one that is read whole again and again', async () => {
  // A table that is made so leaves nothing of itself in memory.
  await inSession(`
    create table wide with (fillfactor = 10) as select n, repeat('x', 350) as filler from generate_series(1, 24000) n;
    create table small (n int, filler text); insert into small select n, repeat('y', 100) from generate_series(1, 20000) n`);
  await inSession('vacuum analyze wide, small');
  await countForAnHour();
  const times = (count: number) => 'select count(*) from small where filler <> n::text;'.repeat(count);
  await inSession(times(60));
  await sampleUntil(async () =>
    expect(await look(cacheHits.name, at())).toMatchObject({
      state: 'ok',
      value: 0,
      evidence: [{ relation: 'small', kind: 'table', missed: 0 }],
    }),
  );
  expect(await look(sequentialScans.name, at(), { warn: 1, bad: 5 })).toMatchObject({
    state: 'warn',
    value: 1.2,
    evidence: expect.arrayContaining([
      expect.objectContaining({ table: 'small', rows: 20_000, millions: 1.2 }),
    ]),
  });
  expect(await look(sequentialScans.name, at(), { warn: 0.5, bad: 1 })).toMatchObject({ state: 'bad' });
  expect(await look(sequentialScans.name, at())).toMatchObject({ state: 'ok' });
  // A scan of a large table leaves what is in memory where it is.
  await inSession(
    'select count(*) from wide where filler is null; select count(*) from wide where filler is null',
  );
  await sampleUntil(async () =>
    expect(await look(cacheHits.name, at())).toMatchObject({
      state: 'bad',
      says: expect.stringMatching(/did not find [\d.]+ % of the blocks of wide in its memory\.$/),
    }),
  );
  expect(await look(cacheHits.name, at(), { warn: 5, bad: 100 })).toMatchObject({ state: 'warn' });
});

it('a counter that fell is a gap, and no negative number', async () => {
  await superuser`update server_counters set deadlocks = 50 where taken_at < now() - interval '30 minutes'`;
  await sample();
  expect(await look(deadlocks.name, at())).toMatchObject({ state: 'ok', value: 0 });
  await superuser`update server_counters set deadlocks = 50 where taken_at < now() - interval '7 minutes'`;
  expect(await look(deadlocks.name, at())).toMatchObject({
    state: 'unknown',
    says: expect.stringMatching(/has been counted for \d+ min only/),
  });
  await superuser`update server_counters set deadlocks = 0`;
  await superuser`
    delete from server_counters where taken_at between now() - interval '15 minutes' and now() - interval '8 minutes'`;
  expect(await look(deadlocks.name, at())).toMatchObject({ state: 'unknown' });
});
