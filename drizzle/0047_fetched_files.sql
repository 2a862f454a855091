-- portal: tx
-- The worker fetches the license board's file by itself, if an address is set. Each fetch is a row.
CREATE TABLE contractor_fetches (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  status text DEFAULT 'WAITING' NOT NULL,
  address text,
  etag text,
  last_modified text,
  received_bytes bigint DEFAULT 0 NOT NULL,
  problem text,
  import_id uuid,
  is_alarm boolean DEFAULT false NOT NULL,
  heartbeat_at timestamp with time zone DEFAULT now() NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT contractor_fetches_one_line CHECK (is_one_line(address) and is_one_line(etag) and is_one_line(last_modified)),
  CONSTRAINT contractor_fetches_status_known CHECK (status in ('WAITING', 'RUNNING', 'NEW', 'UNCHANGED', 'FAILED')),
  CONSTRAINT contractor_fetches_texts_short CHECK (length(address) <= 2000 and length(etag) <= 500 and length(last_modified) <= 500 and length(problem) <= 2000)
);
CREATE UNIQUE INDEX contractor_fetches_one_live ON contractor_fetches (status) WHERE status in ('WAITING', 'RUNNING');
CREATE INDEX idx_contractor_fetches_import ON contractor_fetches (import_id);
ALTER TABLE contractor_fetches ADD CONSTRAINT contractor_fetches_import_id_contractor_imports_id_fk
  FOREIGN KEY (import_id) REFERENCES contractor_imports(id) ON DELETE SET NULL;
SELECT protect_table('contractor_fetches');

-- Staff ask for a fetch. The worker alone tells how it goes.
CREATE POLICY staff_read ON contractor_fetches FOR SELECT TO admin_role
  USING ((SELECT holds_permission('contractors.import')));
CREATE POLICY staff_insert ON contractor_fetches FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('contractors.import')) AND ((SELECT is_system()) OR status = 'WAITING'));
CREATE POLICY system_update ON contractor_fetches FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, INSERT (status) ON contractor_fetches TO admin_role;
GRANT UPDATE (status, address, etag, last_modified, received_bytes, problem, import_id, is_alarm, heartbeat_at, finished_at)
  ON contractor_fetches TO system_role;

CREATE FUNCTION queue_fetch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_job('fetch-license-file', jsonb_build_object('fetchId', NEW.id));
  RETURN NULL;
END
$$;
SELECT definer_function('queue_fetch()');
CREATE TRIGGER queue_fetch AFTER INSERT ON contractor_fetches FOR EACH ROW
  WHEN (NEW.status = 'WAITING') EXECUTE FUNCTION queue_fetch();

ALTER TABLE contractor_import_runs VALIDATE CONSTRAINT contractor_import_runs_undone_by_somebody;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_task_known;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_source_known;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_checked_once;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_status_known;
