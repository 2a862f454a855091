-- portal: tx
-- The backups of a PostgreSQL server, the checks of its repositories and the drills stand beside those of the embedded database. The
-- agent beside the server adds them through functions, and reads nothing else.
ALTER TABLE backup_runs
  ADD COLUMN act text DEFAULT 'BACKUP' NOT NULL,
  ADD COLUMN server text,
  ADD COLUMN repository integer,
  ADD COLUMN type text,
  ADD COLUMN database_bytes bigint,
  ADD COLUMN recovery_point_seconds double precision,
  ADD COLUMN recovery_seconds double precision,
  ADD COLUMN log text;
ALTER TABLE backup_runs DROP CONSTRAINT backup_runs_one_line, DROP CONSTRAINT backup_runs_proven_whole;
ALTER TABLE backup_runs
  ADD CONSTRAINT backup_runs_act_known CHECK (act in ('BACKUP', 'VERIFY', 'DRILL')) NOT VALID,
  ADD CONSTRAINT backup_runs_type_known CHECK (type in ('FULL', 'DIFFERENTIAL')) NOT VALID,
  ADD CONSTRAINT backup_runs_one_line CHECK (is_one_line(server) and is_one_line(place) and is_one_line(name) and is_one_line(problem) and is_one_line(sha256)) NOT VALID,
  ADD CONSTRAINT backup_runs_of_a_server CHECK ((server is null) = (repository is null) and (server is not null or act = 'BACKUP') and (type is not null) = (server is not null and act = 'BACKUP')) NOT VALID,
  ADD CONSTRAINT backup_runs_proven_whole CHECK (proven_at is null or coalesce(case when server is null then bytes > 0 and files >= 0 and sha256 ~ '^[0-9a-f]{64}$' when act = 'BACKUP' then bytes > 0 and database_bytes > 0 when act = 'DRILL' then recovery_point_seconds >= 0 and recovery_seconds > 0 else true end, false)) NOT VALID;

GRANT SELECT, INSERT, UPDATE, DELETE ON backup_runs TO definer_role;

-- Begins a run of the agent. The agent holds the lock of its folder, so a run of its server that is still open has died with the process
-- that made it. Rows of servers stay for 400 days.
CREATE FUNCTION begin_backup_run(of_server text, wanted_act text, in_repository integer, of_type text, at_place text, named text)
  RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  begun uuid;
BEGIN
  IF of_server IS NULL OR length(of_server) > 200 OR length(at_place) > 500 OR length(named) > 100 THEN
    RAISE EXCEPTION 'This is no run of an agent.' USING ERRCODE = '22023';
  END IF;
  UPDATE backup_runs r SET ended_at = now(), problem = 'The process that made it ended before it was done.'
  WHERE r.ended_at IS NULL AND (r.server = of_server OR r.started_at < now() - interval '1 day');
  DELETE FROM backup_runs r WHERE r.server IS NOT NULL AND r.started_at < now() - interval '400 days';
  INSERT INTO backup_runs (server, act, repository, type, place, name)
  VALUES (of_server, wanted_act, in_repository, of_type, at_place, named)
  RETURNING id INTO begun;
  RETURN begun;
END
$$;
SELECT definer_function('begin_backup_run(text, text, integer, text, text, text)');

-- Ends a run: well without a problem, else failed with it. A backup takes the name that it has in its repository.
CREATE FUNCTION end_backup_run(run uuid, named text, why text, added_bytes bigint, whole_bytes bigint,
  point_seconds double precision, took_seconds double precision, findings text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE backup_runs r
  SET ended_at = now(), proven_at = CASE WHEN why IS NULL THEN now() END, problem = left(why, 1000), name = coalesce(left(named, 100), r.name),
      bytes = added_bytes, database_bytes = whole_bytes, recovery_point_seconds = point_seconds, recovery_seconds = took_seconds,
      log = left(findings, 20000)
  WHERE r.id = run AND r.ended_at IS NULL AND r.server IS NOT NULL
$$;
SELECT definer_function('end_backup_run(uuid, text, text, bigint, bigint, double precision, double precision, text)');

-- Marks the backups of a repository that are no longer in it.
CREATE FUNCTION note_kept_backups(in_repository integer, at_place text, kept json) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE backup_runs r SET removed_at = now()
  WHERE r.server IS NOT NULL AND r.act = 'BACKUP' AND r.repository = in_repository AND r.place = at_place AND r.proven_at IS NOT NULL
    AND r.removed_at IS NULL AND r.name NOT IN (SELECT json_array_elements_text(kept))
$$;
SELECT definer_function('note_kept_backups(integer, text, json)');

-- The last runs, from which the agent tells what is due, with the number of those that failed since one went well.
CREATE FUNCTION last_backup_runs()
  RETURNS TABLE (act text, repository integer, type text, tried_at timestamptz, proven_at timestamptz, failures integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT k.*, (
    SELECT count(*)::integer FROM backup_runs f
    WHERE f.server IS NOT NULL AND f.act = k.act AND f.repository = k.repository AND f.type IS NOT DISTINCT FROM k.type
      AND f.problem IS NOT NULL AND f.started_at > coalesce(k.proven_at, '-infinity'))
  FROM (
    SELECT r.act, r.repository, r.type, max(r.started_at), max(r.started_at) FILTER (WHERE r.proven_at IS NOT NULL) AS proven_at
    FROM backup_runs r WHERE r.server IS NOT NULL AND r.started_at > now() - interval '60 days' GROUP BY 1, 2, 3) k
$$;
SELECT definer_function('last_backup_runs()');

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'agent_role') THEN
    GRANT USAGE ON SCHEMA public TO agent_role;
    GRANT EXECUTE ON FUNCTION begin_backup_run(text, text, integer, text, text, text),
      end_backup_run(uuid, text, text, bigint, bigint, double precision, double precision, text),
      note_kept_backups(integer, text, json), last_backup_runs() TO agent_role;
  END IF;
END
$$;

-- The check of proven restores has limits that staff may set.
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
    when 'restores' then 8760
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
