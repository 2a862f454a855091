import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';

const thing = computed({ name: 'string', definition: 'string' });

/**
 * The rules for rows of the portal and of its queue, from the catalog: columns with their defaults, constraints, unique
 * indexes, and views. Partitions follow their tables.
 */
export const readShapes = (sql: TransactionClient) => rowsOf(sql, thing)`
  with lasting as (
    select c.oid, c.relkind, c.relowner, c.reloptions,
           case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'jobs') and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
      and c.relname !~ '^(admin_actions|audit_log|system_metrics|statement_(minutes|hours|days))_\\d{4}_\\d\\d'
      and not exists (select from pg_catalog.pg_depend d
                      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  )
  select 'list of columns of ' || l.name as name, pg_catalog.string_agg(pg_catalog.concat_ws('|', a.attname,
           pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
           pg_catalog.pg_get_expr(d.adbin, d.adrelid)), ',' order by a.attname) as definition
  from lasting l join pg_catalog.pg_attribute a on a.attrelid = l.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  group by l.name
  union all
  select 'constraint ' || k.conname || ' of ' || l.name,
         pg_catalog.concat_ws('|', k.convalidated, k.condeferrable, k.condeferred, pg_catalog.pg_get_constraintdef(k.oid))
  from lasting l join pg_catalog.pg_constraint k on k.conrelid = l.oid where k.contype <> 't'
  union all
  select 'constraint ' || k.conname || ' of ' || k.contypid::regtype, pg_catalog.pg_get_constraintdef(k.oid)
  from pg_catalog.pg_constraint k
  where k.contypid <> 0 and k.connamespace in (select oid from pg_catalog.pg_namespace where nspname in ('public', 'jobs'))
    and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_type'::regclass and d.objid = k.contypid and d.deptype = 'e')
  union all
  select 'unique index ' || i.indexrelid::regclass || ' of ' || l.name, pg_catalog.pg_get_indexdef(i.indexrelid)
  from lasting l join pg_catalog.pg_index i on i.indrelid = l.oid
  -- An index that is being built anew has another name until it takes the old one's.
  where i.indisunique and i.indexrelid::regclass::text !~ '_cc(new|old)\\d*"?$'
  union all
  select 'view ' || l.name, pg_catalog.concat_ws('|', l.relowner::regrole,
         array(select o from unnest(l.reloptions) o order by 1), pg_catalog.pg_get_viewdef(l.oid))
  from lasting l where l.relkind in ('v', 'm')
  union all
  select 'event trigger ' || e.evtname, pg_catalog.concat_ws('|', e.evtevent, e.evtenabled, e.evtfoid::regprocedure)
  from pg_catalog.pg_event_trigger e`;

/** Rules that are rows and that only migrations write: permissions, who may send which letter, and how partitions are kept. */
export const readRuleRows = (sql: TransactionClient) => rowsOf(sql, thing)`
  select 'list of permissions' as name, pg_catalog.string_agg(p::text, ',' order by p.code) as definition
  from public.permissions p
  union all
  select 'rule for the letter ' || l.letter || ' of members', l::text from public.member_letters l
  union all
  select 'rule for the letter ' || l.letter || ' of staff', l::text from public.staff_letters l
  union all
  select 'rule for the partitions of ' || p.table_name,
         pg_catalog.concat_ws('|', p.every, p.ahead, extract(epoch from p.retention), extract(epoch from p.grace))
  from public.partitioned_tables p`;
