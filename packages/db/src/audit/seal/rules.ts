import { createHash } from 'node:crypto';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { readRights } from './rules-of-rights.ts';
import { readRuleRows, readShapes } from './rules-of-tables.ts';

/** The rules that bring changes to the trail and show its readers all of it. */
export interface Rules {
  digest: Buffer;
  /** By the name of a trigger, function, policy or other thing, the digest of its definition. */
  things: Record<string, string>;
  /** By trail, how many days after its last row a partition may be retired. */
  retentionDays: Record<string, number>;
}

const thing = computed({ name: 'string', definition: 'string' });
const kept = computed({ tableName: 'string', days: 'number' });

/**
 * Reads the rules from the catalog and from the tables whose rows are rules. No function of the database is asked, because
 * its text could have been replaced. Partitions come and go; of theirs only what their table does not have counts. Logins
 * that only read, as for reports and backups, come and go too.
 */
export async function readRules(sql: TransactionClient): Promise<Rules> {
  // The catalog writes a name with its schema only where the search path does not lead to it.
  await sql`select set_config('search_path', 'pg_catalog, public, pg_temp', true)`;
  const behavior = await rowsOf(sql, thing)`
    with own as (
      select c.oid, c.relname, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relowner
      from pg_catalog.pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not exists (select from pg_catalog.pg_depend d
                        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    ), lasting as (
      select * from own where not relispartition and relname !~ '^(admin_actions|audit_log|system_metrics|statement_(minutes|hours|days))_\\d{4}_\\d\\d'
    )
    select 'trigger ' || g.tgname || ' of ' || o.relname as name,
           g.tgenabled::text || ' ' || pg_catalog.pg_get_triggerdef(g.oid) as definition
    from pg_catalog.pg_trigger g join own o on o.oid = g.tgrelid where not g.tgisinternal and g.tgparentid = 0
    union all
    select 'function ' || p.oid::regprocedure, pg_catalog.concat_ws('|', p.proowner::regrole, p.prosecdef, p.provolatile,
           p.proconfig, p.prolang, pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(p.prosrc, 'UTF8')), 'hex'),
           pg_catalog.pg_get_function_sqlbody(p.oid))
    from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_catalog.pg_depend d
                      where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    union all
    select 'policy ' || p.polname || ' of ' || o.relname,
           pg_catalog.concat_ws('|', p.polcmd, p.polpermissive,
             array(select r::regrole::text from unnest(p.polroles) r order by 1),
             coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), '-'),
             coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), '-'))
    from pg_catalog.pg_policy p join lasting o on o.oid = p.polrelid
    union all
    select 'table ' || o.relname, pg_catalog.concat_ws('|', o.relowner::regrole, o.relrowsecurity, o.relforcerowsecurity)
    from lasting o
    union all
    select 'rule ' || r.rulename || ' of ' || o.relname, pg_catalog.pg_get_ruledef(r.oid) || r.ev_enabled::text
    from pg_catalog.pg_rewrite r join own o on o.oid = r.ev_class
    union all
    select 'retention of ' || table_name, retention::text from public.partitioned_tables
    where table_name in ('admin_actions', 'audit_log')`;
  const found = [
    ...behavior,
    ...(await readShapes(sql)),
    ...(await readRights(sql)),
    ...(await readRuleRows(sql)),
  ];
  const things: Record<string, string> = {};
  for (const { name, definition } of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    things[name] = createHash('sha256').update(definition).digest('hex').slice(0, 32);
  }
  const days = await rowsOf(sql, kept)`
    select table_name as "tableName", (extract(epoch from retention) / 86400)::float8 as days
    from public.partitioned_tables where table_name in ('admin_actions', 'audit_log')`;
  return {
    digest: createHash('sha256').update(JSON.stringify(things)).digest(),
    things,
    retentionDays: Object.fromEntries(days.map(({ tableName, days: count }) => [tableName, count])),
  };
}

/** In words, what differs between two sets of rules. */
export function compareRules(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].sort().flatMap((name) => {
    if (before[name] === after[name]) return [];
    const what =
      before[name] === undefined ? 'is new' : after[name] === undefined ? 'is gone' : 'was changed';
    return [`The ${name} ${what}.`];
  });
}
