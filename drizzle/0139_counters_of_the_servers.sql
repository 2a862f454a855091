-- portal: tx
-- What the servers have counted, read each minute and kept for some hours, so that checks judge what was added in a span and
-- never what was counted since a start.
CREATE TABLE server_counters (
  server text NOT NULL,
  taken_at timestamp with time zone DEFAULT now() NOT NULL,
  is_replica boolean NOT NULL,
  started_at timestamp with time zone NOT NULL,
  database_reset_at timestamp with time zone,
  checkpoints_reset_at timestamp with time zone,
  deadlocks bigint NOT NULL,
  temp_files bigint NOT NULL,
  temp_bytes bigint NOT NULL,
  checkpoints_timed bigint NOT NULL,
  checkpoints_requested bigint NOT NULL,
  relations jsonb NOT NULL,
  CONSTRAINT server_counters_server_taken_at_pk PRIMARY KEY (server, taken_at),
  CONSTRAINT server_counters_one_line CHECK (is_one_line(server))
);
SELECT protect_table('server_counters');
CREATE POLICY staff_read ON server_counters FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON server_counters FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON server_counters FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON server_counters TO admin_role;
GRANT INSERT, DELETE ON server_counters TO system_role;

-- For each server the part of a span up to now in which it counted without a gap, from one reading to another. A start, a
-- reset, a counter that fell and five minutes of silence are gaps: what was counted before the last one is left out. Both
-- readings are null for a server that was not read for three minutes.
CREATE FUNCTION counted_spans(span interval)
RETURNS TABLE (server text, begins timestamptz, ends timestamptz, seconds double precision)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  WITH steps AS (
    SELECT c.server, c.taken_at, lag(c.taken_at) OVER w IS NOT NULL AND (
             c.taken_at > lag(c.taken_at) OVER w + interval '5 minutes'
             OR (c.started_at, c.is_replica) IS DISTINCT FROM (lag(c.started_at) OVER w, lag(c.is_replica) OVER w)
             OR c.database_reset_at IS DISTINCT FROM lag(c.database_reset_at) OVER w
             OR c.checkpoints_reset_at IS DISTINCT FROM lag(c.checkpoints_reset_at) OVER w
             OR least(c.deadlocks - lag(c.deadlocks) OVER w, c.temp_files - lag(c.temp_files) OVER w,
                      c.temp_bytes - lag(c.temp_bytes) OVER w, c.checkpoints_timed - lag(c.checkpoints_timed) OVER w,
                      c.checkpoints_requested - lag(c.checkpoints_requested) OVER w) < 0) AS is_gap
    FROM server_counters c
    WHERE c.taken_at > now() - span - interval '90 seconds'
    WINDOW w AS (PARTITION BY c.server ORDER BY c.taken_at)
  ), counted AS (
    SELECT s.server, min(s.taken_at) AS begins, max(s.taken_at) AS ends
    FROM (SELECT steps.*, max(taken_at) FILTER (WHERE is_gap) OVER (PARTITION BY steps.server) AS gap_at FROM steps) s
    WHERE s.gap_at IS NULL OR s.taken_at >= s.gap_at
    GROUP BY s.server
    HAVING max(s.taken_at) > now() - interval '3 minutes'
  )
  SELECT known.server, c.begins, c.ends, coalesce(extract(epoch FROM c.ends - c.begins), 0)::double precision
  FROM (SELECT DISTINCT k.server FROM server_counters k) known LEFT JOIN counted c ON c.server = known.server
  ORDER BY known.server
$$;
REVOKE EXECUTE ON FUNCTION counted_spans(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION counted_spans(interval) TO admin_role;
