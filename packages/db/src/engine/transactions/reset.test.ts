import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type LoginUrls, loginUrls } from '../../tools/local-servers/logins.ts';
import { pgBouncerServer } from '../../tools/local-servers/pgbouncer-server.ts';
import { shippedConfiguration } from '../../tools/local-servers/programs.ts';
import { temporaryServerFolder } from '../../tools/testing/temporary-servers.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { type Actor, visitor } from '../actors.ts';
import { connect } from '../connection.ts';
import { type Database, openDatabase, type Transaction } from '../database.ts';
import { freePort } from '../free-port.ts';
import { poolerReset } from './reset.ts';

const portal = testDatabase();
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });

beforeAll(async () => {
  // Rights that the portal's roles do not have, so that there is more to leave behind.
  await superuser.unsafe(`
    create sequence numbers; grant usage on sequence numbers to public;
    create function run(text) returns void language plpgsql as 'begin execute $1; end';
    do 'begin execute format(''grant temporary on database %I to public'', current_database()); end'`);
});
afterAll(() => superuser.end());

const member: Actor = { kind: 'member', userId: randomUUID() };
const staff = (): Actor => ({ kind: 'staff', userId: randomUUID() });
const system: Actor = { kind: 'system', name: 'test' };
/** The actor that leaves something, and the next one on the same connection. */
const turns: [Actor, Actor][] = [
  [visitor, member],
  [member, visitor],
  [staff(), staff()],
  [system, system],
];

/** Everything of a session that outlives a transaction. */
const session = ({ sql }: Transaction) => sql`
  select session_user as login,
         (select jsonb_object_agg(name, setting) from pg_settings
          where name not in ('transaction_read_only', 'role') and name !~ '^(plpgsql|postgis)[.]') as settings,
         coalesce(current_setting('app.other', true), '') as other,
         (select array_agg(name) from pg_cursors where is_holdable) as cursors,
         (select array_agg(name) from pg_prepared_statements where from_sql) as prepared,
         (select array_agg(channel) from pg_listening_channels() channel) as channels,
         (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks,
         (select count(*) from pg_class where relnamespace = pg_my_temp_schema()) as temporary`;
const number = ({ sql }: Transaction) => sql`select lastval()`;
const pidOf = async (db: Database, actor: Actor) => {
  const [row] = await db.read(actor, ({ sql }) => sql<{ pid: number }[]>`select pg_backend_pid() as pid`);
  return row?.pid;
};
/** The role that a connection has outside of a transaction, as which a statement without one would run. */
const outsideRole = async (db: Database, actor: Actor) => {
  const text = 'commit; select current_user = session_user as "isLogin"';
  const answers = await db.read(actor, ({ sql }) => sql.unsafe<{ isLogin: boolean }[][]>(text));
  return answers.at(-1);
};

/** Other values for as many settings as a session may change, but for those that would end this statement. */
const everySetting = `
  select count(set_config(name, other, false)) from (
    select name, case vartype when 'bool' then case setting when 'on' then 'off' else 'on' end
                    when 'enum' then (select value from unnest(enumvals) value where value <> setting limit 1)
                    when 'integer' then case when setting::numeric < max_val::numeric then setting::numeric + 1
                                             else setting::numeric - 1 end::text end as other
    from pg_settings
    where context = 'user' and name !~ '^transaction_|_timeout$|^client_encoding$|^debug_|^plpgsql') as changed
  where other is not null`;

/** Leftovers of a single statement, and the same said by a function where an ordinary statement cannot say it. */
const leftovers: Record<string, string> = {
  'a read-only session': `select set_config('default_transaction_read_only', 'on', false)`,
  'policies that fail': `select set_config('row_security', 'off', false)`,
  'a search path': `select set_config('search_path', 'pg_temp, public, pg_catalog', false)`,
  'the name of an actor': `select set_config('app.actor', 'system:thief', false), set_config('app.other', 'x', false)`,
  'what a pooler remembers of its client': `select set_config('TimeZone', 'Asia/Kolkata', false),
    set_config('DateStyle', 'SQL, DMY', false), set_config('application_name', 'thief', false),
    set_config('standard_conforming_strings', 'off', false)`,
  'a time limit': `select set_config('statement_timeout', '1', false)`,
  'every setting': everySetting,
  'the role': `select set_config('role', current_user, false)`,
  'an advisory lock': `select pg_advisory_lock(1)`,
  'a shared advisory lock, twice': `select pg_advisory_lock_shared(2), pg_advisory_lock_shared(2)`,
  'a cursor': `declare kept cursor with hold for select 1`,
  'a cursor by a function': `select run('declare kept cursor with hold for select 1')`,
  'a temporary table': `create temporary table user_credentials (id int)`,
  'a temporary table of a query': `select 1 as id into temporary user_credentials`,
  'a channel': `listen news`,
  'a channel by a function': `select run('listen news')`,
  'a number of a sequence': `select nextval('numbers')`,
  'a prepared statement': `prepare kept as select 1`,
  'a prepared statement by a block': `do 'begin execute ''prepare kept as select 1''; end'`,
  'an open transaction': `begin`,
  'a transaction that it ended': `commit`,
  'a transaction of its own': `commit; begin; set row_security = off`,
};

/** Each way to send a statement that leaves something. A statement may be refused; nothing stays in any case. */
const ways: Record<string, (db: Database, actor: Actor, text: string) => Promise<unknown>> = {
  'a read': (db, actor, text) => db.read(actor, ({ sql }) => sql.unsafe(text)),
  'a read of one statement': (db, actor, text) =>
    db.read(actor, ({ sql }) => sql.unsafe(text, [], { simple: false } as never), { oneStatement: true }),
  'a read of one simple text': (db, actor, text) =>
    db.read(actor, ({ sql }) => sql.unsafe(text), { oneStatement: true }),
  'a write': (db, actor, text) =>
    db.write(actor, ({ sql }) => sql.unsafe(text, [], { simple: false } as never)),
  'a write that fails afterwards': (db, actor, text) =>
    db.write(actor, async ({ sql }) => {
      await sql.unsafe(text, [], { simple: false } as never);
      await sql`select 1 / 0`;
    }),
  'a text that fails at its end': (db, actor, text) =>
    db.write(actor, ({ sql }) => sql.unsafe(`${text}; select 1 / 0`)),
};

const cases = Object.entries(leftovers).flatMap(([what, text]) =>
  Object.entries(ways).map(([way, leave]) => ({ what, text, way, leave })),
);

const isIdle = (db: Database) => vi.waitFor(() => expect(db.servers()[0]?.inUse).toBe(0));

/** Tries every leftover in every way as every actor, and compares the session with a fresh one after each. */
function leavesNothing(open: () => Database): void {
  let db: Database;
  let fresh: unknown[] = [];
  beforeAll(async () => {
    db = open();
    fresh = [];
    for (const [, next] of turns) fresh.push((await db.read(next, session))[0]);
  });
  afterAll(() => db.close());

  it.each(cases)('$what, left by $way', async ({ text, leave }) => {
    for (const [at, [actor, next]] of turns.entries()) {
      await leave(db, actor, text).catch(() => undefined);
      await isIdle(db);
      expect(await db.read(next, session)).toEqual([fresh[at]]);
      if (text.includes('nextval')) await expect(db.read(next, number)).rejects.toThrow('not yet defined');
      if (text.includes("'role'")) expect(await outsideRole(db, next)).toEqual([{ isLogin: true }]);
    }
    expect(await superuser`select from pg_locks where locktype = 'advisory' and objid in (1, 2)`).toEqual([]);
  });

  it.each(['a read of one statement', 'a write'])('%s keeps its connection', async (way) => {
    for (const [actor, next] of turns) {
      const before = await pidOf(db, next);
      for (const what of ['a read-only session', 'an advisory lock', 'a cursor by a function']) {
        await ways[way]?.(db, actor, leftovers[what] ?? '');
      }
      expect(await pidOf(db, next)).toBe(before);
    }
  });
}

describe('on a pool of one connection, nothing reaches the next actor:', () => {
  leavesNothing(() => openDatabase({ ...portal.urls, maxConnections: 3 }));

  it('the settings of the start are there again', async () => {
    const own = openDatabase({ ...portal.urls, maxConnections: 3, applicationName: 'of the start' });
    const name = ({ sql }: Transaction) =>
      sql<
        { name: string; pid: number }[]
      >`select current_setting('application_name') as name, pg_backend_pid() as pid`;
    const before = await own.read(visitor, name);
    expect(before).toMatchObject([{ name: 'of the start' }]);
    await own.write(member, ({ sql }) => sql`select set_config('application_name', 'of a member', false)`);
    expect(await own.read(visitor, name)).toEqual(before);
    await own.close();
  });

  it('a statement that somebody put in the place of one of the driver’s is never run', async () => {
    const own = openDatabase({ ...portal.urls, maxConnections: 3 });
    const ask = ({ sql }: Transaction) => sql`select ${'mine'}::text as answer`;
    await own.read(member, ask);
    const block = `declare name text; begin
      for name in select p.name from pg_prepared_statements p where not from_sql and p.name !~ 'portal' loop
        execute format('deallocate %I', name);
        execute format('prepare %I(text) as select ''stolen''::text as answer', name);
      end loop; end`;
    for (const text of [`do $$${block}$$`, `do $$${block}$$; select 1 / 0`]) {
      await own.write(member, ({ sql }) => sql.unsafe(text)).catch(() => undefined);
      expect(await own.read(visitor, ask)).toEqual([{ answer: 'mine' }]);
    }
    await own.close();
  });
});

describe('on a connection without prepared statements, nothing reaches the next actor:', () => {
  leavesNothing(() => openDatabase({ ...portal.urls, maxConnections: 3, preparedStatements: false }));
});

describe('through PgBouncer with one connection to the server, nothing reaches the next actor:', () => {
  let directory = '';
  let pooler: Awaited<ReturnType<typeof pgBouncerServer>>;
  let urls: LoginUrls;

  beforeAll(async () => {
    directory = await temporaryServerFolder();
    pooler = await pgBouncerServer({
      directory,
      port: await freePort(),
      databases: {
        portal: { port: inject('portalCluster').port, database: new URL(portal.ownerUrl).pathname.slice(1) },
      },
      passwords: { portal_public: 'secret', portal_staff: 'secret', portal_system: 'secret' },
      settings: { default_pool_size: 1, reserve_pool_size: 0, max_db_connections: 3 },
    });
    await pooler.start();
    urls = loginUrls((login) => `postgres://${login}:secret@127.0.0.1:${pooler.port}/portal`);
  });
  afterAll(async () => {
    await pooler.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  leavesNothing(() => openDatabase({ ...urls, maxConnections: 3, preparedStatements: false }));

  it('also not from a client that is not the portal', async () => {
    const other = connect(urls.url, { max: 1, applicationName: 'other', preparedStatements: false });
    await other.unsafe(`set row_security = off; prepare kept as select 1; select pg_advisory_lock(1)`);
    const db = openDatabase({ ...urls, maxConnections: 3, preparedStatements: false });
    const [found] = await db.read(visitor, session);
    expect(found).toMatchObject({ prepared: null, locks: 0, settings: { row_security: 'on' } });
    await db.close();
    await other.end();
  });
});

it('no function that a caller may use runs a text that it was given, or prepares a statement', async () => {
  const found = await portal.owner`
    select p.oid::regprocedure::text as function
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (
        select from pg_depend d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
      and (p.prosrc ~* '\\m(prepare|deallocate|listen|discard)\\M' or p.prosrc ~* $re$\\mexecute\\s+(?!format\\M|on\\M|function\\M|'([^']|'')*'\\s+(into|using)\\M)$re$)
      and (has_function_privilege('application_role', p.oid, 'execute')
        or has_function_privilege('admin_role', p.oid, 'execute')
        or has_function_privilege('system_role', p.oid, 'execute'))
    order by 1`;
  // The function of this file shows that the question finds such a one.
  expect(found).toEqual([
    // It prepares under a name of its own what the sampler stored, and takes that back whatever happens.
    { function: 'explain_statement(bigint)' },
    { function: 'run(text)' },
  ]);
});

it('the shipped pooler resets always, with the text that is meant', () => {
  const shipped = readFileSync(join(shippedConfiguration, 'pgbouncer/pgbouncer.ini'), 'utf8');
  expect(shipped).toMatch(new RegExp(`^server_reset_query = ${poolerReset}$`, 'm'));
  expect(shipped).toMatch(/^server_reset_query_always = 1$/m);
});
