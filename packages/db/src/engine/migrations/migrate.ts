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
  /**
   * The application's login. When it is a different login, it is allowed to act as the portal's two roles.
   */
  url?: string;
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
  /** How long a statement waits for a lock before it gives way and is tried again. Default: 2,000 ms. */
  lockTimeoutMs?: number;
  /** How often a file that met a lock is tried in all. Default: 30. */
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
    const lock = options.embedded ? await holdLease(runner) : await holdSessionLock(runner);
    try {
      await client.unsafe(recordTable);
      const records = await readRecords(client);
      const pending = pendingMigrations(options.files ?? readMigrationFiles(), records);
      await options.beforehand?.(client);
      const applied: string[] = [];
      for (const file of pending) {
        runner.signal.throwIfAborted();
        await lock.renew();
        const record = records.find(({ name }) => name === file.name);
        runner.say(`${record ? 'Resuming' : 'Applying'} ${file.name}`);
        await applyFile(runner, file, record).catch((error) => {
          throw inPlainWords(error, file);
        });
        applied.push(file.name);
      }
      await grantRoles(client, options);
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
  const [found] = await client<{ valid: boolean }[]>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${index})`;
  if (found?.valid === false) {
    say(`Dropping the unfinished index ${index}`);
    await client.unsafe(`drop index concurrently if exists ${index}`);
  }
  return found?.valid ?? false;
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

async function grantRoles(client: Client, { ownerUrl, url }: MigrateOptions): Promise<void> {
  const [roles] = await client`select from pg_roles where rolname = 'application_role'`;
  if (!roles) return;
  await client`grant select on portal_migrations to application_role, admin_role`;
  const [backups] = await client`select from pg_roles where rolname = 'backup_role'`;
  if (backups) await client`grant select on portal_migrations, portal_leases to backup_role`;
  const login = decodeURIComponent(new URL(url ?? ownerUrl).username);
  if (login && login !== decodeURIComponent(new URL(ownerUrl).username)) {
    // A transaction that forgot to take on a role has no rights, instead of the rights of both. From PostgreSQL 16 on, a
    // membership inherits if the role did when it was granted.
    await client`alter role ${client(login)} noinherit`.catch((error) => {
      if (errorCode(error) !== '42501') throw error;
    });
    await client`grant application_role, admin_role to ${client(login)}`;
  }
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
      `The login in DATABASE_OWNER_URL lacks a permission (${message}). It must own the database and be allowed to create roles and extensions.`,
      { cause: error },
    );
  }
  if (file && errorCode(error) !== undefined) {
    return new Refused(`drizzle/${file.name}.sql failed: ${message}`, { cause: error });
  }
  return error;
}
