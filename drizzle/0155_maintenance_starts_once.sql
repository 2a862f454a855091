-- portal: tx
-- No larger limit was left by 0154.
DROP FUNCTION keep_limits_within_reason(text);
REVOKE SELECT, UPDATE ON health_thresholds FROM definer_role;
ALTER TABLE health_thresholds VALIDATE CONSTRAINT health_thresholds_possible;

-- Staff start a job of maintenance now. The worker runs it. A second start is refused as long as the first one waits or runs: its
-- job would wait for hours, or fail beside the other one. The number is the lock of the runners.
CREATE OR REPLACE FUNCTION start_maintenance_job(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  runner_lock constant bigint := 129111706494320;
BEGIN
  IF NOT holds_permission('health.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage the database start its maintenance.';
  END IF;
  -- Two people who start at once come one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended('start_maintenance_job', 0));
  IF EXISTS (
    SELECT FROM jobs.job
    WHERE name = 'run-maintenance'
      AND (state IN ('created', 'retry') AND start_after <= clock_timestamp()
        -- The worker takes the runners' lock a moment after it has taken the job.
        OR state = 'active' AND started_on > now() - interval '30 seconds')
  ) OR EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint = runner_lock >> 32 AND objid::bigint = runner_lock & 4294967295
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Maintenance runs already, or is about to. Wait for its end, or stop it.';
  END IF;
  RETURN add_job('run-maintenance', jsonb_build_object('job', wanted));
END
$$;
