import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthCheckNames, limitedCheckNames } from '@namc/inputs/health';
import { afterAll, expect, it } from 'vitest';
import { connect, type TransactionClient } from '../../engine/connection.ts';
import { openDatabase } from '../../engine/database.ts';
import { testDatabase } from '../testing/test-database.ts';
import type { ServerCheck } from './check.ts';
import { checks } from './checks.ts';
import { healthApplication, runChecks } from './run-checks.ts';

const portal = testDatabase();
const control = () => portal.ownerUrl.replace('portal_owner', 'portal_control');
const round = (over: Partial<Parameters<typeof runChecks>[0]> = {}) =>
  runChecks({ db: portal.db, serverUrls: [control()], isEmbedded: false, ...over });
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
afterAll(() => superuser.end());

const sample: ServerCheck = {
  name: 'connections',
  area: 'connections',
  question: 'Does it work?',
  unit: '',
  place: 'primary',
  explanation: '',
  statement: (sql) => sql`select 1 as n`,
  judge: () => ({ state: 'ok', value: 1, says: 'It works.' }),
};

it('every check has one place in the list, and staff can change the limits of those that have some', () => {
  expect(checks.map(({ name }) => name)).toEqual(healthCheckNames);
  expect(checks.filter(({ limits }) => limits).map(({ name }) => name)).toEqual(
    healthCheckNames.filter((name) => (limitedCheckNames as readonly string[]).includes(name)),
  );
  for (const { limits, question, explanation } of checks) {
    if (limits) expect(limits.warn).toBeLessThan(limits.bad);
    expect(question).toMatch(/\?$/);
    expect(explanation.length).toBeGreaterThan(100);
  }
});

it('docs/health.md has every check with its question and its limits', () => {
  const document = readFileSync(join(import.meta.dirname, '../../../../../docs/health.md'), 'utf8');
  const written = [...document.matchAll(/^\| `([a-z-]+)` \| (.+?\?) \| (.+?) \| (yes|no) \|/gm)].map((row) =>
    row.slice(1),
  );
  expect(written).toEqual(
    checks.map(({ name, question, limits, unit, notEmbedded }) => [
      name,
      question,
      limits ? `${limits.warn.toLocaleString('en-US')} / ${limits.bad.toLocaleString('en-US')} ${unit}` : '–',
      notEmbedded ? 'no' : 'yes',
    ]),
  );
});

it('a round tells of every check once, and leaves none of its connections behind', async () => {
  const found = await round();
  expect(found.map(({ checkName }) => checkName)).toEqual(healthCheckNames);
  for (const { checkName, says } of found) expect(says, checkName).toMatch(/\.$|;$/);
  const left =
    await superuser`select from pg_stat_activity where application_name = ${healthApplication} and datname = current_database()`;
  expect(left).toHaveLength(0);
});

it('a check that fails, waits for a lock, or takes too long is unknown, and the others go on', async () => {
  const holder = connect(portal.ownerUrl, { max: 1, applicationName: 'held' });
  await holder.unsafe('create table locked ()');
  await holder.unsafe('begin; lock table locked');
  const found = await round({
    checks: [
      { ...sample, name: 'policies', statement: (sql: TransactionClient) => sql`select 1 / 0 as n` },
      { ...sample, name: 'mail', statement: (sql: TransactionClient) => sql`select from locked` },
      { ...sample, name: 'settings', statement: (sql: TransactionClient) => sql`select pg_sleep(60)` },
      { ...sample, name: 'backups', statement: (sql: TransactionClient) => sql`create table written ()` },
      {
        ...sample,
        name: 'sequences',
        judge: () => {
          throw new Error('out of bounds');
        },
      },
      sample,
    ],
  });
  await holder.end({ timeout: 0 });
  expect(found.map(({ state, says }) => [state, says])).toEqual([
    ['unknown', 'division by zero.'],
    ['unknown', 'A lock stood in the way, and a check waits for none.'],
    ['unknown', 'The statement took longer than 5 s and was stopped.'],
    ['unknown', 'cannot execute CREATE TABLE in a read-only transaction.'],
    ['unknown', 'The check itself failed: out of bounds.'],
    ['ok', 'It works.'],
  ]);
  expect(found.at(-1)).toMatchObject({ value: 1, evidence: [], tookMs: expect.any(Number) });
});

it('without any server everything that asks servers is unknown, and that no server answers is bad', async () => {
  const found = await round({ serverUrls: ['postgres://portal_control@127.0.0.1:1/portal'] });
  const of = (name: string) => found.find(({ checkName }) => checkName === name);
  expect(of('servers')).toMatchObject({ state: 'bad', says: 'No server accepts writes.' });
  for (const { name, place } of checks) {
    if (place === 'portal' || place === 'queue' || place === 'pooler' || name === 'servers') continue;
    expect(of(name), name).toMatchObject({
      state: 'unknown',
      value: null,
      says: expect.stringContaining('cannot be reached'),
    });
  }
  expect(of('mail')).toMatchObject({ state: 'ok' });
});

it('a portal whose database is away says so of its own tables, and what servers tell is told', async () => {
  const db = openDatabase({ url: 'postgres://portal_public@127.0.0.1:1/portal', maxConnections: 4 });
  const found = await round({ db }).finally(() => db.close());
  const of = (name: string) => found.find(({ checkName }) => checkName === name);
  expect(of('mail')).toMatchObject({ state: 'unknown' });
  expect(of('transaction-age')).toMatchObject({ state: 'ok' });
});

it('staff’s limits replace a check’s own', async () => {
  const limits = new Map([['connections', { warn: 0, bad: 0 }]] as const);
  const found = await round({ checks: checks.filter(({ name }) => name === 'connections'), limits });
  expect(found).toMatchObject([{ state: 'bad' }]);
});
