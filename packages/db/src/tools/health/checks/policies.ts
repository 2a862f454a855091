import { counted, defineCheck } from '../check.ts';

export const policies = defineCheck({
  name: 'policies',
  area: 'safety',
  question: 'Does row-level security stand on every table, and is no function open that looks past it?',
  unit: 'gaps',
  place: 'primary',
  alertsAfter: 1,
  explanation:
    'Every table of the portal has its row-level security on and forced, and at least one policy. A function that runs with the rights of its owner is closed to the public and finds names in its own schema first. A gap here was opened by hand: migrations are tested for it. Find out who opened it in the audit trail and in the server’s log.',
  fix: {
    sql: 'alter table the_table enable row level security, force row level security',
    lock: 'AccessExclusive for a moment. It waits for transactions that use the table.',
  },
  // The tables of the migrator hold no data of anybody. What belongs to an extension is the extension's own.
  statement: (sql) => sql<{ what: string; gap: string }[]>`
    select c.oid::regclass::text as what,
           case when not c.relrowsecurity then 'row-level security is off'
                when not c.relforcerowsecurity then 'row-level security does not bind the owner'
                else 'no policy' end as gap
    from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('public', 'jobs')
      and c.relname not in ('portal_leases', 'portal_migrations')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      and (not c.relrowsecurity or not c.relforcerowsecurity
           or not c.relispartition and not exists (select from pg_policy where polrelid = c.oid))
    union all
    select p.oid::regprocedure::text,
           case when not coalesce(p.proconfig::text ~ 'search_path=.*pg_temp', false) then 'a function of its owner without a search_path'
                else 'a function of its owner that everybody may call' end
    from pg_proc p
    where p.prosecdef and p.pronamespace::regnamespace::text in ('public', 'jobs')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
      and (not coalesce(p.proconfig::text ~ 'search_path=.*pg_temp', false)
           or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0))
    order by 1`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const says =
      rows.length === 0
        ? 'Row-level security stands on every table, and no function is open that looks past it.'
        : `${counted(rows.length, 'gap')} in the protection of data: ${rows[0]?.what}, ${rows[0]?.gap}.`;
    return { state: rows.length === 0 ? 'ok' : 'bad', value: rows.length, says, evidence: rows };
  },
});
