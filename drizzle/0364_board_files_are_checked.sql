-- portal: tx
ALTER TABLE file_kinds VALIDATE CONSTRAINT file_kinds_permission_code_permissions_code_fk;
ALTER TABLE files VALIDATE CONSTRAINT files_uploader_known;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_status_known;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_bytes_sensible;
DROP FUNCTION stop_uploads_of_before(text);
REVOKE SELECT (status), UPDATE (status) ON contractor_imports FROM definer_role;
DROP TRIGGER follow_status_flow ON contractor_imports;
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON contractor_imports FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('WAITING>RUNNING', 'WAITING>CANCELED', 'RUNNING>CHECKED', 'RUNNING>ACCEPTED',
    'RUNNING>UNCHANGED', 'RUNNING>UNDONE', 'RUNNING>REFUSED', 'RUNNING>FAILED', 'RUNNING>CANCELED', 'RUNNING>STOPPED',
    'CHECKED>WAITING', 'CHECKED>CANCELED', 'STOPPED>WAITING', 'FAILED>WAITING', 'REFUSED>WAITING');
-- A file arrives whole before its import begins.
-- squawk-ignore ban-drop-column
ALTER TABLE contractor_imports DROP COLUMN received_bytes;
