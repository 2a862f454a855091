-- portal: tx
-- The files of the license board, and the rows that an import rejects, are in the store of files. Staff with the permission of a use
-- upload its files, and no member does. Files of staff count toward nobody's quota.
ALTER TABLE file_kinds ADD COLUMN permission_code text;
ALTER TABLE file_kinds ADD CONSTRAINT file_kinds_permission_code_permissions_code_fk
  FOREIGN KEY (permission_code) REFERENCES permissions(code) NOT VALID;
-- A file that the worker fetched or made has no uploader.
-- squawk-ignore ban-drop-not-null
ALTER TABLE files ALTER COLUMN uploaded_by DROP NOT NULL;
ALTER TABLE files ADD CONSTRAINT files_uploader_known CHECK (case kind when 'BOARD_FILE' then true when 'REJECTED_ROWS' then uploaded_by is null else uploaded_by is not null end) NOT VALID;
INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, permission_code) VALUES
  ('BOARD_FILE', 'contractor_imports', 500000000, '{text/csv}', 'contractors.import'),
  ('REJECTED_ROWS', 'contractor_imports', 5000000000, '{text/csv}', 'contractors.import');
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON contractor_imports FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();

ALTER POLICY readers ON files
  USING (CASE WHEN kind IN (SELECT k.kind FROM file_kinds k WHERE k.permission_code IS NOT NULL) THEN false
    WHEN owner_id IS NULL THEN uploaded_by = (SELECT current_user_id()) ELSE may_read_owner(kind, owner_id) END);
ALTER POLICY own_insert ON files
  WITH CHECK (uploaded_by = (SELECT current_user_id()) AND (SELECT account_is_open())
    AND kind NOT IN (SELECT k.kind FROM file_kinds k WHERE k.permission_code IS NOT NULL));
-- The portal's own work has every permission and no person.
CREATE POLICY staff_insert ON files FOR INSERT TO admin_role
  WITH CHECK (uploaded_by IS NOT DISTINCT FROM (SELECT current_user_id())
    AND kind IN (SELECT k.kind FROM file_kinds k WHERE k.permission_code IS NOT NULL AND holds_permission(k.permission_code)));
CREATE POLICY staff_update ON files FOR UPDATE TO admin_role
  USING (owner_id IS NULL AND uploaded_by = (SELECT current_user_id())
    AND kind IN (SELECT k.kind FROM file_kinds k WHERE k.permission_code IS NOT NULL AND holds_permission(k.permission_code)))
  WITH CHECK (uploaded_by = (SELECT current_user_id()));
CREATE POLICY staff_delete ON files FOR DELETE TO admin_role
  USING (owner_id IS NULL AND uploaded_by = (SELECT current_user_id())
    AND kind IN (SELECT k.kind FROM file_kinds k WHERE k.permission_code IS NOT NULL AND holds_permission(k.permission_code)));
GRANT INSERT (kind, name, bytes, uploaded_by), UPDATE (owner_id, replaces_id), DELETE ON files TO admin_role;
GRANT INSERT (owner_id, content_id) ON files TO system_role;

GRANT CREATE ON SCHEMA public TO definer_role;
CREATE OR REPLACE FUNCTION limit_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  rules file_kinds;
  held bigint;
BEGIN
  SELECT * INTO rules FROM file_kinds WHERE kind = NEW.kind;
  IF NEW.bytes > rules.most_bytes THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = format('This file is too large. It can have up to %s MB.', rules.most_bytes / 1000000);
  END IF;
  IF rules.permission_code IS NOT NULL THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('files ' || NEW.uploaded_by, 0));
  SELECT sum(f.bytes) INTO held FROM files f JOIN file_kinds k ON k.kind = f.kind
  WHERE f.uploaded_by = NEW.uploaded_by AND f.kind <> 'SUBMITTED_BID_FILE' AND k.permission_code IS NULL;
  IF held > file_quota() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = format('Your files can take up to %s MB together. Remove some first.', file_quota() / 1000000);
  END IF;
  RETURN NULL;
END
$$;

-- An import begins with a stored file. It stands as stopped until it has its file, and then waits for the worker.
CREATE OR REPLACE FUNCTION queue_import() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.task <> 'UNDO' AND NOT EXISTS (SELECT FROM files WHERE owner_id = NEW.id AND kind = 'BOARD_FILE') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This file is no longer stored. Upload it again.';
  END IF;
  PERFORM add_job('import-contractors', jsonb_build_object('importId', NEW.id));
  RETURN NULL;
END
$$;
ALTER TABLE contractor_imports ALTER COLUMN status SET DEFAULT 'STOPPED';
ALTER TABLE contractor_imports
  DROP CONSTRAINT contractor_imports_status_known,
  ADD CONSTRAINT contractor_imports_status_known CHECK (status in ('WAITING', 'RUNNING', 'CHECKED', 'ACCEPTED', 'UNCHANGED', 'UNDONE', 'REFUSED', 'FAILED', 'CANCELED', 'STOPPED')) NOT VALID,
  DROP CONSTRAINT contractor_imports_bytes_sensible,
  ADD CONSTRAINT contractor_imports_bytes_sensible CHECK (file_bytes between 1 and 500000000) NOT VALID;
ALTER POLICY staff_insert ON contractor_imports
  WITH CHECK ((SELECT holds_permission('contractors.import')) AND status = 'STOPPED'
    AND uploaded_by IS NOT DISTINCT FROM (SELECT current_user_id())
    AND (run_id IS NULL OR task = 'UNDO') AND ((SELECT is_system()) OR source = 'UPLOAD'));
ALTER POLICY staff_update ON contractor_imports
  WITH CHECK ((SELECT holds_permission('contractors.import'))
    AND ((SELECT is_system()) OR status IN ('WAITING', 'RUNNING', 'CANCELED', 'STOPPED')));

-- Uploads of the old kind that are on their way stop. A later migration drops the function.
GRANT SELECT (status), UPDATE (status) ON contractor_imports TO definer_role;
CREATE FUNCTION stop_uploads_of_before(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE contractor_imports SET status = 'STOPPED' WHERE status = 'UPLOADING' AND after IS NULL;
  RETURN NULL;
END
$$;
SELECT definer_function('stop_uploads_of_before(text)');
GRANT EXECUTE ON FUNCTION stop_uploads_of_before(text) TO schema_owner;
REVOKE CREATE ON SCHEMA public FROM definer_role;
