import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { openDatabase } from '../../engine/database.ts';
import { freePort } from '../../engine/free-port.ts';
import { keyOfText, recordStatementCallers } from '../../statements/commands.ts';
import { explainStatement, listStatementServers, listStatements } from '../../statements/queries.ts';
import { testDatabase } from '../testing/test-database.ts';
import { sampleStatements } from './sample-statements.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let superuser: Client;

const as = (login: string) => portal.superuserUrl.replace('//postgres@', `//${login}@`);
const sample = (url = as('portal_control')) => sampleStatements(portal.db, { urls: [url], embedded: false });
/** Moves the last reading into the past, as if the next one came a minute later. */
const passAMinute = () =>
  portal.db.write(
    system,
    ({ sql }) => sql`update statement_servers set read_at = read_at - interval '1 minute'`,
  );
const named = async (words: string) =>
  (await portal.db.read(system, (tx) => listStatements(tx, { range: '1h', order: 'time', limit: 200 }))).find(
    ({ text }) => text?.includes(words),
  );

beforeAll(() => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
});
afterAll(() => superuser.end());
beforeEach(() => portal.db.write(system, ({ sql }) => sql`delete from statement_servers`));

it('counts what ran between two readings, names it once, and can explain it', async () => {
  expect(await sample()).toMatchObject([{ outcome: 'FIRST' }]);
  await passAMinute();
  for (const code of ['member', 'support', 'auditor']) {
    await portal.db.read(
      system,
      ({ sql }) => sql`select name as "countedName" from roles where code = ${code}`,
    );
  }
  expect(await sample()).toMatchObject([{ outcome: 'COUNTED' }]);
  const statement = await named('countedName');
  expect(statement).toMatchObject({ kind: 'STATEMENT', calls: 3, rows: 3 });
  expect(statement?.text).toBe('select name as "countedName" from roles where code = $1');
  await passAMinute();
  expect(await sample()).toMatchObject([{ outcome: 'COUNTED' }]);
  expect((await named('countedName'))?.calls).toBe(3);

  const { plan, problem, isSame } = await portal.db.read(system, (tx) =>
    explainStatement(tx, { queryId: statement?.queryId ?? '' }),
  );
  expect(problem).toBeNull();
  expect(plan).toContain('roles');
  expect(isSame).toBe(true);
});

it('a transaction’s statement is found again among the server’s, with its values and without', async () => {
  const texts: string[] = [];
  const db = openDatabase({
    ...portal.urls,
    maxConnections: 1,
    onTransaction: (report) => texts.push(...report.texts),
  });
  try {
    await sample();
    await db.read(
      system,
      ({ sql }) => sql`
        -- The reader’s comment isn't kept.
        select name as "linkedName", 'it''s' as word, -1 as less, 1.5 as more, true as yes, null as none
        from roles where code = ${'member'} and now() > now() - interval '9 days' limit 10`,
    );
  } finally {
    await db.close();
  }
  const [sent] = texts;
  expect(sent).toContain('linkedName');
  await passAMinute();
  await sample();
  await portal.db.write(system, (tx) =>
    recordStatementCallers(tx, [{ name: 'roles.find', textKey: keyOfText(sent ?? '') }]),
  );
  const found = await portal.db.read(system, (tx) =>
    listStatements(tx, { range: '1h', order: 'time', limit: 10, caller: 'roles.find' }),
  );
  expect(found.map(({ callers, text }) => [callers, text?.includes('linkedName')])).toEqual([
    [['roles.find'], true],
  ]);
});

it('is taken by another process that has just read, and both say so', async () => {
  const outcomes = (await Promise.all([sample(), sample(), sample()])).flat().map(({ outcome }) => outcome);
  expect(outcomes.toSorted()).toEqual(['FIRST', 'TAKEN', 'TAKEN']);
});

it('never stores a password, a value or the text of a utility statement, however it reached the server', async () => {
  await sample();
  await superuser.unsafe(`set pg_stat_statements.track_utility = on`);
  await superuser.unsafe(`create role statement_reader password 'hunter2-secret'`);
  await superuser.unsafe(`drop role statement_reader`);
  await superuser.unsafe(`select 'hunter2-secret' as word into temporary made`);
  await superuser.unsafe(`select 'hunter2-secret' as word, 4155550123 as phone`);
  await passAMinute();
  await sample();
  const [raw] = await superuser<{ count: number }[]>`
    select count(*)::int as count from statistics.pg_stat_statements where query like '%hunter2%'`;
  expect(raw?.count).toBeGreaterThan(0);
  const [stored] = await superuser<{ count: number; utilities: number }[]>`
    select count(*) filter (where text ~ 'hunter2|4155550123')::int as count,
           count(*) filter (where kind = 'UTILITY' and text is null)::int as utilities from statement_texts`;
  expect(stored?.count).toBe(0);
  expect(stored?.utilities).toBeGreaterThan(0);
});

it('a reset by somebody else is seen, and the next reading counts again', async () => {
  await sample();
  await passAMinute();
  await superuser.unsafe('select statistics.pg_stat_statements_reset()');
  expect(await sample()).toMatchObject([{ outcome: 'RESET' }]);
  await passAMinute();
  expect(await sample()).toMatchObject([{ outcome: 'COUNTED' }]);
});

it('is unknown in words without the right, without the extension and without the server', async () => {
  const problemOf = async (url: string) => {
    const [one] = await sample(url);
    expect(one?.outcome).toBe('UNKNOWN');
    return one?.problem;
  };
  expect(await problemOf(as('portal_public'))).toMatch(
    /portal_public may not read .* portal_control a member/,
  );
  const bare = new URL(portal.superuserUrl);
  bare.pathname = '/postgres';
  expect(await problemOf(bare.href)).toMatch(/extension pg_stat_statements is not in this database/);
  expect(await problemOf(`postgres://nobody@127.0.0.1:${await freePort()}/portal`)).toMatch(/cannot be read/);
  const servers = await portal.db.read(system, listStatementServers);
  expect(servers.every(({ state, isTried }) => state === 'UNKNOWN' && isTried)).toBe(true);
});

it('does not apply to the embedded database', async () => {
  expect(await sampleStatements(portal.db, { urls: [], embedded: true })).toEqual([
    {
      server: 'embedded',
      outcome: 'NOT_APPLICABLE',
      problem: 'The embedded database keeps no statistics of its statements.',
    },
  ]);
});

it('a short failure leaves a gap and keeps the counters', async () => {
  await sample();
  await passAMinute();
  const [name] = (await portal.db.read(system, listStatementServers)).map((server) => server.name);
  await portal.db.write(
    system,
    ({ sql }) => sql`update statement_servers set state = 'UNKNOWN', problem = 'Away.'`,
  );
  expect(await sample()).toMatchObject([{ server: name, outcome: 'COUNTED' }]);
  const [server] = await portal.db.read(system, listStatementServers);
  expect(server).toMatchObject({ state: 'SAMPLED', problem: null });
});

it('explaining leaves nothing prepared on the connection, also where there is no plan', async () => {
  const texts = ['select name from roles where code = $1', 'select nothing from nowhere', 'select $1 + $2'];
  await portal.db.write(
    system,
    ({ sql }) => sql`
      insert into statement_texts (query_id, kind, text)
      select 1000 + n, 'STATEMENT', text from unnest(${texts}::text[]) with ordinality as given (text, n)`,
  );
  const db = openDatabase({ ...portal.urls, maxConnections: 1 });
  try {
    for (const queryId of ['1001', '1002', '1003', '1001', '9999']) {
      const { plan, problem } = await db.read(system, (tx) => explainStatement(tx, { queryId }));
      expect([plan === null, problem === null]).toContain(true);
      const left = await db.read(
        system,
        ({ sql }) => sql`select name from pg_prepared_statements where name = 'explained_statement'`,
      );
      expect(left).toEqual([]);
    }
  } finally {
    await db.close();
  }
});
