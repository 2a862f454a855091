-- portal: tx
-- A limit above everything that its check can measure, such as 150 % of the connections, would silence the check.
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

-- Limits that stand and are larger become the largest that make sense: the backfill 0154 calls it, and 0155 drops it.
GRANT SELECT, UPDATE ON health_thresholds TO definer_role;
CREATE FUNCTION keep_limits_within_reason(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE health_thresholds SET bad = least(bad, most), warn = least(warn, most)
  FROM (
    SELECT check_name AS name, case check_name
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
    end AS most
    FROM health_thresholds
    WHERE check_name > coalesce(after, '') ORDER BY check_name LIMIT 100
  ) largest
  WHERE check_name = name AND bad > most;
  RETURN (SELECT max(check_name) FROM (
    SELECT check_name FROM health_thresholds WHERE check_name > coalesce(after, '') ORDER BY check_name LIMIT 100) part);
END
$$;
SELECT definer_function('keep_limits_within_reason(text)');
GRANT EXECUTE ON FUNCTION keep_limits_within_reason(text) TO schema_owner;
