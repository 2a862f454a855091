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
  CONSTRAINT backup_runs_one_line CHECK (is_one_line(place) and is_one_line(name) and is_one_line(problem)),
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
