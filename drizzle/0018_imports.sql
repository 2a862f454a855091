-- portal: tx
-- Imports of the license board's file have a login of their own, `portal_import`, with the contractor tables and a schema for
-- the lines of a running import. Staff upload the file in parts; a job imports it and tells its progress.

-- On a server `docker/postgres/logins.sql` has made the role. On the embedded database, whose one login is the superuser, this
-- does.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'import_role') THEN
    BEGIN
      CREATE ROLE import_role NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  -- Nothing of the portal keeps temporary tables, which would come before its own in a search.
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, admin_role, system_role', current_database());
END
$$;

CREATE SCHEMA import_staging;
ALTER SCHEMA import_staging OWNER TO schema_owner;
GRANT USAGE, CREATE ON SCHEMA import_staging TO import_role;
GRANT USAGE ON SCHEMA public TO import_role;
GRANT EXECUTE ON FUNCTION time_ordered_uuid(), searchable_text(text), california_albers(geography) TO import_role;

-- The register of licenses is written by imports, and by the portal's own work. No permission of a person reaches it.
DO $$
DECLARE
  rule record;
BEGIN
  FOR rule IN
    SELECT polname, relname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
    WHERE relname IN ('california_contractors', 'contractor_words', 'contractor_county_counts', 'contractor_import_runs',
      'contractor_changes') AND polcmd <> 'r' AND 'admin_role'::regrole = ANY (polroles)
  LOOP
    EXECUTE format('DROP POLICY %I ON %I', rule.polname, rule.relname);
  END LOOP;
END
$$;
REVOKE INSERT, UPDATE, DELETE ON california_contractors, contractor_words, contractor_county_counts, contractor_import_runs,
  contractor_changes FROM admin_role, system_role;

CREATE POLICY import_read ON california_contractors FOR SELECT TO import_role USING (true);
CREATE POLICY import_insert ON california_contractors FOR INSERT TO import_role WITH CHECK (true);
CREATE POLICY import_update ON california_contractors FOR UPDATE TO import_role USING (true) WITH CHECK (true);
CREATE POLICY import_all ON contractor_words FOR ALL TO import_role USING (true) WITH CHECK (true);
CREATE POLICY import_all ON contractor_county_counts FOR ALL TO import_role USING (true) WITH CHECK (true);
CREATE POLICY import_read ON contractor_import_runs FOR SELECT TO import_role USING (true);
CREATE POLICY import_insert ON contractor_import_runs FOR INSERT TO import_role WITH CHECK (true);
CREATE POLICY import_read ON contractor_changes FOR SELECT TO import_role USING (true);
CREATE POLICY import_insert ON contractor_changes FOR INSERT TO import_role WITH CHECK (true);
CREATE POLICY import_read ON california_counties FOR SELECT TO import_role USING (true);
CREATE POLICY import_read ON zip_codes FOR SELECT TO import_role USING (true);
CREATE POLICY import_read ON reference_loads FOR SELECT TO import_role USING (true);
GRANT SELECT, INSERT, UPDATE ON california_contractors TO import_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON contractor_words TO import_role;
GRANT SELECT, INSERT, DELETE ON contractor_county_counts TO import_role;
GRANT SELECT, INSERT ON contractor_import_runs, contractor_changes TO import_role;
GRANT SELECT ON california_counties, zip_codes, reference_loads TO import_role;

CREATE POLICY system_insert ON california_contractors FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON california_contractors FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_insert ON contractor_words FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON contractor_words FOR DELETE TO system_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON contractor_county_counts FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON contractor_county_counts FOR DELETE TO system_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON contractor_import_runs FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_insert ON contractor_changes FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
GRANT INSERT, UPDATE ON california_contractors TO system_role;
GRANT INSERT, DELETE ON contractor_words, contractor_county_counts TO system_role;
GRANT INSERT ON contractor_import_runs, contractor_changes TO system_role;

-- An import needs these acts of the tables' owner. The first load drops the secondary indexes and makes them again afterwards, which
-- takes less than two thirds of the time of maintaining them. The definitions wait where nobody else can write.
CREATE TABLE dropped_indexes (
  name text PRIMARY KEY NOT NULL,
  definition text NOT NULL
);
SELECT protect_table('dropped_indexes');
CREATE POLICY owner ON dropped_indexes FOR ALL TO schema_owner USING (true) WITH CHECK (true);

-- Once, on an empty table, in the transaction that then fills it.
CREATE FUNCTION begin_first_load() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  found record;
BEGIN
  LOCK TABLE california_contractors;
  IF EXISTS (SELECT FROM california_contractors) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'There are contractors already.';
  END IF;
  FOR found IN
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = 'california_contractors'::regclass AND NOT indisprimary
  LOOP
    INSERT INTO dropped_indexes (name, definition) VALUES (found.name, found.definition);
    EXECUTE format('DROP INDEX %s', found.name);
  END LOOP;
END
$$;

CREATE FUNCTION end_first_load() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET maintenance_work_mem = '512MB'
AS $$
DECLARE
  found record;
BEGIN
  FOR found IN DELETE FROM dropped_indexes RETURNING definition LOOP
    EXECUTE found.definition;
  END LOOP;
END
$$;

-- The planner relies on the tables' statistics.
CREATE FUNCTION measure_contractors() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  ANALYZE california_contractors;
  ANALYZE contractor_words;
END
$$;
ALTER FUNCTION begin_first_load() OWNER TO schema_owner;
ALTER FUNCTION end_first_load() OWNER TO schema_owner;
ALTER FUNCTION measure_contractors() OWNER TO schema_owner;
CREATE POLICY owner ON california_contractors FOR SELECT TO schema_owner USING (true);
CREATE POLICY owner ON contractor_words FOR SELECT TO schema_owner USING (true);
REVOKE EXECUTE ON FUNCTION begin_first_load(), end_first_load(), measure_contractors() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_first_load(), end_first_load(), measure_contractors() TO import_role;
GRANT EXECUTE ON FUNCTION searchable_text(text), california_albers(geography) TO schema_owner;

-- A file of the license board that a member of staff uploads, and its import.
CREATE TABLE contractor_imports (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  uploaded_by uuid,
  file_name text NOT NULL,
  file_bytes bigint NOT NULL,
  received_bytes bigint DEFAULT 0 NOT NULL,
  forced boolean DEFAULT false NOT NULL,
  status text DEFAULT 'UPLOADING' NOT NULL,
  cancel_requested_at timestamp with time zone,
  phase text,
  progress integer,
  rows_read integer,
  problem text,
  run_id uuid,
  rejects jsonb DEFAULT '[]' NOT NULL,
  heartbeat_at timestamp with time zone DEFAULT now() NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  CONSTRAINT contractor_imports_status_known CHECK (status in ('UPLOADING', 'WAITING', 'RUNNING', 'ACCEPTED', 'UNCHANGED', 'REFUSED', 'FAILED', 'CANCELED', 'STOPPED')),
  CONSTRAINT contractor_imports_file_name_sensible CHECK (btrim(file_name) <> '' and length(file_name) <= 200),
  CONSTRAINT contractor_imports_bytes_sensible CHECK (file_bytes between 1 and 500000000 and received_bytes between 0 and file_bytes),
  CONSTRAINT contractor_imports_progress_sensible CHECK (progress between 0 and 100),
  CONSTRAINT contractor_imports_texts_short CHECK (length(phase) <= 200 and length(problem) <= 2000)
);
CREATE UNIQUE INDEX contractor_imports_one_live ON contractor_imports ((true)) WHERE status in ('UPLOADING', 'WAITING', 'RUNNING');
CREATE INDEX idx_contractor_imports_uploaded_by ON contractor_imports (uploaded_by);
CREATE INDEX idx_contractor_imports_run ON contractor_imports (run_id);
ALTER TABLE contractor_imports ADD CONSTRAINT contractor_imports_uploaded_by_users_id_fk
  FOREIGN KEY (uploaded_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE contractor_imports ADD CONSTRAINT contractor_imports_run_id_contractor_import_runs_id_fk
  FOREIGN KEY (run_id) REFERENCES contractor_import_runs(id) ON DELETE SET NULL;
SELECT protect_table('contractor_imports');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON contractor_imports FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('UPLOADING>WAITING', 'UPLOADING>CANCELED', 'UPLOADING>STOPPED', 'WAITING>RUNNING',
    'WAITING>CANCELED', 'RUNNING>ACCEPTED', 'RUNNING>UNCHANGED', 'RUNNING>REFUSED', 'RUNNING>FAILED', 'RUNNING>CANCELED',
    'RUNNING>STOPPED', 'STOPPED>WAITING', 'FAILED>WAITING', 'REFUSED>WAITING');

-- The job is asked for in the transaction that lets the import wait. A file that is not whole cannot wait.
CREATE FUNCTION queue_import() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.received_bytes < NEW.file_bytes THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The file isn’t complete. Upload it again.';
  END IF;
  PERFORM add_job('import-contractors', jsonb_build_object('importId', NEW.id));
  RETURN NULL;
END
$$;
SELECT definer_function('queue_import()');
CREATE TRIGGER queue_import AFTER UPDATE OF status ON contractor_imports FOR EACH ROW
  WHEN (NEW.status = 'WAITING' AND OLD.status <> 'WAITING') EXECUTE FUNCTION queue_import();

CREATE POLICY staff_read ON contractor_imports FOR SELECT TO admin_role
  USING ((SELECT holds_permission('contractors.import')));
CREATE POLICY staff_insert ON contractor_imports FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('contractors.import')) AND status = 'UPLOADING'
    AND uploaded_by IS NOT DISTINCT FROM (SELECT current_user_id()));
CREATE POLICY staff_update ON contractor_imports FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('contractors.import')))
  WITH CHECK ((SELECT holds_permission('contractors.import'))
    AND ((SELECT is_system()) OR status IN ('UPLOADING', 'WAITING', 'RUNNING', 'CANCELED', 'STOPPED')));
-- The worker alone tells how an import goes.
GRANT SELECT ON contractor_imports TO admin_role;
GRANT INSERT (uploaded_by, file_name, file_bytes) ON contractor_imports TO admin_role;
GRANT UPDATE (status, forced, received_bytes, cancel_requested_at, heartbeat_at) ON contractor_imports TO admin_role;
GRANT UPDATE (phase, progress, rows_read, problem, run_id, rejects, started_at, finished_at) ON contractor_imports TO system_role;
