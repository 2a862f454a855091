import { counted, defineCheck, judgeLargest, rowsWithServer, spanInWords } from '../check.ts';

export const lockWaits = defineCheck({
  name: 'lock-waits',
  area: 'connections',
  question: 'Who waits for a lock, and who holds it?',
  unit: 'seconds',
  place: 'every server',
  limits: { warn: 5, bad: 30 },
  notEmbedded: 'The embedded database runs one transaction at a time, so nobody waits for a lock.',
  explanation:
    'Everybody who waits is behind one session, the one that waits for nobody itself. Cancel what that session runs, and the others go on. If it is idle in its transaction, end its connection.',
  fix: {
    sql: 'select pg_cancel_backend(the_blocking_pid)',
    lock: 'Takes no lock. The transaction that blocks is rolled back.',
  },
  // The root of each queue is found by going from those who wait to those they wait for.
  statement: (sql) => sql<
    {
      waiting: number;
      login: string;
      relation: string | null;
      seconds: number;
      blockedBy: number;
      blockingLogin: string | null;
      blockingState: string | null;
    }[]
  >`
    with recursive waits as (
      select l.pid, min(l.waitstart) as since, max(l.relation) as relation
      from pg_locks l where not l.granted and l.waitstart is not null group by l.pid
    ), edges as (
      select w.pid, blocker from waits w, unnest(pg_blocking_pids(w.pid)) blocker
    ), roots as (
      select pid, blocker from edges
      union select r.pid, e.blocker from roots r join edges e on e.pid = r.blocker
    )
    select w.pid as waiting, a.usename::text as login, w.relation::regclass::text as relation,
           extract(epoch from clock_timestamp() - w.since)::float8 as seconds, r.blocker as "blockedBy",
           b.usename::text as "blockingLogin", b.state as "blockingState"
    from waits w join roots r on r.pid = w.pid and not exists (select from edges e where e.pid = r.blocker)
    join pg_stat_activity a on a.pid = w.pid left join pg_stat_activity b on b.pid = r.blocker
    where a.datname = current_database()
    order by w.since limit 20`,
  judge: (answers, limits) => {
    const rows = rowsWithServer(answers);
    const { state, value, row } = judgeLargest(rows, ({ seconds }) => seconds, limits);
    const waiting = rows.filter(({ seconds }) => seconds > limits.warn);
    const says =
      row && state !== 'ok'
        ? `${counted(waiting.length, 'session')} ${waiting.length === 1 ? 'waits' : 'wait'} for a lock, the first for ${spanInWords(value)}. Process ${row.blockedBy} of ${row.blockingLogin ?? 'an unknown login'} holds it.`
        : 'Nobody waits long for a lock.';
    const evidence = waiting.map((one) => ({ ...one, seconds: Math.round(one.seconds) }));
    return { state, value, says, evidence };
  },
});
