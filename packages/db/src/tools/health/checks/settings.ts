import { counted, defineCheck, rowsWithServer } from '../check.ts';

export const settings = defineCheck({
  name: 'settings',
  area: 'servers',
  question: 'Is a setting of a server wrong for this portal?',
  unit: 'settings',
  place: 'every server',
  notEmbedded: 'The embedded database has the settings that the portal starts it with.',
  explanation:
    'docker/postgres/postgresql.conf holds the settings that the portal is measured with, and says why. Without fsync or full_page_writes a power failure destroys the database. A setting that waits for a restart is not in force yet.',
  fix: {
    sql: `alter system set the_setting = 'the value'; select pg_reload_conf()`,
    lock: 'Takes no lock. Some settings need a restart of the server.',
  },
  statement: (sql) => sql<{ setting: string; value: string; wanted: string; isDangerous: boolean }[]>`
    select s.name as setting, coalesce(s.setting || s.unit, s.setting) as value,
           case when s.pending_restart and s.source <> 'command line' then 'a restart, for the new value' else w.wanted end as wanted,
           coalesce(w.danger and not w.good, false) as "isDangerous"
    from pg_settings s left join (
      select name, wanted, danger, case name
          when 'wal_level' then setting in ('replica', 'logical')
          when 'random_page_cost' then setting::float8 <= 2
          when 'shared_buffers' then setting::bigint > 16384
          when 'max_slot_wal_keep_size' then setting <> '-1'
          else setting = wanted end as good
      from pg_settings join (values
        ('fsync', 'on', true), ('full_page_writes', 'on', true), ('zero_damaged_pages', 'off', true),
        ('ignore_checksum_failure', 'off', true), ('autovacuum', 'on', true), ('track_counts', 'on', true),
        ('jit', 'off', false), ('track_commit_timestamp', 'on', false), ('wal_level', 'replica', false),
        ('random_page_cost', '1.1', false), ('shared_buffers', 'more than 128 MB', false),
        ('max_slot_wal_keep_size', 'a limit', false), ('log_parameter_max_length', '0', false)
      ) as shipped (name, wanted, danger) using (name)
    ) w on w.name = s.name
    -- The command line stands above the file, so such a value waits for nothing.
    where not coalesce(w.good, true) or s.pending_restart and s.source <> 'command line'
    order by "isDangerous" desc, s.name`,
  judge: (answers) => {
    const found = rowsWithServer(answers);
    const evidence = found.map(({ isDangerous: _, ...row }) => row);
    const [first] = found;
    if (!first) return { state: 'ok', value: 0, says: 'The settings fit this portal.', evidence };
    const says = first.isDangerous
      ? `${first.setting} is ${first.value}: data can be lost.`
      : `${counted(found.length, 'setting')} ${found.length === 1 ? 'differs' : 'differ'} from what the portal is measured with.`;
    return { state: first.isDangerous ? 'bad' : 'warn', value: found.length, says, evidence };
  },
});
