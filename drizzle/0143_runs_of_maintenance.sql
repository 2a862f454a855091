-- portal: tx
-- The maintenance of the database: what each job did, to which table or index, how long it took, and its effect.
CREATE TABLE maintenance_runs (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  part_of uuid,
  job text NOT NULL,
  target text,
  server text NOT NULL,
  started_at timestamp with time zone DEFAULT now() NOT NULL,
  ended_at timestamp with time zone,
  outcome text,
  message text,
  progress text,
  before json,
  after json,
  stop_requested_at timestamp with time zone,
  CONSTRAINT maintenance_runs_part_of_maintenance_runs_id_fk FOREIGN KEY (part_of) REFERENCES maintenance_runs (id) ON DELETE CASCADE,
  CONSTRAINT maintenance_runs_job_known CHECK (job in ('partitions', 'export-partitions', 'vacuum', 'analyze', 'reindex')),
  CONSTRAINT maintenance_runs_outcome_known CHECK (outcome in ('done', 'stopped', 'failed', 'skipped')),
  CONSTRAINT maintenance_runs_one_line CHECK (is_one_line(target) and is_one_line(server) and is_one_line(message) and is_one_line(progress)),
  CONSTRAINT maintenance_runs_ended_whole CHECK (num_nonnulls(ended_at, outcome) in (0, 2)),
  CONSTRAINT maintenance_runs_part_has_target CHECK ((part_of is null) = (target is null))
);
-- One job runs at a time, whatever the processes think.
CREATE UNIQUE INDEX maintenance_runs_one_open ON maintenance_runs ((part_of is null)) WHERE ended_at is null and part_of is null;
CREATE INDEX idx_maintenance_runs_started ON maintenance_runs (started_at DESC, id DESC);
CREATE INDEX idx_maintenance_runs_part_of ON maintenance_runs (part_of);

-- From here on each job is expected to run.
INSERT INTO maintenance_runs (job, server, ended_at, outcome, message)
SELECT job, 'portal', now(), 'skipped', 'Scheduled from now on.'
FROM unnest('{partitions,export-partitions,vacuum,analyze,reindex}'::text[]) AS job;

SELECT protect_table('maintenance_runs');
CREATE POLICY staff_read ON maintenance_runs FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON maintenance_runs FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY staff_update ON maintenance_runs FOR UPDATE TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.manage')))
  WITH CHECK ((SELECT is_system() OR holds_permission('health.manage')));
CREATE POLICY system_delete ON maintenance_runs FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT, UPDATE (stop_requested_at) ON maintenance_runs TO admin_role;
GRANT INSERT, UPDATE, DELETE ON maintenance_runs TO system_role;

-- Staff start a job of maintenance now. The worker runs it.
CREATE FUNCTION start_maintenance_job(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('health.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage the database start its maintenance.';
  END IF;
  RETURN add_job('run-maintenance', jsonb_build_object('job', wanted));
END
$$;
SELECT definer_function('start_maintenance_job(text)');
GRANT EXECUTE ON FUNCTION start_maintenance_job(text) TO admin_role;
