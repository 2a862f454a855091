import { defineCheck, stateOf } from '../check.ts';

export const autovacuum = defineCheck({
  name: 'autovacuum',
  area: 'tables',
  question: 'Does autovacuum have a worker left for the next table?',
  unit: 'minutes',
  place: 'primary',
  limits: { warn: 30, bad: 120 },
  notEmbedded: 'The embedded database has no autovacuum.',
  explanation:
    'The server has a few workers that remove dead rows (autovacuum_max_workers). While all of them are at large tables, every other table waits. The number says for how long all of them have been busy. A freeze of the largest table takes its time once and passes. If it lasts, let the workers do more at a time: autovacuum_vacuum_cost_limit is shared by all of them, so more workers alone help nothing.',
  fix: {
    sql: 'alter system set autovacuum_vacuum_cost_limit = 2000; select pg_reload_conf()',
    lock: 'Takes no lock. Workers read and write more at a time.',
  },
  statement: (sql) => sql<
    {
      most: number;
      pid: number | null;
      table: string | null;
      phase: string | null;
      percent: number | null;
      minutes: number | null;
    }[]
  >`
    select current_setting('autovacuum_max_workers')::int as most, a.pid, p.relid::regclass::text as table, p.phase,
           round(100.0 * p.heap_blks_scanned / nullif(p.heap_blks_total, 0))::float8 as percent,
           (extract(epoch from clock_timestamp() - a.backend_start) / 60)::float8 as minutes
    from (select) server
    left join pg_stat_activity a on a.backend_type = 'autovacuum worker'
    left join pg_stat_progress_vacuum p on p.pid = a.pid
    order by minutes desc`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const most = rows[0]?.most ?? 1;
    const workers = rows.filter(({ pid }) => pid !== null);
    // The youngest began when no worker was left.
    const busy = workers.length < most ? 0 : Math.min(...workers.map(({ minutes }) => minutes ?? 0));
    const state = stateOf(busy, limits);
    const evidence = workers.map(({ most: _, minutes, ...worker }) => ({
      ...worker,
      minutes: Math.round((minutes ?? 0) * 10) / 10,
    }));
    const says =
      state === 'ok'
        ? 'Autovacuum has a worker left, or will have one soon.'
        : `All ${most === 1 ? 'of autovacuum’s one worker' : `${most} workers of autovacuum`} have been busy for ${Math.round(busy)} min.`;
    return { state, value: Math.round(busy * 10) / 10, says, evidence };
  },
});
