import {
  type ExplainStatementInput,
  type ListChangedStatementsInput,
  type ListProceduresInput,
  type ListStatementPointsInput,
  type ListStatementsInput,
  type StatementOrder,
  statementSpans,
} from '@namc/inputs/statements';
import { optional, pick } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { deploys, statementServers, statementTexts } from './tables.ts';

const server = pick(statementServers, ['name', 'state', 'problem', 'triedAt', 'readAt', 'resetAt'], 's');
const lost = computed({
  /** Statements that were evicted in the last day before they were read; their figures are “at least”. */
  evictedInADay: 'number',
  /** False when nothing was tried for three minutes: the worker does not run. */
  isTried: 'boolean',
});

export type StatementServer = RowsOf<[typeof server, typeof lost]>;

/** Each server whose statements are counted, with what its last reading said. Empty without `health.read`. */
export async function listStatementServers({ sql }: Transaction): Promise<StatementServer[]> {
  return rowsOf(sql, server, lost)`
    select ${server(sql)}, s.tried_at > now() - interval '3 minutes' as "isTried",
           (select coalesce(sum(c.evictions), 0)::int from statement_coverage c
            where c.server_id = s.id and c.hour > now() - interval '1 day') as "evictedInADay"
    from statement_servers s order by s.name`;
}

/** The text is normalized: `$1` stands where a value stood. It is null for a utility statement, and where it is not known. */
const wording = optional(pick(statementTexts, ['kind', 'text', 'firstSeenAt'], 't'));
const statement = computed({
  queryId: 'string',
  calls: 'number',
  totalMs: 'number',
  meanMs: 'number',
  rows: 'number',
  /** Blocks of 8 KiB that were found in the server’s memory, and that were not. */
  blocksHit: 'number',
  blocksRead: 'number',
  tempBlocks: 'number',
  walBytes: 'number',
  /** The part of all statements' time, from 0 to 1. */
  share: 'number',
  /** The procedures, and the functions of the portal’s own work, that were seen to send it. */
  callers: 'string[]',
});

export type StatementItem = RowsOf<[typeof statement, typeof wording]>;

const columnOf: Record<StatementOrder, string> = {
  time: '"totalMs"',
  calls: 'calls',
  mean: '"meanMs"',
  rows: 'rows',
  reads: '"blocksRead"',
  temp: '"tempBlocks"',
  wal: '"walBytes"',
};

/**
 * The statements that cost most in a span up to now, over all servers; `caller` keeps those that a procedure sent. Times in
 * milliseconds. Empty without `health.read`.
 */
export async function listStatements(
  { sql }: Transaction,
  { range, order, limit, caller }: ListStatementsInput,
): Promise<StatementItem[]> {
  const { length, step } = statementSpans[range];
  return rowsOf(sql, statement, wording)`
    select u.query_id::text as "queryId", ${wording(sql)}, calls::float8 as calls, total_ms as "totalMs",
           total_ms / greatest(calls, 1) as "meanMs", rows::float8 as rows, blocks_hit::float8 as "blocksHit",
           blocks_read::float8 as "blocksRead", temp_blocks::float8 as "tempBlocks", wal_bytes::float8 as "walBytes",
           share, array(select c.name from statement_callers c where c.text_key = t.text_key order by c.name) as callers
    from (
      select query_id, sum(calls) as calls, sum(total_ms) as total_ms, sum(rows) as rows, sum(blocks_hit) as blocks_hit,
             sum(blocks_read) as blocks_read, sum(temp_blocks) as temp_blocks, sum(wal_bytes) as wal_bytes,
             coalesce(sum(total_ms) / nullif(sum(sum(total_ms)) over (), 0), 0) as share
      from statement_use(${step}, now() - ${length}::text::interval, now()) group by query_id
    ) u left join statement_texts t using (query_id)
    where ${caller ?? null}::text is null
       or t.text_key in (select c.text_key from statement_callers c where c.name = ${caller ?? null}::text)
    order by ${sql.unsafe(columnOf[order])} desc, u.query_id limit ${limit}`;
}

const point = computed({
  at: 'Date',
  /** Null where no server was counted: a gap, and no zero. */
  calls: 'number | null',
  totalMs: 'number | null',
  meanMs: 'number | null',
  /** The part of the step in which the servers were counted, from 0 to 1. */
  covered: 'number',
});

export type StatementPoint = RowOf<typeof point>;

/** The work of all statements, or of one, for each minute, hour or day (UTC) of a span up to now. Oldest first. */
export async function listStatementPoints(
  { sql }: Transaction,
  { range, queryId }: ListStatementPointsInput,
): Promise<StatementPoint[]> {
  const { length, step } = statementSpans[range];
  return rowsOf(sql, point)`
    with steps as (
      select at from generate_series(date_trunc(${step}, now() - ${length}::text::interval, 'UTC'),
        date_trunc(${step}, now(), 'UTC'), ('1 ' || ${step}::text)::interval) at
    ), counted as (
      select date_trunc(${step}, minute, 'UTC') as at, count(*) as minutes, count(distinct server_id) as servers
      from statement_coverage, generate_series(0, 59) n, lateral (select hour + n * interval '1 minute' as minute) m
      where hour >= date_trunc('hour', (select min(at) from steps), 'UTC') and (minutes >> n) & 1 = 1
      group by 1
    ), used as (
      select at, sum(calls)::float8 as calls, sum(total_ms) as total_ms
      from statement_use(${step}, now() - ${length}::text::interval, now())
      where ${queryId ?? null}::text is null or query_id = ${queryId ?? null}::text::bigint
      group by at
    )
    select s.at, case when c.minutes > 0 then coalesce(u.calls, 0) end as calls,
           case when c.minutes > 0 then coalesce(u.total_ms, 0) end as "totalMs",
           case when c.minutes > 0 then u.total_ms / nullif(u.calls, 0) end as "meanMs",
           coalesce(c.minutes * 60.0 / c.servers / extract(epoch from
             least(('1 ' || ${step}::text)::interval, greatest(now() - s.at, interval '1 minute'))), 0)::float8 as covered
    from steps s left join counted c on c.at = s.at left join used u on u.at = s.at
    order by s.at`;
}

const deploy = pick(deploys, ['version', 'firstSeenAt'], 'd');

export type Deploy = RowOf<typeof deploy>;

/** The last versions of the portal that ran, the newest first. For those with `health.read`. */
export async function listDeploys({ sql }: Transaction): Promise<Deploy[]> {
  return rowsOf(sql, deploy)`select ${deploy(sql)} from deploys d order by d.number desc limit 50`;
}

/** From here on a statement is new that was never seen before. */
const sinceDeploy = pick(deploys, { since: 'firstSeenAt' }, 'last');
const sinceMoment = computed({ since: 'Date' });
const frame = computed({
  step: anyOf(['minute', 'hour', 'day']),
  /** The present goes from here up to now, and the past ends before the moment of the change. */
  begins: 'Date',
  pastBegins: 'Date',
  pastEnds: 'Date',
});

/**
 * The two spans that are compared; undefined if no deploy is known. A day before a deploy is its past. A minute or an hour in which
 * the version changed belongs to neither, and neither does the minute after it, whose reading began before.
 */
async function frameOf(
  { sql }: Transaction,
  { range, since }: ListChangedStatementsInput,
): Promise<RowsOf<[typeof sinceMoment, typeof frame]> | undefined> {
  const { length, step } = statementSpans[since === 'yesterday' ? '1d' : range];
  const [row] =
    since === 'deploy'
      ? await rowsOf(sql, sinceDeploy, frame)`
          select ${sinceDeploy(sql)}, step,
                 date_trunc(step, first_seen_at, 'UTC')
                   + case step when 'minute' then interval '2 minutes' else ('1 ' || step)::interval end as begins,
                 date_trunc(step, first_seen_at - interval '1 day', 'UTC') as "pastBegins",
                 date_trunc(step, first_seen_at, 'UTC') as "pastEnds"
          from (
            select first_seen_at, case when first_seen_at > now() - interval '1 day' then 'minute'
              when first_seen_at > now() - interval '30 days' then 'hour' else 'day' end as step
            from deploys order by number desc limit 1
          ) last`
      : await rowsOf(sql, sinceMoment, frame)`
          select ${step}::text as step, now() - ${length}::text::interval as since, now() - ${length}::text::interval as begins,
                 now() - 2 * ${length}::text::interval as "pastBegins",
                 date_trunc(${step}::text, now() - ${length}::text::interval, 'UTC') as "pastEnds"`;
  return row;
}

const change = computed({
  queryId: 'string',
  change: anyOf(['NEW', 'SLOWER']),
  calls: 'number',
  meanMs: 'number',
  /** The mean in the span before; null for a new statement. */
  meanMsBefore: 'number | null',
  /** Milliseconds in the span that the change added. */
  addedMs: 'number',
});

export type StatementChange = RowsOf<[typeof change, typeof wording]>;

/**
 * The statements that a span up to now has and the time before it did not have, and those whose mean has become at least
 * half longer and that took a millisecond or more. Each is compared with its own past, and only where both have 20
 * calls; a new one counts when it is a thousandth of all time. Nothing is new in the first span that was ever counted, and nothing
 * has changed since a deploy when none is known.
 */
export async function listChangedStatements(
  tx: Transaction,
  input: ListChangedStatementsInput,
): Promise<StatementChange[]> {
  const compared = await frameOf(tx, input);
  if (!compared) return [];
  const { sql } = tx;
  const { step, since, begins, pastBegins, pastEnds } = compared;
  return rowsOf(sql, change, wording)`
    with begun as (
      select min(hour) as at from statement_coverage where minutes > 0
    ), present as (
      select query_id, sum(calls)::float8 as calls, sum(total_ms) as total_ms
      from statement_use(${step}, ${begins}, now()) group by query_id
    ), past as (
      select query_id, sum(calls)::float8 as calls, sum(total_ms) as total_ms
      from statement_use(${step}, ${pastBegins}, ${pastEnds}) group by query_id
    ), compared as (
      select p.query_id, p.calls, p.total_ms, p.total_ms / p.calls as mean_ms, b.total_ms / b.calls as mean_before,
             b.query_id is null and t.first_seen_at >= ${since} as is_new, b.calls as calls_before,
             sum(p.total_ms) over () as whole
      from present p left join past b using (query_id) left join statement_texts t using (query_id)
      where p.calls > 0
    )
    select query_id::text as "queryId", ${wording(sql)}, case when is_new then 'NEW' else 'SLOWER' end as change,
           calls, mean_ms as "meanMs",
           case when not is_new then mean_before end as "meanMsBefore",
           case when is_new then total_ms else (mean_ms - mean_before) * calls end as "addedMs"
    from compared cross join begun left join statement_texts t using (query_id)
    where (is_new and total_ms > whole / 1000 and begun.at < ${since})
       or (not is_new and calls >= 20 and calls_before >= 20 and mean_ms >= 1 and mean_ms >= 1.5 * mean_before)
    order by "addedMs" desc, query_id limit 50`;
}

const procedure = computed({
  /** The procedure, or the function that the portal's own work ran. */
  name: 'string',
  mode: anyOf(['read', 'write']),
  calls: 'number',
  failed: 'number',
  totalMs: 'number',
  meanMs: 'number',
  longestMs: 'number',
  share: 'number',
});

export type ProcedureItem = RowOf<typeof procedure>;

/**
 * The time that each procedure's transactions took in a span up to now, the wait for a connection included, by the portal's own
 * measurements (90 days are kept). For staff.
 */
export async function listProcedures(
  { sql }: Transaction,
  { range }: ListProceduresInput,
): Promise<ProcedureItem[]> {
  const { length } = statementSpans[range];
  return rowsOf(sql, procedure)`
    with measured as (
      select labels ->> 'name' as name, labels ->> 'mode' as mode, recorded_at,
             max(value) filter (where metric = 'transactions.count') as calls,
             max(value) filter (where metric = 'transactions.failed') as failed,
             max(value) filter (where metric = 'transactions.mean_ms') as mean_ms,
             max(value) filter (where metric = 'transactions.longest_ms') as longest_ms
      from system_metrics
      where metric in ('transactions.count', 'transactions.failed', 'transactions.mean_ms', 'transactions.longest_ms')
        and recorded_at >= now() - ${length}::text::interval
      group by 1, 2, recorded_at
    )
    select coalesce(name, 'unnamed') as name, coalesce(mode, 'read') as mode, sum(calls) as calls, sum(failed) as failed,
           sum(calls * mean_ms) as "totalMs", sum(calls * mean_ms) / greatest(sum(calls), 1) as "meanMs",
           max(longest_ms) as "longestMs",
           coalesce(sum(calls * mean_ms) / nullif(sum(sum(calls * mean_ms)) over (), 0), 0) as share
    from measured where calls is not null and mean_ms is not null
    group by 1, 2 order by "totalMs" desc limit 200`;
}

const explained = computed({ plan: 'string | null', problem: 'string | null' });

export type StatementPlan = RowOf<typeof explained> & {
  /** True when the server says that the plan is of exactly this statement. */
  isSame: boolean;
};

/**
 * The plan that the server would choose for a stored statement without knowing its values. It runs nothing. It is made with
 * the rights and the policies of staff, so that a member's plan may differ; `problem` says why there is none.
 */
export async function explainStatement(
  { sql }: Transaction,
  { queryId }: ExplainStatementInput,
): Promise<StatementPlan> {
  await sql`select set_config('statement_timeout', '5s', true)`;
  const [row] = await rowsOf(sql, explained)`
    select plan, problem from explain_statement(${queryId}::text::bigint)`;
  const plan = row?.plan ?? null;
  return {
    plan,
    problem: row?.problem ?? null,
    isSame: plan?.split('\n').includes(`Query Identifier: ${queryId}`) ?? false,
  };
}
