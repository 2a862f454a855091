-- portal: tx
-- Members from a file of the association: what a check found, and the rows that are still to do. A row that was imported is gone,
-- and the rejected ones stay for their download. So a repetition does nothing twice.
CREATE TABLE member_imports (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  uploaded_by uuid,
  file_name text NOT NULL,
  status text DEFAULT 'CHECKED' NOT NULL,
  sends_welcome boolean DEFAULT false NOT NULL,
  is_canceled boolean DEFAULT false NOT NULL,
  header jsonb NOT NULL,
  notes jsonb DEFAULT '[]' NOT NULL,
  rows_read integer NOT NULL,
  rows_added integer DEFAULT 0 NOT NULL,
  rows_known integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT member_imports_uploaded_by_users_id_fk FOREIGN KEY (uploaded_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT member_imports_one_line CHECK (is_one_line(file_name)),
  CONSTRAINT member_imports_file_name_sensible CHECK (btrim(file_name) <> '' and length(file_name) <= 200),
  CONSTRAINT member_imports_status_known CHECK (status in ('CHECKED', 'WAITING', 'RUNNING', 'DONE', 'CANCELED')),
  CONSTRAINT member_imports_rows_sensible CHECK (rows_read between 1 and 5000 and rows_added >= 0 and rows_known >= 0 and rows_added + rows_known <= rows_read)
);
CREATE INDEX idx_member_imports_uploaded_by ON member_imports (uploaded_by);

CREATE TABLE member_import_rows (
  import_id uuid NOT NULL,
  line integer NOT NULL,
  verdict text NOT NULL,
  field text,
  reason text,
  facts jsonb,
  cells jsonb NOT NULL,
  CONSTRAINT member_import_rows_pkey PRIMARY KEY (import_id, line),
  CONSTRAINT member_import_rows_import_id_member_imports_id_fk FOREIGN KEY (import_id) REFERENCES member_imports (id) ON DELETE CASCADE,
  CONSTRAINT member_import_rows_one_line CHECK (is_one_line(field) and is_one_line(reason)),
  CONSTRAINT member_import_rows_verdict_known CHECK (verdict in ('NEW', 'KNOWN', 'REJECTED')),
  CONSTRAINT member_import_rows_verdict_whole CHECK (case when verdict = 'REJECTED' then reason is not null else facts is not null end)
);

SELECT protect_table('member_imports');
SELECT protect_table('member_import_rows');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON member_imports FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('CHECKED>WAITING', 'WAITING>RUNNING', 'WAITING>CANCELED', 'RUNNING>WAITING', 'RUNNING>DONE',
    'RUNNING>CANCELED', 'CANCELED>WAITING');

-- The job is asked for in the transaction that lets the import wait.
CREATE FUNCTION queue_member_import() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_job('import-members', jsonb_build_object('importId', NEW.id));
  RETURN NULL;
END
$$;
SELECT definer_function('queue_member_import()');
CREATE TRIGGER queue_member_import AFTER UPDATE OF status ON member_imports FOR EACH ROW
  WHEN (NEW.status = 'WAITING' AND OLD.status <> 'WAITING') EXECUTE FUNCTION queue_member_import();

CREATE POLICY staff_read ON member_imports FOR SELECT TO admin_role USING ((SELECT holds_permission('memberships.manage')));
CREATE POLICY staff_insert ON member_imports FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('memberships.manage')) AND status = 'CHECKED'
    AND uploaded_by IS NOT DISTINCT FROM (SELECT current_user_id()));
CREATE POLICY staff_update ON member_imports FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('memberships.manage')))
  WITH CHECK ((SELECT holds_permission('memberships.manage')) AND ((SELECT is_system()) OR status <> 'DONE'));
CREATE POLICY staff_delete ON member_imports FOR DELETE TO admin_role
  USING ((SELECT holds_permission('memberships.manage')) AND status = 'CHECKED');
CREATE POLICY staff_read ON member_import_rows FOR SELECT TO admin_role USING ((SELECT holds_permission('memberships.manage')));
CREATE POLICY staff_insert ON member_import_rows FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('memberships.manage'))
    AND import_id IN (SELECT id FROM member_imports WHERE status = 'CHECKED'));
CREATE POLICY system_update ON member_import_rows FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON member_import_rows FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, DELETE ON member_imports TO admin_role;
GRANT INSERT (uploaded_by, file_name, header, notes, rows_read) ON member_imports TO admin_role;
GRANT UPDATE (status, sends_welcome, is_canceled) ON member_imports TO admin_role;
GRANT UPDATE (rows_added, rows_known, finished_at) ON member_imports TO system_role;
GRANT SELECT ON member_import_rows TO admin_role;
GRANT INSERT (import_id, line, verdict, field, reason, facts, cells) ON member_import_rows TO admin_role;
GRANT UPDATE (verdict, field, reason), DELETE ON member_import_rows TO system_role;
