import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { access } from '../../nouns.ts';
import type { Trail } from '../tables.ts';
import { type Chain, type Findings, mostNamed, report } from './findings.ts';
import { nameSessionsWithoutSignIn } from './verify-sessions.ts';

const audited = computed({
  tableName: 'string',
  source: 'string',
  /** True if one row has the key, so that its trail has one beginning. */
  isUnique: 'boolean',
  hasCreatedAt: 'boolean',
  /** Columns that hold an instant. Their text depends on the time zone of whoever wrote them. */
  instants: 'string[]',
  columns: 'string[]',
  /** Columns that hold bytes. */
  binary: 'string[]',
});

interface Digested {
  name: string;
  isBinary: boolean;
}

interface Audited {
  tableName: string;
  key: string;
  recorded: string[];
  /** Columns of which the trail keeps a digest. */
  digested: Digested[];
  instants: string[];
  isUnique: boolean;
  hasCreatedAt: boolean;
}

/**
 * Compares the present rows of each audited table with the trail: for each row and column the old and new values have to
 * lead from the row's beginning to its present value. A change that left no trail, and an entry that was taken out or put
 * in, breaks that. Of secrets and long texts the trail keeps digests, which are compared as values are.
 */
export async function verifyState(
  sql: TransactionClient,
  chain: Chain,
  bypassedPolicies: boolean,
  findings: Findings,
): Promise<void> {
  const endOf = (trail: Trail): Date | null => {
    const months = [...chain.retired.values()].flatMap((entry) =>
      entry.trail === trail ? (entry.month ?? []) : [],
    );
    const last = months.sort((one, other) => other.getTime() - one.getTime())[0];
    return last ? new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1)) : null;
  };
  // The trail of older rows has no beginning any more.
  const since = endOf('audit_log');
  for (const table of await listAudited(sql, findings)) {
    // The portal's own work sees some rows only later, such as bids before the deadline.
    if (!bypassedPolicies && access[table.tableName]?.select?.staff === undefined) {
      findings.notes.push(
        `The policies hide rows of ${table.tableName}, so they were not compared with the trail.`,
      );
      continue;
    }
    // Acts have partitions of their own, and their rows among the changes have the same time.
    const from = table.tableName === 'admin_actions' ? endOf('admin_actions') : null;
    await compareValues(sql, table, { since, from }, findings);
    const began = chain.recordedSince.get(table.tableName);
    const after = [since, from, began].flatMap((at) => at?.getTime() ?? []);
    const reachesTo = after.length > 0 ? new Date(Math.max(...after)) : null;
    if (table.isUnique) await nameUnrecorded(sql, table, reachesTo, findings);
  }
  await nameSessionsWithoutSignIn(sql, bypassedPolicies, findings);
}

/** Every table with a trail, as the trail's own functions in the catalog say. The sealed rules vouch for their text. */
async function listAudited(sql: TransactionClient, findings: Findings): Promise<Audited[]> {
  const found = await rowsOf(sql, audited)`
    select c.relname::text as "tableName", p.prosrc as source,
           exists (select from pg_catalog.pg_index i join pg_catalog.pg_attribute k
                     on k.attrelid = c.oid and k.attnum = i.indkey[0]
                   where i.indrelid = c.oid and i.indisunique
                     and position(format('''INSERT'', NEW.%I,', k.attname) in p.prosrc) > 0
                     and (i.indnkeyatts = 1 or c.relkind = 'p')) as "isUnique",
           exists (select from pg_catalog.pg_attribute where attrelid = c.oid and attname = 'created_at') as "hasCreatedAt",
           array(select attname::text from pg_catalog.pg_attribute
                 where attrelid = c.oid and atttypid = 'timestamptz'::regtype and attnum > 0) as instants,
           array(select attname::text from pg_catalog.pg_attribute
                 where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
           array(select attname::text from pg_catalog.pg_attribute
                 where attrelid = c.oid and atttypid = 'bytea'::regtype and attnum > 0) as binary
    from pg_catalog.pg_trigger g
    join pg_catalog.pg_class c on c.oid = g.tgrelid and not c.relispartition
    join pg_catalog.pg_proc p on p.oid = g.tgfoid
    where g.tgname = 'record_change' and c.relnamespace = 'public'::regnamespace
      and not exists (select from public.detached_partitions d where d.partition_name = c.relname)
    order by 1`;
  return found.flatMap(({ tableName, source, isUnique, hasCreatedAt, instants, columns, binary }) => {
    const key = /'INSERT', NEW\.("?)(\w+)\1,/.exec(source)?.[2];
    const recorded = [...source.matchAll(/jsonb_build_array\(NULL, NEW\."?(\w+)"?\)/g)].map(
      ([, name]) => name ?? '',
    );
    const digested = [
      ...source.matchAll(
        /jsonb_build_array\(NULL, 'kept out ' \|\| .*?NEW\."?(\w+)"?(?:, 'UTF8')?\)\)?, 'hex'\)\)/g,
      ),
    ].map(([, name]) => name ?? '');
    if (!key || recorded.length === 0) {
      report(
        findings,
        'state differs',
        `The function that keeps the trail of ${tableName} is not as it is made.`,
      );
      return [];
    }
    return [
      {
        tableName,
        key,
        isUnique,
        hasCreatedAt,
        instants,
        recorded: recorded.filter((name) => columns.includes(name)),
        digested: digested
          .filter((name) => columns.includes(name))
          .map((name) => ({ name, isBinary: binary.includes(name) })),
      },
    ];
  });
}

const differing = computed({ rowId: 'string', columns: 'string[]' });

async function compareValues(
  sql: TransactionClient,
  { tableName, key, recorded, digested, instants, isUnique }: Audited,
  { since, from }: { since: Date | null; from: Date | null },
  findings: Findings,
): Promise<void> {
  const table = sql(tableName);
  const normal = (value: ReturnType<TransactionClient>) => sql`
    case when c.key = any(${instants}::text[]) then to_jsonb(extract(epoch from (${value} #>> '{}')::timestamptz))
         else ${value} end`;
  // As `record_changes_of` makes it.
  const digestOf = ({ name, isBinary }: Digested) => {
    const place = sql`${`${tableName}.${name}:`}::text || t.${sql(key)} || ':'`;
    const bytes = isBinary
      ? sql`convert_to(${place}, 'UTF8') || t.${sql(name)}`
      : sql`convert_to(${place} || t.${sql(name)}, 'UTF8')`;
    return sql`
      union all
      select t.${sql(key)}::text, ${name}::text, to_jsonb('kept out ' || encode(sha256(${bytes}), 'hex')), -1, false
      from public.${table} t`;
  };
  const compared = [...recorded, ...digested.map(({ name }) => name)];
  // Each change takes one from its old value and gives one to its new value; the present row takes one from its own. A
  // value that has something left was changed without a trail; one that lacks something has no beginning in the trail,
  // which counts where the trail still reaches back to it.
  const rows = await rowsOf(sql, differing)`
    with items as (
      select l.row_id, c.key, x.value, x.n, l.operation = 'INSERT' as begins
      from public.audit_log l, jsonb_each(l.changes) c,
      lateral (values (${normal(sql`(c.value -> 1)`)}, 1), (${normal(sql`(c.value -> 0)`)}, -1)) x (value, n)
      where l.table_name = ${tableName} and c.key = any(${compared}::text[])
        and c.value <> '["kept out", "kept out"]'
        and (${from}::timestamptz is null or l.created_at >= ${from})
      union all
      select t.${sql(key)}::text, c.key, ${normal(sql`c.value`)}, -1, false
      from public.${table} t, jsonb_each(to_jsonb(t)) c where c.key = any(${recorded}::text[])
        ${from ? sql`and t.created_at >= ${from}` : sql``}
      ${digested.reduce((before, column) => sql`${before}${digestOf(column)}`, sql``)}
    ), beginnings as (
      select row_id, key from items where begins group by 1, 2
    ), balances as (
      select row_id, key, value, sum(n) as balance from items where value <> 'null' group by 1, 2, 3 having sum(n) <> 0
    )
    select b.row_id as "rowId", array_agg(distinct b.key) as columns
    from balances b left join beginnings g on g.row_id = b.row_id and g.key = b.key
    where b.balance > 0 or (${isUnique} and g.key is not null) or (not ${isUnique} and ${since}::timestamptz is null)
    group by 1 order by 1 limit ${mostNamed + 1}`;
  for (const { rowId, columns } of rows.slice(0, mostNamed)) {
    report(
      findings,
      'state differs',
      `Row ${rowId} of ${tableName} is not as the trail has it (${columns.join(', ')}).`,
      { rowId },
    );
  }
  if (rows.length > mostNamed) report(findings, 'state differs', `More rows of ${tableName} differ.`);
}

const unrecorded = computed({ rowId: 'string' });

/** Names present rows whose beginning is not in the trail, though the trail reaches back to it. */
async function nameUnrecorded(
  sql: TransactionClient,
  { tableName, key, hasCreatedAt }: Audited,
  since: Date | null,
  findings: Findings,
): Promise<void> {
  if (since && !hasCreatedAt) return;
  const rows = await rowsOf(sql, unrecorded)`
    select t.${sql(key)}::text as "rowId" from public.${sql(tableName)} t
    where ${since && hasCreatedAt ? sql`t.created_at >= ${since}` : sql`true`}
      and not exists (select from public.audit_log l
                      where l.table_name = ${tableName} and l.row_id = t.${sql(key)}::text and l.operation = 'INSERT')
    limit ${mostNamed + 1}`;
  for (const { rowId } of rows.slice(0, mostNamed)) {
    report(findings, 'state differs', `Row ${rowId} of ${tableName} has no beginning in the trail.`, {
      rowId,
    });
  }
  if (rows.length > mostNamed)
    report(findings, 'state differs', `More rows of ${tableName} have no beginning.`);
}
