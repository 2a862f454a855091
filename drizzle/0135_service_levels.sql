-- portal: tx
-- Service levels: what was promised, and what requests took, as histograms that add up over processes, minutes, hours and days.

CREATE TABLE service_levels (
  name text NOT NULL,
  standard text NOT NULL,
  target double precision NOT NULL,
  unit text NOT NULL,
  share double precision,
  CONSTRAINT service_levels_name_standard_pk PRIMARY KEY (name, standard),
  CONSTRAINT service_levels_name_known CHECK (name in ('simple', 'complex', 'search', 'report', 'connection', 'pool', 'answers', 'availability', 'recovery', 'point-in-time', 'reads', 'writes', 'users')),
  CONSTRAINT service_levels_standard_known CHECK (standard in ('design', 'ours')),
  CONSTRAINT service_levels_unit_known CHECK (unit in ('ms', '%', 'hours', 'per second', 'users')),
  CONSTRAINT service_levels_target_possible CHECK (target > 0),
  CONSTRAINT service_levels_share_possible CHECK (share > 0 and share < 1)
);

-- 95 of 100 requests keep to a limit in milliseconds. The second standard is ten times stricter; the pool has one level,
-- because a tenth of the use is only a pool of ten times the size.
INSERT INTO service_levels (name, standard, target, unit, share) VALUES
  ('simple', 'design', 50, 'ms', 0.95), ('simple', 'ours', 5, 'ms', 0.95),
  ('complex', 'design', 200, 'ms', 0.95), ('complex', 'ours', 20, 'ms', 0.95),
  ('search', 'design', 500, 'ms', 0.95), ('search', 'ours', 50, 'ms', 0.95),
  ('report', 'design', 2000, 'ms', 0.95), ('report', 'ours', 200, 'ms', 0.95),
  ('connection', 'design', 100, 'ms', 0.95), ('connection', 'ours', 10, 'ms', 0.95),
  ('pool', 'design', 80, '%', NULL),
  ('answers', 'design', 99.9, '%', 0.999), ('answers', 'ours', 99.99, '%', 0.9999),
  ('availability', 'design', 99.9, '%', 0.999), ('availability', 'ours', 99.99, '%', 0.9999),
  ('recovery', 'design', 4, 'hours', NULL), ('recovery', 'ours', 0.4, 'hours', NULL),
  ('point-in-time', 'design', 1, 'hours', NULL), ('point-in-time', 'ours', 0.1, 'hours', NULL),
  ('reads', 'design', 1000, 'per second', NULL), ('reads', 'ours', 10000, 'per second', NULL),
  ('writes', 'design', 200, 'per second', NULL), ('writes', 'ours', 2000, 'per second', NULL),
  ('users', 'design', 500, 'users', NULL), ('users', 'ours', 5000, 'users', NULL);

-- The minutes in which an API process ran. The key refuses a minute that comes twice.
CREATE TABLE service_processes (
  minute timestamp with time zone NOT NULL,
  process uuid NOT NULL,
  pool_percent double precision,
  CONSTRAINT service_processes_minute_process_pk PRIMARY KEY (minute, process)
) PARTITION BY RANGE (minute);

CREATE TABLE service_minutes (
  at timestamp with time zone NOT NULL,
  class text NOT NULL,
  requests bigint NOT NULL,
  errors bigint NOT NULL,
  over_limit bigint NOT NULL,
  buckets bigint[] NOT NULL,
  CONSTRAINT service_minutes_at_class_pk PRIMARY KEY (at, class),
  CONSTRAINT service_minutes_class_known CHECK (class in ('simple', 'complex', 'search', 'report', 'stream', 'connection', 'read', 'write')),
  CONSTRAINT service_minutes_whole CHECK (cardinality(buckets) = 122)
) PARTITION BY RANGE (at);
CREATE TABLE service_hours (
  at timestamp with time zone NOT NULL,
  class text NOT NULL,
  requests bigint NOT NULL,
  errors bigint NOT NULL,
  over_limit bigint NOT NULL,
  buckets bigint[] NOT NULL,
  CONSTRAINT service_hours_at_class_pk PRIMARY KEY (at, class),
  CONSTRAINT service_hours_class_known CHECK (class in ('simple', 'complex', 'search', 'report', 'stream', 'connection', 'read', 'write')),
  CONSTRAINT service_hours_whole CHECK (cardinality(buckets) = 122)
) PARTITION BY RANGE (at);
CREATE TABLE service_days (
  at timestamp with time zone NOT NULL,
  class text NOT NULL,
  requests bigint NOT NULL,
  errors bigint NOT NULL,
  over_limit bigint NOT NULL,
  buckets bigint[] NOT NULL,
  CONSTRAINT service_days_at_class_pk PRIMARY KEY (at, class),
  CONSTRAINT service_days_class_known CHECK (class in ('simple', 'complex', 'search', 'report', 'stream', 'connection', 'read', 'write')),
  CONSTRAINT service_days_whole CHECK (cardinality(buckets) = 122)
) PARTITION BY RANGE (at);

-- The minutes of each hour in which at least one API process ran. A minute without its bit is unknown.
CREATE TABLE service_coverage (
  hour timestamp with time zone PRIMARY KEY NOT NULL,
  minutes bigint NOT NULL,
  pool_percent double precision,
  rolled_at timestamp with time zone,
  rolled_into_day_at timestamp with time zone
);

SELECT protect_table('service_levels');
CREATE POLICY staff_read ON service_levels FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
GRANT SELECT ON service_levels TO admin_role;

SELECT protect_table('service_processes');
CREATE POLICY staff_read ON service_processes FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON service_processes FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON service_processes TO admin_role;
GRANT INSERT ON service_processes TO system_role;

SELECT protect_table('service_minutes');
CREATE POLICY staff_read ON service_minutes FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON service_minutes FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON service_minutes FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON service_minutes TO admin_role;
GRANT INSERT, UPDATE ON service_minutes TO system_role;

SELECT protect_table('service_hours');
CREATE POLICY staff_read ON service_hours FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON service_hours FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON service_hours FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON service_hours TO admin_role;
GRANT INSERT, UPDATE ON service_hours TO system_role;

SELECT protect_table('service_days');
CREATE POLICY staff_read ON service_days FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON service_days FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON service_days FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON service_days TO admin_role;
GRANT INSERT, UPDATE ON service_days TO system_role;

SELECT protect_table('service_coverage');
CREATE POLICY staff_read ON service_coverage FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON service_coverage FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON service_coverage FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON service_coverage FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON service_coverage TO admin_role;
GRANT INSERT, UPDATE, DELETE ON service_coverage TO system_role;

INSERT INTO partitioned_tables (table_name, every, ahead, retention, grace) VALUES
  ('service_processes', 'day', 3, interval '2 days', interval '1 day'),
  ('service_minutes', 'day', 3, interval '2 days', interval '1 day'),
  ('service_hours', 'day', 3, interval '90 days', interval '7 days'),
  ('service_days', 'month', 2, interval '2 years', interval '30 days');
SELECT count(*) FROM ensure_partitions();

-- The upper bounds of the buckets in milliseconds: the preferred numbers of ISO 3 (series R20) from 0.1 ms to 100 s. One more
-- bucket is above them. Every limit of a level is a bound, so that what is over it can be counted exactly.
CREATE FUNCTION service_bucket_bounds() RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT array_agg((mantissa * 10::numeric ^ decade)::double precision ORDER BY decade, mantissa)
      || 100000::double precision
    FROM generate_series(-1, 4) decade,
      unnest('{1,1.12,1.25,1.4,1.6,1.8,2,2.24,2.5,2.8,3.15,3.55,4,4.5,5,5.6,6.3,7.1,8,9}'::numeric[]) mantissa
  );
END
$$;
REVOKE EXECUTE ON FUNCTION service_bucket_bounds() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_bucket_bounds() TO admin_role;

CREATE FUNCTION add_buckets(one bigint[], other bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
  SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY n) FROM unnest(one, other) WITH ORDINALITY AS u (a, b, n)
$$;
REVOKE EXECUTE ON FUNCTION add_buckets(bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_buckets(bigint[], bigint[]) TO admin_role;
CREATE AGGREGATE sum_buckets(bigint[]) (SFUNC = add_buckets, STYPE = bigint[], INITCOND = '{}', PARALLEL = SAFE);
REVOKE EXECUTE ON FUNCTION sum_buckets(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sum_buckets(bigint[]) TO admin_role;

-- The value below which this share of the requests lies: the middle, by ratio, of the bucket that holds it. Null without requests.
CREATE FUNCTION percentile_of(buckets bigint[], share double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
DECLARE
  bounds double precision[] := service_bucket_bounds();
  wanted bigint;
  seen bigint := 0;
BEGIN
  SELECT ceil(sum(b) * share::numeric) INTO wanted FROM unnest(buckets) b;
  IF wanted IS NULL OR wanted = 0 THEN
    RETURN NULL;
  END IF;
  FOR n IN 1 .. cardinality(buckets) LOOP
    seen := seen + buckets[n];
    IF seen >= wanted THEN
      RETURN CASE WHEN n = 1 THEN bounds[1] WHEN n > cardinality(bounds) THEN bounds[n - 1] ELSE sqrt(bounds[n - 1] * bounds[n]) END;
    END IF;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION percentile_of(bigint[], double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION percentile_of(bigint[], double precision) TO admin_role;

-- How many requests took longer than a limit, which is a bound of the buckets.
CREATE FUNCTION count_over(buckets bigint[], over double precision) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT coalesce(sum(b), 0) FROM unnest(buckets[array_position(service_bucket_bounds(), over) + 1:]) b);
END
$$;
REVOKE EXECUTE ON FUNCTION count_over(bigint[], double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_over(bigint[], double precision) TO admin_role;

ALTER TABLE service_levels ADD CONSTRAINT service_levels_limit_is_bound
  CHECK (unit <> 'ms' or target = any (service_bucket_bounds()));

-- Adds the minute of one process, once: the key of service_processes refuses a repetition. False says that nothing was added:
-- the minute was there, or it is not between a day ago and now. A minute of an hour that was added up already makes the next
-- roll-up add it up again.
CREATE FUNCTION record_service_minute(counted_minute timestamptz, counted_process uuid, highest_pool double precision, counted jsonb)
RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF date_trunc('minute', counted_minute, 'UTC') <> counted_minute OR counted_minute < now() - interval '1 day'
     OR counted_minute > now() + interval '2 minutes' THEN
    RETURN false;
  END IF;
  INSERT INTO service_processes (minute, process, pool_percent) VALUES (counted_minute, counted_process, highest_pool)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  INSERT INTO service_minutes AS m (at, class, requests, errors, over_limit, buckets)
  SELECT counted_minute, class, (SELECT sum(b) FROM unnest(buckets) b), errors, coalesce(count_over(buckets, target), 0), buckets
  FROM jsonb_to_recordset(counted) AS c (class text, errors bigint, buckets bigint[])
  LEFT JOIN service_levels l ON l.name = class AND l.standard = 'design'
  ORDER BY class
  ON CONFLICT (at, class) DO UPDATE SET requests = m.requests + excluded.requests, errors = m.errors + excluded.errors,
    over_limit = m.over_limit + excluded.over_limit, buckets = add_buckets(m.buckets, excluded.buckets);

  INSERT INTO service_coverage AS c (hour, minutes, pool_percent)
  VALUES (date_trunc('hour', counted_minute, 'UTC'),
          1::bigint << extract(minute FROM counted_minute AT TIME ZONE 'UTC')::integer, highest_pool)
  ON CONFLICT (hour) DO UPDATE SET minutes = c.minutes | excluded.minutes,
    pool_percent = greatest(c.pool_percent, excluded.pool_percent), rolled_at = NULL, rolled_into_day_at = NULL;
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION record_service_minute(timestamptz, uuid, double precision, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_service_minute(timestamptz, uuid, double precision, jsonb) TO system_role;

-- The beginning of the minute and the hour in UTC, and of the day in California, whose days have 23 to 25 hours.
CREATE FUNCTION service_step_of(step text, moment timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
  SELECT date_trunc(step, moment, CASE WHEN step IN ('minute', 'hour') THEN 'UTC' ELSE 'America/Los_Angeles' END)
$$;
REVOKE EXECUTE ON FUNCTION service_step_of(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_step_of(text, timestamptz) TO admin_role;

-- The end of the step that begins at an instant.
CREATE FUNCTION service_step_end(step text, begins timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN step IN ('minute', 'hour') THEN begins + ('1 ' || step)::interval
    ELSE ((begins AT TIME ZONE 'America/Los_Angeles') + ('1 ' || step)::interval) AT TIME ZONE 'America/Los_Angeles' END
$$;
REVOKE EXECUTE ON FUNCTION service_step_end(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_step_end(text, timestamptz) TO admin_role;

-- Every step that a span touches.
CREATE FUNCTION service_steps(step text, begins timestamptz, ends timestamptz) RETURNS SETOF timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT at FROM generate_series(service_step_of(step, begins), ends, ('1 ' || step)::interval) at
  WHERE step IN ('minute', 'hour') AND at < ends
  UNION ALL
  SELECT at AT TIME ZONE 'America/Los_Angeles'
  FROM generate_series(service_step_of(step, begins) AT TIME ZONE 'America/Los_Angeles', ends AT TIME ZONE 'America/Los_Angeles',
                       ('1 ' || step)::interval) at
  WHERE step NOT IN ('minute', 'hour') AND at AT TIME ZONE 'America/Los_Angeles' < ends
$$;
REVOKE EXECUTE ON FUNCTION service_steps(text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_steps(text, timestamptz, timestamptz) TO admin_role;

-- Adds up each hour and each day of California that is over. A sum is made anew from all of its parts, so that a second run
-- and a part that came late change nothing twice.
CREATE FUNCTION roll_up_service_levels(moment timestamptz DEFAULT now()) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  WITH due AS (
    UPDATE service_coverage SET rolled_at = moment
    WHERE rolled_at IS NULL AND hour + interval '62 minutes' <= moment
    RETURNING hour
  )
  INSERT INTO service_hours (at, class, requests, errors, over_limit, buckets)
  SELECT hour, class, sum(requests), sum(errors), sum(over_limit), sum_buckets(buckets)
  FROM due JOIN service_minutes ON at >= hour AND at < hour + interval '1 hour'
  GROUP BY hour, class
  ON CONFLICT (at, class) DO UPDATE SET requests = excluded.requests, errors = excluded.errors,
    over_limit = excluded.over_limit, buckets = excluded.buckets;

  WITH due AS (
    UPDATE service_coverage SET rolled_into_day_at = moment
    WHERE rolled_into_day_at IS NULL AND rolled_at IS NOT NULL
      AND service_step_end('day', service_step_of('day', hour)) + interval '2 minutes' <= moment
    RETURNING hour
  ), days AS (
    SELECT DISTINCT service_step_of('day', hour) AS day FROM due
  )
  INSERT INTO service_days (at, class, requests, errors, over_limit, buckets)
  SELECT day, class, sum(requests), sum(errors), sum(over_limit), sum_buckets(buckets)
  FROM days JOIN service_hours ON at >= day AND at < service_step_end('day', day)
  GROUP BY day, class
  ON CONFLICT (at, class) DO UPDATE SET requests = excluded.requests, errors = excluded.errors,
    over_limit = excluded.over_limit, buckets = excluded.buckets;

  DELETE FROM service_coverage WHERE hour < moment - interval '2 years';
END
$$;
REVOKE EXECUTE ON FUNCTION roll_up_service_levels(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION roll_up_service_levels(timestamptz) TO system_role;

-- What was measured in a span, by minute, hour or day. Hours and days that are not added up yet come from the finer steps, so
-- that the present is in every view.
CREATE FUNCTION service_use(step text, begins timestamptz, ends timestamptz)
RETURNS TABLE (at timestamptz, class text, requests bigint, errors bigint, over_limit bigint, buckets bigint[])
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  WITH rolled AS (
    SELECT coalesce(max(hour) FILTER (WHERE rolled_at IS NOT NULL) + interval '1 hour', '-infinity') AS hours_end,
           coalesce(service_step_end('day', service_step_of('day', max(hour) FILTER (WHERE rolled_into_day_at IS NOT NULL))), '-infinity') AS days_end
    FROM service_coverage
  )
  SELECT d.at, d.class, d.requests, d.errors, d.over_limit, d.buckets FROM service_days d
  WHERE step = 'day' AND d.at >= service_step_of('day', begins) AND d.at < ends
  UNION ALL
  SELECT service_step_of(step, h.at), h.class, h.requests, h.errors, h.over_limit, h.buckets
  FROM service_hours h, rolled
  WHERE step IN ('hour', 'day') AND h.at >= service_step_of(step, begins) AND h.at < ends
    AND (step = 'hour' OR h.at >= rolled.days_end)
  UNION ALL
  SELECT service_step_of(step, m.at), m.class, m.requests, m.errors, m.over_limit, m.buckets
  FROM service_minutes m, rolled
  WHERE m.at >= service_step_of(step, begins) AND m.at < ends AND (step = 'minute' OR m.at >= rolled.hours_end)
$$;
REVOKE EXECUTE ON FUNCTION service_use(text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_use(text, timestamptz, timestamptz) TO admin_role;
