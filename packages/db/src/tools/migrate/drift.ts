import { randomUUID } from 'node:crypto';
import { type Client, connect } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import { migrate } from './migrate.ts';

/**
 * Compares a database with a fresh one made from the files of `drizzle/`. Returns one line per difference: `+` for
 * an object that only the database has, `-` for one that only the files make. The fresh database is made on the
 * same server and removed.
 * @throws Refused on the embedded database, which cannot hold a second one.
 */
export async function findDrift(options: {
  ownerUrl: string;
  embedded: boolean;
  onProgress?: (message: string) => void;
}): Promise<string[]> {
  if (options.embedded) {
    throw new Refused(
      'The embedded database cannot hold a second database to compare with: set DATABASE_URL to compare a server’s.',
    );
  }
  const shadow = `portal_shadow_${randomUUID().slice(0, 8)}`;
  const shadowUrl = new URL(options.ownerUrl);
  shadowUrl.pathname = `/${shadow}`;
  const client = connect(options.ownerUrl, { max: 1, applicationName: 'portal migrate drift' });
  try {
    const [template] = await client`select from pg_database where datname = 'portal_shadow_template'`;
    await client`create database ${client(shadow)} template ${client(template ? 'portal_shadow_template' : 'template1')}`;
    try {
      options.onProgress?.('Making a fresh database to compare with');
      await migrate({ ownerUrl: shadowUrl.href, embedded: false });
      const fresh = connect(shadowUrl.href, { max: 1, applicationName: 'portal migrate drift' });
      try {
        const wanted = await describe(fresh);
        const actual = await describe(client);
        return [
          ...actual
            .difference(wanted)
            .values()
            .map((line) => `+ ${line}`),
          ...wanted
            .difference(actual)
            .values()
            .map((line) => `- ${line}`),
        ].sort((a, b) => a.slice(2).localeCompare(b.slice(2)));
      } finally {
        await fresh.end();
      }
    } finally {
      await client`drop database ${client(shadow)} with (force)`;
    }
  } finally {
    await client.end();
  }
}

/** Everything in the schema `public` that a migration can make and no extension owns, one line each. */
async function describe(client: Client): Promise<Set<string>> {
  const rows = await client<{ line: string }[]>`
    with own as (
      select c.oid, c.relname, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.reloptions
      from pg_class c
      where c.relnamespace = 'public'::regnamespace
        -- Which partitions there are follows from the date.
        and not c.relispartition
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    )
    select format('table %s: row security %s, forced %s, options %s', relname, relrowsecurity, relforcerowsecurity,
                  coalesce(array_to_string(reloptions, ', '), 'none')) as line
    from own where relkind in ('r', 'p')
    union all
    select format('grant on %s: %s %s', relname, coalesce(nullif(acl.grantee, 0)::regrole::text, 'PUBLIC'), acl.privilege_type)
    from own, aclexplode(relacl) acl where relkind in ('r', 'p', 'v', 'S') and acl.grantee <> relowner
    union all
    select format('column %s.%s: %s%s%s%s', relname, attname, format_type(atttypid, atttypmod),
                  case when attnotnull then ' not null' else '' end,
                  coalesce(' default ' || pg_get_expr(adbin, adrelid), ''),
                  coalesce(' collate ' || nullif(attcollation, 0)::regcollation::text, ''))
    from own join pg_attribute a on attrelid = own.oid and attnum > 0 and not attisdropped
    left join pg_attrdef d on adrelid = own.oid and adnum = attnum where relkind in ('r', 'p')
    union all
    select format('column grant on %s.%s: %s %s', relname, attname, acl.grantee::regrole, acl.privilege_type)
    from own join pg_attribute a on attrelid = own.oid, aclexplode(attacl) acl
    union all
    select format('constraint %s on %s: %s', conname, relname, pg_get_constraintdef(c.oid))
    from own join pg_constraint c on conrelid = own.oid
    union all
    select format('index: %s%s', pg_get_indexdef(indexrelid), case when indisvalid then '' else ' (INVALID)' end)
    from own join pg_index on indrelid = own.oid
    union all
    select format('policy %s on %s: %s to %s using %s check %s', polname, relname, polcmd,
                  (select string_agg(coalesce(nullif(r, 0)::regrole::text, 'PUBLIC'), ', ' order by r) from unnest(polroles) r),
                  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    from own join pg_policy on polrelid = own.oid
    union all
    select format('trigger: %s', pg_get_triggerdef(t.oid)) from own join pg_trigger t on tgrelid = own.oid and not tgisinternal
    union all
    select format('function: %s', pg_get_functiondef(p.oid)) from pg_proc p
    where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;
  return new Set(rows.map(({ line }) => line));
}
