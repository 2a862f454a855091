-- portal: tx
-- The signed-in people with an open page: of each process in its minute, and of all processes in the fullest minute of an hour.
ALTER TABLE service_processes ADD COLUMN people integer;
ALTER TABLE service_coverage ADD COLUMN people bigint;

-- A process of the version before leaves out the people. Whoever has pages at two processes counts at both.
DROP FUNCTION record_service_minute(timestamptz, uuid, double precision, jsonb);
CREATE FUNCTION record_service_minute(counted_minute timestamptz, counted_process uuid, highest_pool double precision, counted jsonb,
  most_people integer DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF date_trunc('minute', counted_minute, 'UTC') <> counted_minute OR counted_minute < now() - interval '1 day'
     OR counted_minute > now() + interval '2 minutes' THEN
    RETURN false;
  END IF;
  INSERT INTO service_processes (minute, process, pool_percent, people)
  VALUES (counted_minute, counted_process, highest_pool, most_people)
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

  -- The lock on the hour lets the next process see the people of this one.
  INSERT INTO service_coverage AS c (hour, minutes, pool_percent)
  VALUES (date_trunc('hour', counted_minute, 'UTC'),
          1::bigint << extract(minute FROM counted_minute AT TIME ZONE 'UTC')::integer, highest_pool)
  ON CONFLICT (hour) DO UPDATE SET minutes = c.minutes | excluded.minutes,
    pool_percent = greatest(c.pool_percent, excluded.pool_percent), rolled_at = NULL, rolled_into_day_at = NULL;
  UPDATE service_coverage
  SET people = greatest(people, (SELECT sum(p.people) FROM service_processes p WHERE p.minute = counted_minute))
  WHERE hour = date_trunc('hour', counted_minute, 'UTC');
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION record_service_minute(timestamptz, uuid, double precision, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_service_minute(timestamptz, uuid, double precision, jsonb, integer) TO system_role;
