import { createHash } from 'node:crypto';
import { type Client, connect } from '../../engine/connection.ts';
import { readMigrationFiles } from '../../engine/migrations/files.ts';
import { prepareDatabase } from '../local-servers/logins.ts';
import { migrate } from '../migrate/migrate.ts';
import type { Cluster } from './cluster.ts';

/** The name of the migrated template. It changes with every change of `drizzle/`. */
function templateName(): string {
  const hash = createHash('sha256');
  for (const file of readMigrationFiles()) hash.update(file.name).update(file.sha256);
  return `portal_template_${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Builds the template: the superuser prepares the database, as on a real server, and the portal's owner does the rest.
 */
export async function buildTemplate(cluster: Cluster): Promise<string> {
  const name = templateName();
  await createEmptyDatabase(cluster.superuserUrl('postgres'), name);
  await migrate({ ownerUrl: cluster.ownerUrl(name), embedded: false });
  return name;
}

/** Makes a database that belongs to the portal's owner, ready for `migrate`. */
export async function createEmptyDatabase(superuserUrl: string, name: string): Promise<void> {
  const own = new URL(superuserUrl);
  own.pathname = `/${name}`;
  await asSuperuser(superuserUrl, (sql) => sql`create database ${sql(name)} owner portal_owner`);
  await asSuperuser(own.href, prepareDatabase);
}

/** `superuserUrl` leads to any other database of the cluster. */
export async function cloneDatabase(superuserUrl: string, template: string, name: string): Promise<void> {
  await asSuperuser(superuserUrl, async (sql) => {
    await sql`create database ${sql(name)} template ${sql(template)} owner portal_owner`;
    // A clone inherits neither settings nor privileges of its template.
    const statements = await sql<{ statement: string }[]>`
      select format('revoke all on database %I from public', ${name}::text) as statement
      union all
      select format('grant %s on database %I to %s', string_agg(privilege_type, ', '), ${name}::text,
                    coalesce(nullif(grantee, 0)::regrole::text, 'public'))
      from pg_database, aclexplode(datacl) where datname = ${template} group by grantee
      union all
      select format('alter database %I set %s', ${name}::text, replace(setting, '=', ' = '))
      from pg_db_role_setting join pg_database d on d.oid = setdatabase, unnest(setconfig) setting
      where datname = ${template} and setrole = 0`;
    for (const { statement } of statements) await sql.unsafe(statement);
  });
}

/**
 * Lets only the portal's logins connect. Other test files make logins for a moment, and a trail would name them among those
 * who can act here.
 */
export async function keepToOwnLogins(superuserUrl: string): Promise<void> {
  const name = new URL(superuserUrl).pathname.slice(1);
  await asSuperuser(superuserUrl, async (sql) => {
    const logins = await sql<{ name: string }[]>`
      select rolname as name from pg_roles where rolname like 'portal\\_%' and rolcanlogin`;
    await sql`revoke connect on database ${sql(name)} from public`;
    for (const login of logins) await sql`grant connect on database ${sql(name)} to ${sql(login.name)}`;
  });
}

/** Drops a database, and ends the connections to it. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await asSuperuser(superuserUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

async function asSuperuser(url: string, run: (sql: Client) => Promise<unknown>): Promise<void> {
  const sql = connect(url, { max: 1, applicationName: 'portal testing' });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
