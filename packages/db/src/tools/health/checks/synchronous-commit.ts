import { counted, defineCheck, judgeLargest, spanInWords } from '../check.ts';

export const synchronousCommit = defineCheck({
  name: 'synchronous-commit',
  area: 'servers',
  question: 'Do commits get the answer of the replica that they wait for?',
  unit: 'seconds',
  place: 'primary',
  limits: { warn: 5, bad: 15 },
  notEmbedded: 'The embedded database has no replicas.',
  explanation:
    'With synchronous_standby_names set, a commit waits until a replica has it too. Where Patroni elects the primary it must be set, which Patroni does. When no such replica is connected, every commit waits, which is what the setting is for: nothing that was acknowledged can be lost. Start the replica again. Emptying the setting lets the commits go on, and gives up that promise. Under Patroni, never do that.',
  fix: {
    sql: `alter system set synchronous_standby_names = ''; select pg_reload_conf()`,
    lock: 'Takes no lock. Commits that wait go on at once.',
  },
  statement: (sql) => sql<
    {
      wanted: string;
      cluster: string;
      replica: string | null;
      mode: string | null;
      waiting: number;
      waitedSeconds: number;
    }[]
  >`
    select current_setting('synchronous_standby_names') as wanted, current_setting('cluster_name') as cluster, r.application_name as replica, r.sync_state as mode,
           w.waiting, w.seconds as "waitedSeconds"
    from (
      select count(*)::int as waiting,
             coalesce(max(extract(epoch from clock_timestamp() - query_start)), 0)::float8 as seconds
      from pg_stat_activity where wait_event = 'SyncRep'
    ) w left join pg_stat_replication r on r.state = 'streaming'
    order by r.application_name`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const [first] = rows;
    // Patroni gives its servers a name. Without a replica that confirms, its next failover loses what was acknowledged.
    if (first?.wanted === '' && first.cluster !== '') {
      const says =
        'Servers elect their primary, and commits wait for no replica: a failover would lose acknowledged writes.';
      return { state: 'bad', value: null, says };
    }
    if (!first || first.wanted === '') {
      const says = 'Commits wait for no replica (synchronous_standby_names is empty).';
      return { state: 'not applicable', value: null, says };
    }
    const evidence = rows.map(({ replica, mode, waiting, waitedSeconds }) => ({
      replica,
      mode,
      waiting,
      waitedSeconds: Math.round(waitedSeconds * 10) / 10,
    }));
    const { state, value } = judgeLargest(rows, ({ waitedSeconds }) => waitedSeconds, limits);
    const answers = rows.some(({ mode }) => mode === 'sync' || mode === 'quorum');
    if (!answers) {
      const says = `No replica of “${first.wanted}” is connected, so ${first.waiting > 0 ? `${counted(first.waiting, 'commit')} ${first.waiting === 1 ? 'waits' : 'wait'}` : 'the next commit will wait'}.`;
      return { state: 'bad', value, says, evidence };
    }
    const says =
      state === 'ok'
        ? 'Replicas answer the commits that wait for them.'
        : `${counted(first.waiting, 'commit')} ${first.waiting === 1 ? 'waits' : 'wait'} for a replica, the first for ${spanInWords(value)}.`;
    return { state, value, says, evidence };
  },
});
