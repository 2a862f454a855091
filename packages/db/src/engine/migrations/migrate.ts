import { setTimeout as wait } from 'node:timers/promises';
import {
  type Client,
  connect,
  errorCode,
  isConnectionFailure,
  type TransactionClient,
} from '../connection.ts';
import { Busy, Failure, Refused, Unavailable } from '../errors.ts';
import { type MigrationFile, readMigrationFiles } from './files.ts';
import { type MigrationRecord, pendingMigrations, readRecords, recordTable } from './record.ts';
import { holdLease, holdSessionLock } from './runner-lock.ts';
import { splitStatements } from './statements.ts';

export interface MigrateOptions {
  /** Direct URL of the login that owns the tables. */
  ownerUrl: string;
  /** The embedded database has no session locks. */
  embedded: boolean;
  onProgress?: (message: string) => void;
  signal?: AbortSignal;
  /** Default: `drizzle/`. */
  files?: MigrationFile[];
  /** Runs under the same lock before the first file is applied, as the owner. */
  beforehand?: (owner: Client) => Promise<void>;
  /** Runs under the same lock once the files are applied, as the owner. */
  afterwards?: (owner: Client) => Promise<void>;
  /** The wait of a statement for a lock before it gives way and is tried again. Default: 2,000 ms. */
  lockTimeoutMs?: number;
  /** The number of tries, in all, of a file that met a lock. Default: 30. */
  attempts?: number;
}

export interface MigrateResult {
  applied: string[];
}

/**
 * Applies the pending files of `drizzle/`, one after the other. After a kill at any point, the next run continues
 * where this one stopped.
 * @throws Refused when files and database disagree, Busy when another runner does not finish or a lock is
 * never free, Unavailable when the server cannot be reached or lacks an extension or a permission.
 */
export async function applyMigrations(options: MigrateOptions): Promise<MigrateResult> {
  const client = connect(options.ownerUrl, { max: 1, applicationName: 'portal migrate' });
  const runner: Runner = {
    client,
    say: options.onProgress ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    lockTimeoutMs: options.lockTimeoutMs ?? 2_000,
    attempts: options.attempts ?? 30,
  };
  try {
    await assertServerIsPrepared(client);
    const lock = options.embedded ? await holdLease(runner) : await holdSessionLock(runner);
    try {
      await client.unsafe(recordTable);
      const records = await readRecords(client);
      const pending = pendingMigrations(options.files ?? readMigrationFiles(), records);
      await options.beforehand?.(client);
      const applied: string[] = [];
      // A hundred names of old changes tell nobody anything who makes a new database.
      const isNew = records.length === 0;
      if (isNew) runner.say(`Making the tables, in ${pending.length} steps`);
      for (const file of pending) {
        runner.signal.throwIfAborted();
        await lock.renew();
        const record = records.find(({ name }) => name === file.name);
        if (!isNew) runner.say(`${record ? 'Resuming' : 'Applying'} ${file.name}`);
        await applyFile(runner, file, record).catch((error) => {
          throw inPlainWords(error, file);
        });
        applied.push(file.name);
      }
      await grantRights(client);
      await giveToOwner(client);
      await options.afterwards?.(client);
      return { applied };
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw inPlainWords(error);
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** The script that a superuser runs once on each server. */
const setUp = 'run docker/postgres/create-logins.sh there as its superuser';

/**
 * On a server a superuser makes the roles, because the owner's login cannot. Before PostgreSQL 16 a login that can could
 * also give itself the right to run programs on the server.
 * @throws Unavailable that says what to run.
 */
async function assertServerIsPrepared(client: Client): Promise<void> {
  const [login] = await client<
    { name: string; isSuperuser: boolean; makesRoles: boolean; missing: string[] }[]
  >`
    select rolname as name, rolsuper as "isSuperuser",
           rolcreaterole and current_setting('server_version_num')::integer < 160000 as "makesRoles",
           array(select wanted from unnest(array['application_role', 'admin_role', 'system_role', 'queue_role',
                   'schema_owner', 'definer_role', 'report_role', 'backup_role']) wanted
                 where to_regrole(wanted) is null) as missing
    from pg_roles where rolname = current_user`;
  if (!login || login.isSuperuser) return;
  if (login.missing.length > 0) {
    throw new Unavailable(`The server lacks the portal’s roles (${login.missing.join(', ')}): ${setUp}.`);
  }
  if (login.makesRoles) {
    throw new Unavailable(
      `The login ${login.name} may create roles, and so run programs on the server: ${setUp}.`,
    );
  }
}

interface Runner {
  client: Client;
  say: (message: string) => void;
  signal: AbortSignal;
  lockTimeoutMs: number;
  attempts: number;
}

async function applyFile(
  runner: Runner,
  file: MigrationFile,
  record: MigrationRecord | undefined,
): Promise<void> {
  if (file.mode === 'tx') {
    await retryingOnLocks(runner, file.name, () =>
      runner.client.begin(async (sql) => {
        await limitLocks(sql, runner);
        await sql.unsafe(file.sql);
        await sql`insert into portal_migrations (name, sha256, finished_at)
                  values (${file.name}, ${file.sha256}, clock_timestamp())`;
      }),
    );
    return;
  }
  if (!record) {
    await runner.client`insert into portal_migrations (name, sha256) values (${file.name}, ${file.sha256})`;
  }
  if (file.mode === 'no-tx') await applyStatements(runner, file, record?.statementsDone ?? 0);
  else await applyBackfill(runner, file, record?.lastKey ?? null);
  await runner.client`update portal_migrations set finished_at = clock_timestamp() where name = ${file.name}`;
}

async function limitLocks(sql: TransactionClient, runner: Runner): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(runner.lockTimeoutMs)}, true),
                   set_config('statement_timeout', '0', true)`;
}

/** Runs the statements of a `no-tx` file and records each as soon as it is done. */
async function applyStatements(runner: Runner, file: MigrationFile, done: number): Promise<void> {
  const { client } = runner;
  const statements = splitStatements(file.sql);
  for (const [position, statement] of statements.entries()) {
    if (position < done) continue;
    runner.signal.throwIfAborted();
    await retryingOnLocks(runner, file.name, async () => {
      const index = /^create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/i.exec(
        statement,
      )?.[1];
      if (index && (await isIndexBuilt(runner, index))) return;
      await client`select set_config('lock_timeout', ${String(runner.lockTimeoutMs)}, false),
                          set_config('statement_timeout', '0', false)`;
      await client.unsafe(statement);
    });
    await client`update portal_migrations set statements_done = ${position + 1} where name = ${file.name}`;
  }
}

/** An interrupted build leaves an INVALID index behind, which IF NOT EXISTS would skip. Drop it. */
async function isIndexBuilt({ client, say }: Runner, index: string): Promise<boolean> {
  const [built] = await client<{ valid: boolean }[]>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${index})`;
  if (built?.valid === false) {
    say(`Dropping the unfinished index ${index}`);
    await client.unsafe(`drop index concurrently if exists ${index}`);
  }
  return built?.valid ?? false;
}

/**
 * Runs a backfill: one statement that takes the last finished key as `$1` (NULL at first), works on the next range
 * of keys, and returns the last key of that range as `last_key`, or NULL when nothing is left. Each range commits
 * together with its key, so an interrupted backfill continues where it stopped.
 */
async function applyBackfill(runner: Runner, file: MigrationFile, lastKey: string | null): Promise<void> {
  const [statement, ...more] = splitStatements(file.sql);
  if (!statement || more.length > 0) {
    throw new Refused(`drizzle/${file.name}.sql: a backfill is exactly one statement.`);
  }
  let key = lastKey;
  for (let ranges = 1; ; ranges += 1) {
    runner.signal.throwIfAborted();
    const next = await retryingOnLocks(runner, file.name, () =>
      runner.client.begin(async (sql) => {
        await limitLocks(sql, runner);
        const [row] = await sql.unsafe<{ last_key: string | null }[]>(statement, [key]);
        if (row?.last_key != null) {
          await sql`update portal_migrations set last_key = ${row.last_key} where name = ${file.name}`;
        }
        return row?.last_key ?? null;
      }),
    );
    if (next === null) return;
    if (next === key) throw new Refused(`drizzle/${file.name}.sql: the backfill is stuck at key ${key}.`);
    key = next;
    if (ranges % 20 === 0) runner.say(`${file.name}: done up to ${key}`);
  }
}

/** Gives way to the holder of a lock and tries again a little later. */
async function retryingOnLocks<T>(runner: Runner, name: string, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (errorCode(error) !== '55P03') throw error;
      if (attempt >= runner.attempts) {
        throw new Busy(
          `${name}: a lock was not free in ${attempt} attempts. It was rolled back; run it again later.`,
          {
            cause: error,
          },
        );
      }
      const pause = Math.min(250 * attempt, 3_000) * (0.75 + Math.random() / 2);
      runner.say(`${name}: waiting for other work on the table to end (attempt ${attempt})`);
      await wait(pause, undefined, { signal: runner.signal });
    }
  }
}

/**
 * The rights that no file of `drizzle/` keeps. Those on the database itself get lost when it is restored from a dump
 * into another one.
 */
async function grantRights(client: Client): Promise<void> {
  const [roles] = await client`select from pg_roles where rolname = 'application_role'`;
  if (!roles) return;
  await client`grant select on portal_migrations to application_role, admin_role`;
  const [backups] = await client`select from pg_roles where rolname = 'backup_role'`;
  if (backups) await client`grant select on portal_migrations, portal_leases to backup_role`;
  const [database] = await client<{ statement: string }[]>`
    select format('revoke temporary on database %1$I from public; alter database %1$I set jit = off; alter database %1$I set search_path = public, pg_temp', current_database()) as statement`;
  if (database) await client.unsafe(database.statement);
}

/**
 * Gives to `schema_owner`, which cannot log in, the tables, sequences and functions of `public` that the migrating
 * login owns. Does so on the embedded database too, whose only login is the superuser.
 */
async function giveToOwner(client: Client): Promise<void> {
  const [role] = await client`
    select from pg_roles where rolname = 'schema_owner' and has_schema_privilege(oid, 'public', 'create')`;
  if (!role) return;
  const own = await client<{ statement: string }[]>`
    select format('alter table %s owner to schema_owner', oid::regclass) as statement
    from pg_class c
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relowner = current_user::regrole
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    union all
    select format('alter sequence %s owner to schema_owner', oid::regclass)
    from pg_class c
    where relnamespace = 'public'::regnamespace and relkind = 'S' and relowner = current_user::regrole
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
    union all
    select format('alter function %s owner to schema_owner', oid::regprocedure)
    from pg_proc p
    where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;
  for (const { statement } of own) await client.unsafe(statement);
}

function inPlainWords(error: unknown, file?: MigrationFile): unknown {
  if (error instanceof Failure) return error;
  if (isConnectionFailure(error)) {
    return new Unavailable('The database cannot be reached; applied migrations stay applied.', {
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (errorCode(error) === '0A000' && message.includes('extension')) {
    return new Unavailable(
      `The server lacks an extension that the portal needs (${message}). PostGIS comes as the package postgresql-NN-postgis-3.`,
      { cause: error },
    );
  }
  if (errorCode(error) === '42501') {
    return new Unavailable(
      `The login in DATABASE_OWNER_URL lacks a permission (${message}). It must be portal_owner or its like, and own the database: ${setUp}.`,
      { cause: error },
    );
  }
  if (file && errorCode(error) !== undefined) {
    return new Refused(`drizzle/${file.name}.sql failed: ${message}`, { cause: error });
  }
  return error;
}
