-- portal: tx
-- A file is checked before it is imported, the last import can be undone, and the worker can fetch the file by itself.

-- The rows that the last accepted run changed, as they were before it. A new row has nothing before; a row that went missing
-- lost only its mark.
CREATE TABLE contractor_rows_before (
  license_number text PRIMARY KEY NOT NULL,
  import_run_id uuid NOT NULL,
  kind text NOT NULL,
  before jsonb,
  CONSTRAINT contractor_rows_before_kind_known CHECK (kind in ('new', 'changed', 'gone')),
  CONSTRAINT contractor_rows_before_kept CHECK ((kind = 'changed') = (before IS NOT NULL)),
  CONSTRAINT contractor_rows_before_import_run FOREIGN KEY (import_run_id) REFERENCES contractor_import_runs(id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX idx_contractor_rows_before_run ON contractor_rows_before (import_run_id);
SELECT protect_table('contractor_rows_before');
CREATE POLICY import_all ON contractor_rows_before FOR ALL TO import_role USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON contractor_rows_before TO import_role;

-- `rows_kept` is null for a run that cannot be undone: the first load, every run but the last one, and runs before this migration.
ALTER TABLE contractor_import_runs
  ADD COLUMN rows_returned integer DEFAULT 0 NOT NULL,
  ADD COLUMN rows_kept integer,
  ADD COLUMN undone_at timestamp with time zone,
  ADD COLUMN undone_by text;
ALTER TABLE contractor_import_runs ADD CONSTRAINT contractor_import_runs_undone_by_somebody
  CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL OR outcome <> 'refused')) NOT VALID;
CREATE POLICY import_update ON contractor_import_runs FOR UPDATE TO import_role USING (true) WITH CHECK (true);
GRANT UPDATE (undone_at, undone_by, rows_kept) ON contractor_import_runs TO import_role;
ALTER POLICY everyone_reads_accepted ON contractor_import_runs USING (outcome <> 'refused' AND undone_at IS NULL);
GRANT SELECT (undone_at) ON contractor_import_runs TO application_role;

-- An undoing takes away what the last run alone brought: its new rows and its changes.
CREATE POLICY import_delete ON california_contractors FOR DELETE TO import_role USING (EXISTS (
  SELECT FROM contractor_rows_before b WHERE b.license_number = california_contractors.license_number AND b.kind = 'new'));
GRANT DELETE ON california_contractors TO import_role;
CREATE POLICY import_delete ON contractor_changes FOR DELETE TO import_role USING (EXISTS (
  SELECT FROM contractor_rows_before b WHERE b.import_run_id = contractor_changes.import_run_id));
GRANT DELETE ON contractor_changes TO import_role;

-- A license that an account holds stays, or the account would lose it.
CREATE FUNCTION licenses_of_accounts(licenses text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT DISTINCT license_number FROM users WHERE license_number = ANY (licenses) $$;
SELECT definer_function('licenses_of_accounts(text[])');
GRANT EXECUTE ON FUNCTION licenses_of_accounts(text[]) TO import_role;

-- `task` is what the worker does next, and `findings` are what a check found. `checked_run_id` is the last accepted run at the
-- time of the check: what was checked is what is imported.
ALTER TABLE contractor_imports
  ADD COLUMN task text DEFAULT 'CHECK' NOT NULL,
  ADD COLUMN source text DEFAULT 'UPLOAD' NOT NULL,
  ADD COLUMN findings jsonb,
  ADD COLUMN file_sha256 text,
  ADD COLUMN checked_at timestamp with time zone,
  ADD COLUMN checked_run_id uuid;
ALTER TABLE contractor_imports
  ADD CONSTRAINT contractor_imports_task_known CHECK (task in ('CHECK', 'LOAD', 'UNDO')) NOT VALID,
  ADD CONSTRAINT contractor_imports_source_known CHECK (source in ('UPLOAD', 'FETCH')) NOT VALID,
  ADD CONSTRAINT contractor_imports_checked_once CHECK (status <> 'CHECKED' OR (findings IS NOT NULL AND checked_at IS NOT NULL)) NOT VALID,
  DROP CONSTRAINT contractor_imports_status_known,
  ADD CONSTRAINT contractor_imports_status_known CHECK (status in ('UPLOADING', 'WAITING', 'RUNNING', 'CHECKED', 'ACCEPTED', 'UNCHANGED', 'UNDONE', 'REFUSED', 'FAILED', 'CANCELED', 'STOPPED')) NOT VALID;
DROP TRIGGER follow_status_flow ON contractor_imports;
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON contractor_imports FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('UPLOADING>WAITING', 'UPLOADING>CANCELED', 'UPLOADING>STOPPED', 'WAITING>RUNNING',
    'WAITING>CANCELED', 'RUNNING>CHECKED', 'RUNNING>ACCEPTED', 'RUNNING>UNCHANGED', 'RUNNING>UNDONE', 'RUNNING>REFUSED',
    'RUNNING>FAILED', 'RUNNING>CANCELED', 'RUNNING>STOPPED', 'CHECKED>WAITING', 'CHECKED>CANCELED', 'STOPPED>WAITING',
    'FAILED>WAITING', 'REFUSED>WAITING');

ALTER POLICY staff_insert ON contractor_imports
  WITH CHECK ((SELECT holds_permission('contractors.import')) AND status = 'UPLOADING'
    AND uploaded_by IS NOT DISTINCT FROM (SELECT current_user_id())
    AND (run_id IS NULL OR task = 'UNDO') AND ((SELECT is_system()) OR source = 'UPLOAD'));
GRANT INSERT (task, run_id, source) ON contractor_imports TO admin_role;
GRANT UPDATE (task) ON contractor_imports TO admin_role;
GRANT UPDATE (findings, file_sha256, checked_at, checked_run_id) ON contractor_imports TO system_role;
