import { connect, isConnectionFailure } from '../connection.ts';
import { preparedStatementsWork } from '../routing/prepared-statements.ts';
import { whyNotConnected } from '../why-not-connected.ts';

export interface ServerCheck {
  /** Problems that keep the portal from working, each with what to do. */
  problems: string[];
  /** Things that work but should be changed. */
  warnings: string[];
}

interface Logins {
  url: string;
  staffUrl?: string | undefined;
  systemUrl?: string | undefined;
}

/** The roles that each login has to have, and those that it must not have. */
const duties = {
  DATABASE_URL: { may: ['application_role'], mayNot: ['admin_role', 'system_role', 'queue_role'] },
  DATABASE_STAFF_URL: { may: ['admin_role'], mayNot: ['system_role', 'queue_role'] },
  DATABASE_SYSTEM_URL: { may: ['system_role'], mayNot: [] },
} as const;
type Variable = keyof typeof duties;
const everyRole = ['application_role', 'admin_role', 'system_role'];

/**
 * Checks a database before the portal uses it: its version, PostGIS, and the rights of the logins. In production, one
 * login for several kinds of callers is a problem, and so is a login that policies cannot bind (a superuser, an owner,
 * BYPASSRLS) or that may act as more than its callers.
 */
export async function checkServer(
  options: Logins & { production: boolean; preparedStatements: boolean },
): Promise<ServerCheck> {
  const found: ServerCheck = { problems: [], warnings: [] };
  const grave = options.production ? found.problems : found.warnings;
  const urls = {
    DATABASE_URL: options.url,
    DATABASE_STAFF_URL: options.staffUrl,
    DATABASE_SYSTEM_URL: options.systemUrl,
  };
  const given = Object.entries(urls).filter(([, url]) => url !== undefined) as [Variable, string][];
  const missing = Object.keys(urls).filter((name) => !given.some(([other]) => other === name));
  if (missing.length > 0) {
    const is = missing.length > 1 ? 'are' : 'is';
    grave.push(
      `${missing.join(' and ')} ${is} not set: one login acts for visitors and for staff. The server’s set-up makes one for each (docker/postgres/logins.sql).`,
    );
  }
  const names = given.map(([, url]) => decodeURIComponent(new URL(url).username));
  if (new Set(names).size < names.length) {
    grave.push(`${given.map(([name]) => name).join(', ')} name the same login: each needs its own.`);
  }
  for (const [variable, url] of given) {
    const isOnly = given.length === 1;
    const wanted = isOnly ? { may: everyRole, mayNot: [] } : duties[variable];
    await checkLogin(variable, url, wanted, found, grave);
    if (found.problems.length > 0) return found;
  }
  await checkPreparedStatements(options, found);
  return found;
}

async function checkLogin(
  variable: Variable,
  url: string,
  wanted: { may: readonly string[]; mayNot: readonly string[] },
  { problems }: ServerCheck,
  grave: string[],
): Promise<void> {
  const client = connect(url, {
    max: 1,
    applicationName: 'portal start',
    connectTimeoutMs: 5_000,
    preparedStatements: false,
  });
  try {
    const [server] = await client<
      {
        version: number;
        postgis: boolean;
        postgisAvailable: boolean;
        isSuperuser: boolean;
        bypasses: boolean;
        owns: boolean;
        keepsTables: boolean;
        login: string;
      }[]
    >`
      select current_setting('server_version_num')::integer as version,
             exists (select from pg_extension where extname = 'postgis') as postgis,
             exists (select from pg_available_extensions where name = 'postgis') as "postgisAvailable",
             rolsuper as "isSuperuser", rolsuper or rolbypassrls as bypasses,
             exists (select from pg_class where relname = 'california_contractors'
                     and pg_has_role(current_user, relowner, 'USAGE')) as owns,
             has_database_privilege(current_database(), 'TEMPORARY') as "keepsTables",
             current_user as login
      from pg_roles where rolname = current_user`;
    if (!server) throw new Error('The server answered without a row.');
    const { login } = server;
    if (server.version < 150_000) {
      problems.push(
        `The server runs PostgreSQL ${Math.floor(server.version / 10_000)}: the portal needs 15 or later.`,
      );
    }
    if (!server.postgis && !server.postgisAvailable) {
      problems.push('The server lacks PostGIS: install its package (postgresql-NN-postgis-3) there.');
    }
    const roles = await client<{ role: string; isThere: boolean; may: boolean }[]>`
      select role, r.oid is not null as "isThere", coalesce(pg_has_role(current_user, r.oid, 'MEMBER'), false) as may
      from unnest(array['application_role', 'admin_role', 'system_role', 'queue_role']) as role
      left join pg_roles r on r.rolname = role`;
    const may = (role: string) => roles.some((found) => found.role === role && found.may);
    if (server.bypasses || server.owns) {
      const what = server.bypasses
        ? 'is a superuser or bypasses row-level security'
        : 'owns the portal’s tables';
      grave.push(`The login ${login} in ${variable} ${what}: give the portal logins of its own.`);
    } else {
      const more = wanted.mayNot.filter(may);
      if (more.length > 0) {
        grave.push(
          `The login ${login} in ${variable} may act as ${more.join(' and ')}: take that from it, or swap the URLs.`,
        );
      }
      if (server.keepsTables) {
        grave.push(`The login ${login} in ${variable} may make temporary tables: run \`portal migrate\`.`);
      }
    }
    // Before the first migration an embedded database has no roles, and its only login is a superuser.
    if (server.isSuperuser) return;
    for (const role of wanted.may.filter((role) => !may(role))) {
      problems.push(
        `The login ${login} in ${variable} may not act as ${role}: run docker/postgres/create-logins.sh as the server’s superuser, or set the URL of another login.`,
      );
    }
  } catch (error) {
    const why = whyNotConnected(error, { [variable]: url });
    if (!why && !isConnectionFailure(error)) throw error;
    problems.push(
      why ?? `The connection to the database in ${variable} was lost: ${(error as Error).message}.`,
    );
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function checkPreparedStatements(
  { url, preparedStatements }: { url: string; preparedStatements: boolean },
  { problems, warnings }: ServerCheck,
): Promise<void> {
  const work = await preparedStatementsWork(url);
  if (preparedStatements && !work) {
    problems.push(
      'DATABASE_PREPARED_STATEMENTS is true, and the pooler in DATABASE_URL forgets them (PgBouncer before 1.21 in transaction mode): set it to false.',
    );
  }
  if (!preparedStatements && work) {
    warnings.push(
      'DATABASE_PREPARED_STATEMENTS is false, and the server in DATABASE_URL keeps them: true saves a round trip for each statement.',
    );
  }
}
