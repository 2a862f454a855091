-- portal: tx
-- A small process beside each server reports what only its machine knows: room on its disks, the folder of its log, its clock
-- and its certificate. Its login may call one function and read nothing.

-- On a server `docker/postgres/logins.sql` has made the role, unless its superuser has not run it again since. Then a superuser
-- grants the rest with it. On the embedded database nobody reports.
CREATE TABLE agent_reports (
  server text NOT NULL,
  reported_at timestamp with time zone DEFAULT now() NOT NULL,
  disks jsonb NOT NULL,
  wal_bytes bigint NOT NULL,
  wal_files integer NOT NULL,
  wal_limit_bytes bigint NOT NULL,
  clock_ms double precision NOT NULL,
  clock_error_ms double precision NOT NULL,
  certificate_ends_at timestamp with time zone,
  CONSTRAINT agent_reports_server_reported_at_pk PRIMARY KEY (server, reported_at),
  CONSTRAINT agent_reports_one_line CHECK (is_one_line(server))
);
SELECT protect_table('agent_reports');
CREATE POLICY staff_read ON agent_reports FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
GRANT SELECT ON agent_reports TO admin_role;
GRANT SELECT, INSERT, DELETE ON agent_reports TO definer_role;

-- Stores a report under the time of this server, one in thirty seconds for each. Of reports older than three hours the first of
-- each hour stays for two weeks, from which the growth of a disk is told.
CREATE FUNCTION report_agent(name text, disk_list jsonb, bytes bigint, files integer, limit_bytes bigint, clock double precision,
  clock_error double precision, certificate_ends timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF jsonb_typeof(disk_list) <> 'array' OR length(disk_list::text) > 10000 OR length(name) > 200 THEN
    RAISE EXCEPTION 'This is no report of an agent.' USING ERRCODE = '22023';
  END IF;
  INSERT INTO agent_reports (server, disks, wal_bytes, wal_files, wal_limit_bytes, clock_ms, clock_error_ms, certificate_ends_at)
  SELECT name, disk_list, bytes, files, limit_bytes, clock, clock_error, certificate_ends
  WHERE NOT EXISTS (SELECT FROM agent_reports r WHERE r.server = name AND r.reported_at > now() - interval '30 seconds')
  ON CONFLICT DO NOTHING;
  DELETE FROM agent_reports r
  WHERE r.reported_at < now() - interval '14 days'
    OR r.server = name AND r.reported_at < now() - interval '3 hours' AND EXISTS (
      SELECT FROM agent_reports o
      WHERE o.server = r.server AND o.reported_at < r.reported_at AND o.reported_at >= date_trunc('hour', r.reported_at, 'UTC'));
END
$$;
SELECT definer_function('report_agent(text, jsonb, bigint, integer, bigint, double precision, double precision, timestamptz)');
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'agent_role') THEN
    GRANT USAGE ON SCHEMA public TO agent_role;
    GRANT EXECUTE ON FUNCTION report_agent(text, jsonb, bigint, integer, bigint, double precision, double precision, timestamptz)
      TO agent_role;
  END IF;
END
$$;
