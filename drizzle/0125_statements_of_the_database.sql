-- portal: tx
-- The cost of the server's statements: sampled each minute as differences of pg_stat_statements, and rolled up to hours and
-- days. Texts hold no value of anybody.

GRANT INSERT ON permissions, role_permissions TO definer_role;
SELECT set_config('app.actor', 'system:portal migrate', true);
SET LOCAL ROLE definer_role;
INSERT INTO permissions (code, description) VALUES ('health.read', 'See the health of the database')
ON CONFLICT DO NOTHING;
INSERT INTO role_permissions (role_code, permission_code)
SELECT code, 'health.read' FROM roles WHERE code IN ('administrator', 'auditor')
ON CONFLICT DO NOTHING;
RESET ROLE;
SELECT set_config('app.actor', '', true);
REVOKE INSERT ON permissions, role_permissions FROM definer_role;

CREATE TABLE statement_servers (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  state text NOT NULL,
  problem text,
  tried_at timestamp with time zone DEFAULT now() NOT NULL,
  read_at timestamp with time zone,
  started_at timestamp with time zone,
  reset_at timestamp with time zone,
  evictions bigint,
  CONSTRAINT statement_servers_state_known CHECK (state in ('SAMPLED', 'UNKNOWN', 'NOT_APPLICABLE')),
  CONSTRAINT statement_servers_one_line CHECK (is_one_line(name) and is_one_line(problem))
);
CREATE UNIQUE INDEX statement_servers_name ON statement_servers (name);

CREATE TABLE statement_texts (
  query_id bigint PRIMARY KEY NOT NULL,
  kind text NOT NULL,
  text text,
  first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT statement_texts_kind_known CHECK (kind in ('STATEMENT', 'UTILITY', 'WITHHELD')),
  CONSTRAINT statement_texts_only_of_statements CHECK ((kind = 'STATEMENT') = (text is not null)),
  CONSTRAINT statement_texts_without_values CHECK (strpos(text, '''') = 0 and length(text) <= 100000)
);

-- One row is changed each minute for each statement that ran: room on the page keeps that within the page.
CREATE TABLE statement_counters (
  server_id integer NOT NULL,
  role_id bigint NOT NULL,
  is_top_level boolean NOT NULL,
  query_id bigint NOT NULL,
  calls bigint NOT NULL,
  total_ms double precision NOT NULL,
  rows bigint NOT NULL,
  blocks_hit bigint NOT NULL,
  blocks_read bigint NOT NULL,
  temp_blocks bigint NOT NULL,
  wal_bytes bigint NOT NULL,
  CONSTRAINT statement_counters_server_id_query_id_role_id_is_top_level_pk PRIMARY KEY (server_id, query_id, role_id, is_top_level),
  CONSTRAINT statement_counters_server_id_statement_servers_id_fk
    FOREIGN KEY (server_id) REFERENCES statement_servers(id) ON DELETE CASCADE
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.5);

CREATE TABLE statement_minutes (
  at timestamp with time zone NOT NULL,
  server_id integer NOT NULL,
  query_id bigint NOT NULL,
  calls bigint NOT NULL,
  total_ms double precision NOT NULL,
  rows bigint NOT NULL,
  blocks_hit bigint NOT NULL,
  blocks_read bigint NOT NULL,
  temp_blocks bigint NOT NULL,
  wal_bytes bigint NOT NULL,
  CONSTRAINT statement_minutes_at_server_id_query_id_pk PRIMARY KEY (at, server_id, query_id)
) PARTITION BY RANGE (at);
CREATE TABLE statement_hours (
  at timestamp with time zone NOT NULL,
  server_id integer NOT NULL,
  query_id bigint NOT NULL,
  calls bigint NOT NULL,
  total_ms double precision NOT NULL,
  rows bigint NOT NULL,
  blocks_hit bigint NOT NULL,
  blocks_read bigint NOT NULL,
  temp_blocks bigint NOT NULL,
  wal_bytes bigint NOT NULL,
  CONSTRAINT statement_hours_at_server_id_query_id_pk PRIMARY KEY (at, server_id, query_id)
) PARTITION BY RANGE (at);
CREATE TABLE statement_days (
  at timestamp with time zone NOT NULL,
  server_id integer NOT NULL,
  query_id bigint NOT NULL,
  calls bigint NOT NULL,
  total_ms double precision NOT NULL,
  rows bigint NOT NULL,
  blocks_hit bigint NOT NULL,
  blocks_read bigint NOT NULL,
  temp_blocks bigint NOT NULL,
  wal_bytes bigint NOT NULL,
  CONSTRAINT statement_days_at_server_id_query_id_pk PRIMARY KEY (at, server_id, query_id)
) PARTITION BY RANGE (at);

CREATE TABLE statement_coverage (
  server_id integer NOT NULL,
  hour timestamp with time zone NOT NULL,
  minutes bigint NOT NULL,
  evictions bigint NOT NULL,
  resets integer NOT NULL,
  rolled_at timestamp with time zone,
  rolled_into_day_at timestamp with time zone,
  CONSTRAINT statement_coverage_server_id_hour_pk PRIMARY KEY (server_id, hour),
  CONSTRAINT statement_coverage_server_id_statement_servers_id_fk
    FOREIGN KEY (server_id) REFERENCES statement_servers(id) ON DELETE CASCADE
);

SELECT protect_table('statement_servers');
CREATE POLICY staff_read ON statement_servers FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_servers FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_servers FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_servers FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_servers TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_servers TO system_role;

SELECT protect_table('statement_texts');
CREATE POLICY staff_read ON statement_texts FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_texts FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_texts FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_texts FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_texts TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_texts TO system_role;

SELECT protect_table('statement_counters');
CREATE POLICY staff_read ON statement_counters FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_counters FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_counters FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_counters FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_counters TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_counters TO system_role;

SELECT protect_table('statement_minutes');
CREATE POLICY staff_read ON statement_minutes FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_minutes FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_minutes FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_minutes FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_minutes TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_minutes TO system_role;

SELECT protect_table('statement_hours');
CREATE POLICY staff_read ON statement_hours FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_hours FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_hours FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_hours FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_hours TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_hours TO system_role;

SELECT protect_table('statement_days');
CREATE POLICY staff_read ON statement_days FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_days FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_days FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_days FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_days TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_days TO system_role;

SELECT protect_table('statement_coverage');
CREATE POLICY staff_read ON statement_coverage FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_coverage FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_coverage FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_coverage FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_coverage TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_coverage TO system_role;

GRANT SELECT ON SEQUENCE statement_servers_id_seq TO backup_role;

INSERT INTO partitioned_tables (table_name, every, ahead, retention, grace) VALUES
  ('statement_minutes', 'day', 3, interval '2 days', interval '1 day'),
  ('statement_hours', 'day', 3, interval '90 days', interval '7 days'),
  ('statement_days', 'month', 2, interval '2 years', interval '30 days');
SELECT count(*) FROM ensure_partitions();

-- Takes one reading of a server, as one step: what the counters say is compared with the reading before, and the difference
-- becomes the work of the minute. Of two processes that read at the same time, the second finds the server TAKEN. After a
-- reset (a crash, or somebody's pg_stat_statements_reset) and after a long silence nothing is counted: the minutes stay a
-- gap, and the next reading subtracts from this one. A counter that fell belongs to a statement that was evicted and came
-- back: it began at zero.
CREATE FUNCTION record_statements(server_name text, moment timestamptz, started timestamptz, reset timestamptz,
  evicted bigint, entries jsonb, OUT outcome text, OUT server integer)
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  known statement_servers;
BEGIN
  -- An attempt that finds the name would use up an id.
  INSERT INTO statement_servers (name, state) SELECT server_name, 'UNKNOWN'
  WHERE NOT EXISTS (SELECT FROM statement_servers WHERE name = server_name) ON CONFLICT (name) DO NOTHING;
  SELECT * INTO STRICT known FROM statement_servers WHERE name = server_name FOR UPDATE;
  server := known.id;
  IF moment < known.read_at + interval '20 seconds' THEN
    outcome := 'TAKEN';
    RETURN;
  END IF;
  outcome := CASE
    WHEN known.read_at IS NULL THEN 'FIRST'
    WHEN known.reset_at IS DISTINCT FROM reset OR known.evictions > evicted THEN 'RESET'
    WHEN moment > known.read_at + interval '150 seconds' THEN 'LATE'
    ELSE 'COUNTED'
  END;

  WITH seen AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(entries) AS entry (role_id bigint, is_top_level boolean, query_id bigint, calls bigint,
      total_ms float8, rows bigint, blocks_hit bigint, blocks_read bigint, temp_blocks bigint, wal_bytes bigint)
  ), changed AS MATERIALIZED (
    SELECT s.*, before.*
    FROM seen s LEFT JOIN LATERAL (
      SELECT c.calls AS old_calls, c.total_ms AS old_total_ms, c.rows AS old_rows, c.blocks_hit AS old_blocks_hit,
             c.blocks_read AS old_blocks_read, c.temp_blocks AS old_temp_blocks, c.wal_bytes AS old_wal_bytes
      FROM statement_counters c
      WHERE (c.server_id, c.query_id, c.role_id, c.is_top_level) = (known.id, s.query_id, s.role_id, s.is_top_level)
    ) before ON true
    WHERE (s.calls, s.total_ms, s.rows, s.blocks_hit, s.blocks_read, s.temp_blocks, s.wal_bytes)
      IS DISTINCT FROM (old_calls, old_total_ms, old_rows, old_blocks_hit, old_blocks_read, old_temp_blocks, old_wal_bytes)
  ), kept AS (
    INSERT INTO statement_counters AS c
      (server_id, role_id, is_top_level, query_id, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes)
    SELECT known.id, role_id, is_top_level, query_id, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes
    FROM changed
    ON CONFLICT (server_id, query_id, role_id, is_top_level) DO UPDATE SET
      calls = excluded.calls, total_ms = excluded.total_ms, rows = excluded.rows, blocks_hit = excluded.blocks_hit,
      blocks_read = excluded.blocks_read, temp_blocks = excluded.temp_blocks, wal_bytes = excluded.wal_bytes
  ), gone AS (
    DELETE FROM statement_counters c WHERE c.server_id = known.id AND NOT EXISTS (
      SELECT FROM seen s WHERE (s.query_id, s.role_id, s.is_top_level) = (c.query_id, c.role_id, c.is_top_level))
  ), done AS (
    SELECT query_id, continues,
           calls - continues * coalesce(old_calls, 0) AS calls, total_ms - continues * coalesce(old_total_ms, 0) AS total_ms,
           rows - continues * coalesce(old_rows, 0) AS rows,
           blocks_hit - continues * coalesce(old_blocks_hit, 0) AS blocks_hit,
           blocks_read - continues * coalesce(old_blocks_read, 0) AS blocks_read,
           temp_blocks - continues * coalesce(old_temp_blocks, 0) AS temp_blocks,
           wal_bytes - continues * coalesce(old_wal_bytes, 0) AS wal_bytes
    FROM changed, LATERAL (SELECT (calls >= coalesce(old_calls, 0) AND total_ms >= coalesce(old_total_ms, 0)
      AND rows >= coalesce(old_rows, 0) AND blocks_hit >= coalesce(old_blocks_hit, 0)
      AND blocks_read >= coalesce(old_blocks_read, 0) AND temp_blocks >= coalesce(old_temp_blocks, 0)
      AND wal_bytes >= coalesce(old_wal_bytes, 0))::integer AS continues) compared
  )
  INSERT INTO statement_minutes AS m
    (at, server_id, query_id, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes)
  SELECT date_trunc('minute', moment, 'UTC'), known.id, query_id, sum(calls), sum(total_ms), sum(rows), sum(blocks_hit),
         sum(blocks_read), sum(temp_blocks), sum(wal_bytes)
  FROM done WHERE outcome = 'COUNTED' GROUP BY query_id
  ON CONFLICT (at, server_id, query_id) DO UPDATE SET
    calls = m.calls + excluded.calls, total_ms = m.total_ms + excluded.total_ms, rows = m.rows + excluded.rows,
    blocks_hit = m.blocks_hit + excluded.blocks_hit, blocks_read = m.blocks_read + excluded.blocks_read,
    temp_blocks = m.temp_blocks + excluded.temp_blocks, wal_bytes = m.wal_bytes + excluded.wal_bytes;

  -- A reading covers the minutes since the one before, its own included.
  INSERT INTO statement_coverage AS c (server_id, hour, minutes, evictions, resets)
  SELECT known.id, date_trunc('hour', covered, 'UTC'),
         bit_or(CASE WHEN outcome = 'COUNTED' THEN 1::bigint << extract(minute FROM covered AT TIME ZONE 'UTC')::integer ELSE 0 END),
         CASE WHEN outcome = 'COUNTED' THEN evicted - coalesce(known.evictions, 0) ELSE 0 END,
         (outcome = 'RESET')::integer
  FROM generate_series(
    CASE WHEN outcome = 'COUNTED' THEN least(date_trunc('minute', known.read_at, 'UTC') + interval '1 minute', date_trunc('minute', moment, 'UTC'))
    ELSE date_trunc('minute', moment, 'UTC') END,
    date_trunc('minute', moment, 'UTC'), interval '1 minute') covered
  GROUP BY 2
  ON CONFLICT (server_id, hour) DO UPDATE SET minutes = c.minutes | excluded.minutes,
    evictions = c.evictions + excluded.evictions, resets = c.resets + excluded.resets;

  UPDATE statement_servers SET state = 'SAMPLED', problem = NULL, tried_at = now(), read_at = moment, started_at = started,
    reset_at = reset, evictions = evicted
  WHERE id = known.id;
END
$$;
REVOKE EXECUTE ON FUNCTION record_statements(text, timestamptz, timestamptz, timestamptz, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_statements(text, timestamptz, timestamptz, timestamptz, bigint, jsonb) TO system_role;

-- Adds up each hour that is over, and each UTC day all of whose hours are. The rows that say so are locked by the same
-- statement, so that two runs add nothing twice. A reading may arrive two minutes late.
CREATE FUNCTION roll_up_statements(moment timestamptz DEFAULT now()) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  WITH due AS (
    UPDATE statement_coverage SET rolled_at = moment
    WHERE rolled_at IS NULL AND hour + interval '62 minutes' <= moment
    RETURNING server_id, hour
  )
  INSERT INTO statement_hours (at, server_id, query_id, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes)
  SELECT hour, server_id, query_id, sum(calls), sum(total_ms), sum(rows), sum(blocks_hit), sum(blocks_read),
         sum(temp_blocks), sum(wal_bytes)
  FROM due JOIN statement_minutes USING (server_id)
  WHERE at >= hour AND at < hour + interval '1 hour'
  GROUP BY hour, server_id, query_id
  ON CONFLICT DO NOTHING;

  WITH due AS (
    UPDATE statement_coverage c SET rolled_into_day_at = moment
    WHERE rolled_into_day_at IS NULL AND rolled_at IS NOT NULL
      AND date_trunc('day', hour, 'UTC') + interval '1 day 2 minutes' <= moment
    RETURNING server_id, hour
  )
  INSERT INTO statement_days (at, server_id, query_id, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes)
  SELECT date_trunc('day', hour, 'UTC'), server_id, query_id, sum(calls), sum(total_ms), sum(rows), sum(blocks_hit),
         sum(blocks_read), sum(temp_blocks), sum(wal_bytes)
  FROM due JOIN statement_hours USING (server_id)
  WHERE at = hour
  GROUP BY 1, server_id, query_id
  ON CONFLICT DO NOTHING;

  DELETE FROM statement_coverage WHERE hour < moment - interval '2 years';
END
$$;
REVOKE EXECUTE ON FUNCTION roll_up_statements(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION roll_up_statements(timestamptz) TO system_role;

-- The work of statements in a span, by minute, hour or day. Hours and days that are not rolled up yet come from the finer
-- steps, so that the present is in every view.
CREATE FUNCTION statement_use(step text, begins timestamptz, ends timestamptz)
RETURNS TABLE (at timestamptz, server_id integer, query_id bigint, calls bigint, total_ms double precision, rows bigint,
  blocks_hit bigint, blocks_read bigint, temp_blocks bigint, wal_bytes bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  WITH rolled AS (
    SELECT coalesce(max(hour) FILTER (WHERE rolled_at IS NOT NULL) + interval '1 hour', '-infinity') AS hours_end,
           coalesce(date_trunc('day', max(hour) FILTER (WHERE rolled_into_day_at IS NOT NULL), 'UTC') + interval '1 day', '-infinity') AS days_end
    FROM statement_coverage
  )
  SELECT d.* FROM statement_days d
  WHERE step = 'day' AND d.at >= date_trunc('day', begins, 'UTC') AND d.at < ends
  UNION ALL
  SELECT date_trunc(step, h.at, 'UTC'), h.server_id, h.query_id, h.calls, h.total_ms, h.rows, h.blocks_hit, h.blocks_read,
         h.temp_blocks, h.wal_bytes
  FROM statement_hours h, rolled
  WHERE step IN ('hour', 'day') AND h.at >= date_trunc(step, begins, 'UTC') AND h.at < ends
    AND (step = 'hour' OR h.at >= rolled.days_end)
  UNION ALL
  SELECT date_trunc(step, m.at, 'UTC'), m.server_id, m.query_id, m.calls, m.total_ms, m.rows, m.blocks_hit, m.blocks_read,
         m.temp_blocks, m.wal_bytes
  FROM statement_minutes m, rolled
  WHERE m.at >= date_trunc(step, begins, 'UTC') AND m.at < ends AND (step = 'minute' OR m.at >= rolled.hours_end)
$$;
REVOKE EXECUTE ON FUNCTION statement_use(text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statement_use(text, timestamptz, timestamptz) TO admin_role;

-- The plan of a stored statement for values that are not known. PREPARE outlives a transaction that fails, so that it is
-- taken back whatever happens. EXPLAIN alone runs nothing; it needs the caller's own rights to the tables.
CREATE FUNCTION explain_statement(wanted bigint, OUT plan text, OUT problem text)
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  stored text;
  arguments text;
  line text;
BEGIN
  SELECT t.text INTO stored FROM statement_texts t WHERE t.query_id = wanted AND kind = 'STATEMENT';
  IF NOT FOUND THEN
    problem := 'No text of this statement is stored.';
    RETURN;
  END IF;
  BEGIN
    EXECUTE 'PREPARE explained_statement AS ' || stored;
    SELECT CASE WHEN cardinality(parameter_types) > 0
           THEN '(' || array_to_string(array_fill('NULL'::text, array[cardinality(parameter_types)]), ', ') || ')' ELSE '' END
    INTO arguments FROM pg_prepared_statements WHERE name = 'explained_statement';
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, SETTINGS) EXECUTE explained_statement' || arguments LOOP
      plan := concat_ws(E'\n', plan, line);
    END LOOP;
  EXCEPTION WHEN OTHERS THEN
    plan := NULL;
    problem := SQLERRM;
  END;
  IF EXISTS (SELECT FROM pg_prepared_statements WHERE name = 'explained_statement') THEN
    DEALLOCATE explained_statement;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION explain_statement(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION explain_statement(bigint) TO admin_role;
