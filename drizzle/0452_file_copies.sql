-- portal: tx
-- The agent beside the server copies the portal's stored files into each repository, so that a restored server finds its files. It reads
-- their names and hashes through a function, and nothing else of them.
CREATE TABLE file_copies (
  repository integer PRIMARY KEY,
  server text NOT NULL,
  place text NOT NULL,
  tried_at timestamp with time zone NOT NULL,
  complete_at timestamp with time zone,
  files bigint NOT NULL,
  problem text,
  CONSTRAINT file_copies_one_line CHECK (is_one_line(server) and is_one_line(place) and is_one_line(problem)),
  CONSTRAINT file_copies_sensible CHECK (repository > 0 and files >= 0 and complete_at <= tried_at)
);
SELECT protect_table('file_copies');
CREATE POLICY staff_read ON file_copies FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
GRANT SELECT ON file_copies TO admin_role;
GRANT SELECT, INSERT, UPDATE ON file_copies TO definer_role;

-- The stored files after a moment, in the order of their names, so many at a time: of all of them, or of those that are named.
CREATE FUNCTION stored_files(since timestamptz, after_id uuid, wanted uuid[], most integer)
  RETURNS TABLE (id uuid, sha256 text, stored_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT c.id, c.sha256, c.stored_at FROM file_contents c
  WHERE c.stored_at > since AND c.discarded_at IS NULL AND c.id > after_id AND (wanted IS NULL OR c.id = ANY (wanted))
  ORDER BY c.id LIMIT least(most, 10000)
$$;
SELECT definer_function('stored_files(timestamptz, uuid, uuid[], integer)');

-- Notes a pass over the files. One that found a copy of every file is complete as of its beginning.
CREATE FUNCTION note_file_copies(of_server text, in_repository integer, at_place text, began timestamptz, copied bigint, why text)
  RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  INSERT INTO file_copies AS c (repository, server, place, tried_at, complete_at, files, problem)
  VALUES (in_repository, left(of_server, 200), left(at_place, 500), began, CASE WHEN why IS NULL THEN began END, copied, left(why, 1000))
  ON CONFLICT (repository) DO UPDATE SET server = excluded.server, place = excluded.place, tried_at = excluded.tried_at, files = excluded.files,
    problem = excluded.problem,
    complete_at = coalesce(excluded.complete_at, CASE WHEN c.place = excluded.place THEN least(c.complete_at, excluded.tried_at) END)
$$;
SELECT definer_function('note_file_copies(text, integer, text, timestamptz, bigint, text)');

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'agent_role') THEN
    GRANT EXECUTE ON FUNCTION stored_files(timestamptz, uuid, uuid[], integer),
      note_file_copies(text, integer, text, timestamptz, bigint, text) TO agent_role;
  END IF;
END
$$;

-- The check of the copies has limits that staff may set.
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
    when 'file-copies' then 10080
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
