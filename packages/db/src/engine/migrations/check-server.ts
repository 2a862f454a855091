import { connect, errorCode, isConnectionFailure } from '../connection.ts';
import { preparedStatementsWork } from '../routing/prepared-statements.ts';

export interface ServerCheck {
  /** Problems that keep the portal from working, each with what to do. */
  problems: string[];
  /** Things that work but should be changed. */
  warnings: string[];
}

/**
 * Checks a database before the portal uses it: its version, PostGIS, and the rights of the application's login. In
 * production, a login that policies cannot bind (a superuser, an owner, BYPASSRLS) is a problem.
 */
export async function checkServer(options: {
  url: string;
  production: boolean;
  preparedStatements: boolean;
}): Promise<ServerCheck> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const client = connect(options.url, {
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
        bypasses: boolean;
        owns: boolean;
        login: string;
      }[]
    >`
      select current_setting('server_version_num')::integer as version,
             exists (select from pg_extension where extname = 'postgis') as postgis,
             exists (select from pg_available_extensions where name = 'postgis') as "postgisAvailable",
             (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
             exists (select from pg_class where relname = 'california_contractors'
                     and pg_has_role(current_user, relowner, 'USAGE')) as owns,
             current_user as login`;
    if (!server) throw new Error('The server answered without a row.');
    if (server.version < 150_000) {
      problems.push(
        `The server runs PostgreSQL ${Math.floor(server.version / 10_000)}: the portal needs 15 or later.`,
      );
    }
    if (!server.postgis && !server.postgisAvailable) {
      problems.push('The server lacks PostGIS: install its package (postgresql-NN-postgis-3) there.');
    }
    const missing = await client<{ role: string; there: boolean; may: boolean }[]>`
      select role, r.oid is not null as there, coalesce(pg_has_role(current_user, r.oid, 'MEMBER'), false) as may
      from unnest(array['application_role', 'admin_role']) as role left join pg_roles r on r.rolname = role`;
    for (const { role, there, may } of missing) {
      if (there && !may) {
        problems.push(
          `The login ${server.login} may not act as ${role}: run \`portal migrate\` with DATABASE_URL and DATABASE_OWNER_URL set.`,
        );
      }
    }
    if (server.bypasses || server.owns) {
      const what = server.bypasses
        ? 'is a superuser or bypasses row-level security'
        : 'owns the portal’s tables';
      const sentence = `The login ${server.login} in DATABASE_URL ${what}: give the application a login of its own.`;
      (options.production ? problems : warnings).push(sentence);
    }
    const work = await preparedStatementsWork(options.url);
    if (options.preparedStatements && !work) {
      problems.push(
        'DATABASE_PREPARED_STATEMENTS is true, and the pooler in DATABASE_URL forgets them (PgBouncer before 1.21 in transaction mode): set it to false.',
      );
    }
    if (!options.preparedStatements && work) {
      warnings.push(
        'DATABASE_PREPARED_STATEMENTS is false, and the server in DATABASE_URL keeps them: true saves a round trip for each statement.',
      );
    }
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    problems.push(`The database in DATABASE_URL cannot be reached: ${reasonOf(error)}`);
  } finally {
    await client.end({ timeout: 1 });
  }
  return { problems, warnings };
}

/** The error message of the server or the system. Neither repeats a password. */
function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ECONNREFUSED') return 'nothing listens there.';
  if (code === 'ENOTFOUND') return 'its host is unknown.';
  if (code === 'CONNECT_TIMEOUT') return 'it does not answer.';
  return error instanceof Error && error.message ? `${error.message}.` : `${code}.`;
}
