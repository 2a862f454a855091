-- portal: tx
-- The backups that the portal makes of itself: when, where, how large, and whether each was read back.
CREATE TABLE backup_runs (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  place text NOT NULL,
  name text NOT NULL,
  started_at timestamp with time zone DEFAULT now() NOT NULL,
  ended_at timestamp with time zone,
  proven_at timestamp with time zone,
  problem text,
  bytes bigint,
  files bigint,
  sha256 text,
  removed_at timestamp with time zone,
  CONSTRAINT backup_runs_one_line CHECK (is_one_line(place) and is_one_line(name) and is_one_line(problem) and is_one_line(sha256)),
  CONSTRAINT backup_runs_proven_or_failed CHECK ((ended_at is null and proven_at is null and problem is null) or (ended_at is not null and num_nonnulls(proven_at, problem) = 1)),
  CONSTRAINT backup_runs_proven_whole CHECK (proven_at is null or (bytes > 0 and files >= 0 and sha256 ~ '^[0-9a-f]{64}$')),
  CONSTRAINT backup_runs_removed_later CHECK (removed_at is null or ended_at is not null)
);
-- One backup runs at a time, whatever the processes think.
CREATE UNIQUE INDEX backup_runs_one_open ON backup_runs ((ended_at is null)) WHERE ended_at is null;
CREATE UNIQUE INDEX backup_runs_name_once ON backup_runs (place, name);
CREATE INDEX idx_backup_runs_started ON backup_runs (started_at DESC, id DESC);

SELECT protect_table('backup_runs');
CREATE POLICY staff_read ON backup_runs FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON backup_runs FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON backup_runs FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON backup_runs TO admin_role;
GRANT INSERT, UPDATE ON backup_runs TO system_role;

-- The check of backups has limits that staff may set.
ALTER TABLE health_thresholds DROP CONSTRAINT health_thresholds_possible;
ALTER TABLE health_thresholds ADD CONSTRAINT health_thresholds_possible CHECK (
  bad <= case check_name
    when 'replication-lag' then 604800
    when 'replication-bytes' then 10000000
    when 'replication-slots' then 10000000
    when 'connections' then 100
    when 'long-transactions' then 604800
    when 'idle-transactions' then 604800
    when 'lock-waits' then 604800
    when 'dead-rows' then 1000
    when 'transaction-age' then 100
    when 'sequences' then 100
    when 'backups' then 8760
    when 'archiving' then 604800
    when 'audit-seals' then 604800
    when 'job-queue' then 604800
    when 'mail' then 604800
    when 'service-levels' then 1000
    when 'cache-hits' then 100
    when 'temporary-files' then 10000000
    when 'checkpoints' then 100
    when 'deadlocks' then 100000
    when 'sequential-scans' then 1000000
    when 'statement-table' then 1000000
    when 'pooler' then 604800
    when 'statistics' then 1000
    when 'oldest-xmin' then 500000000
    when 'synchronous-commit' then 604800
    when 'autovacuum' then 10080
    when 'disk' then 100
    when 'wal-folder' then 10000
    when 'clock' then 604800
    when 'maintenance' then 720
    when 'bloated-indexes' then 100
    when 'keys' then 3650
    end) NOT VALID;
