-- portal: tx
-- Staff import lists of bids from agencies. An agency and its number name a project from one list to the next, so that the same list
-- makes nothing twice.
ALTER TABLE projects
  ADD COLUMN solicitation_number text,
  ADD COLUMN external_reference text;
ALTER TABLE projects
  ADD CONSTRAINT projects_reference_one_line CHECK (is_one_line(solicitation_number) and is_one_line(external_reference)) NOT VALID,
  ADD CONSTRAINT projects_reference_sensible CHECK (btrim(solicitation_number) <> '' and length(solicitation_number) <= 100 and (solicitation_number is null) = (external_reference is null)) NOT VALID;
GRANT SELECT (solicitation_number) ON projects TO application_role;

-- Letter case, spaces and punctuation do not tell two references apart. A change of the project’s agency leaves its reference: the
-- next list has the old words.
CREATE FUNCTION project_reference(agency text, number text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(regexp_replace(lower(agency), '[^[:alnum:]]+', '-', 'g'), '-') || ' ' || btrim(regexp_replace(lower(number), '[^[:alnum:]]+', '-', 'g'), '-');
REVOKE EXECUTE ON FUNCTION project_reference(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_reference(text, text) TO application_role, admin_role, definer_role;
CREATE FUNCTION keep_reference() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.external_reference := CASE
    WHEN TG_OP = 'INSERT' THEN project_reference(coalesce(NEW.agency, ''), NEW.solicitation_number)
    ELSE OLD.external_reference END;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_reference() FROM PUBLIC;
CREATE TRIGGER keep_reference BEFORE INSERT OR UPDATE OF external_reference ON projects FOR EACH ROW EXECUTE FUNCTION keep_reference();

-- The reasons against publishing a project, for the one who publishes it and for the check of a list.
CREATE FUNCTION refusal_of_publishing(project projects, needs_company boolean) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  lacking text := concat_ws(', ',
    CASE WHEN btrim(project.description) = '' THEN 'a description' END,
    CASE WHEN project.skills_required = '{}' THEN 'a trade or a skill' END,
    CASE WHEN project.city IS NULL AND project.zip_code IS NULL THEN 'a place' END,
    CASE WHEN project.deadline_at IS NULL THEN 'a deadline' END,
    CASE WHEN project.company_id IS NULL AND needs_company THEN 'your company' END);
BEGIN
  IF lacking <> '' THEN
    RETURN format('Before you publish, add %s.', lacking);
  END IF;
  RETURN CASE WHEN project.deadline_at <= clock_timestamp() THEN 'The deadline has to be in the future.' END;
END
$$;
REVOKE EXECUTE ON FUNCTION refusal_of_publishing(projects, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refusal_of_publishing(projects, boolean) TO definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('check_posting()', '  lacking text;', E'  lacking text;\n  refusal text;');
SELECT reword_function('check_posting()', $old$    lacking := concat_ws(', ',
      CASE WHEN btrim(NEW.description) = '' THEN 'a description' END,
      CASE WHEN NEW.skills_required = '{}' THEN 'a trade or a skill' END,
      CASE WHEN NEW.city IS NULL AND NEW.zip_code IS NULL THEN 'a place' END,
      CASE WHEN NEW.deadline_at IS NULL THEN 'a deadline' END,
      CASE WHEN NEW.company_id IS NULL AND NOT holds_permission('projects.manage') THEN 'your company' END);
    IF lacking <> '' THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('Before you publish, add %s.', lacking);
    END IF;
$old$, $new$    refusal := refusal_of_publishing(NEW, NOT holds_permission('projects.manage'));
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = refusal;
    END IF;
$new$);
SELECT reword_function('check_posting()', E'  lacking text;\n', '');
-- The portal publishes for the person who imports a list, so the rules bind it, too.
SELECT reword_function('check_posting()', '  -- These bind people.', $new$  IF NEW.external_reference IS NOT NULL AND coalesce(before.status, 'DRAFT') = 'DRAFT'
    AND NEW.status IN ('PUBLISHED', 'BIDDING_OPEN') THEN
    refusal := refusal_of_publishing(NEW, false);
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = refusal;
    END IF;
  END IF;
  -- These bind people.$new$);
SELECT record_changes_of('projects', 'id',
  '{owner_id,title,category,status,budget_min_cents,budget_max_cents,currency,deadline_at,deadline_time_zone,skills_required,city,state,zip_code,published_at,opened_at,opened_by,company_id,agency,solicitation_number,county,questions_until,is_public_works,needs_dir_registration,goals,naics_codes,site_walk_at,is_site_walk_mandatory,cancel_reason}',
  '{description,street,site_walk_place,contact_name,contact_email,contact_phone}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

CREATE TABLE project_imports (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  uploaded_by uuid,
  file_name text NOT NULL,
  status text DEFAULT 'CHECKED' NOT NULL,
  is_canceled boolean DEFAULT false NOT NULL,
  header jsonb NOT NULL,
  notes jsonb DEFAULT '[]' NOT NULL,
  rows_read integer NOT NULL,
  rows_added integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  started_by uuid,
  columns jsonb NOT NULL,
  agency text DEFAULT '' NOT NULL,
  category text DEFAULT 'PUBLIC_WORKS' NOT NULL,
  time_of_day text DEFAULT '' NOT NULL,
  begins_as text DEFAULT 'DRAFT' NOT NULL,
  updates_drafts boolean DEFAULT false NOT NULL,
  rows_updated integer DEFAULT 0 NOT NULL,
  CONSTRAINT project_imports_uploaded_by_users_id_fk FOREIGN KEY (uploaded_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT project_imports_started_by_users_id_fk FOREIGN KEY (started_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT project_imports_one_line CHECK (is_one_line(file_name) and is_one_line(agency)),
  CONSTRAINT project_imports_texts_sensible CHECK (btrim(file_name) <> '' and length(file_name) <= 200 and length(agency) <= 200),
  CONSTRAINT project_imports_time_of_day_pattern CHECK (time_of_day ~ '^([0-9]{2}:[0-9]{2})?$'),
  CONSTRAINT project_imports_status_known CHECK (status in ('CHECKED', 'WAITING', 'RUNNING', 'DONE', 'CANCELED')),
  CONSTRAINT project_imports_category_known CHECK (category in ('COMMERCIAL', 'RESIDENTIAL', 'PUBLIC_WORKS', 'INFRASTRUCTURE', 'INDUSTRIAL', 'TENANT_IMPROVEMENT')),
  CONSTRAINT project_imports_begins_as_known CHECK (begins_as in ('DRAFT', 'PUBLISHED', 'BIDDING_OPEN')),
  CONSTRAINT project_imports_rows_sensible CHECK (rows_read between 1 and 5000 and rows_added >= 0 and rows_updated >= 0 and rows_added + rows_updated <= rows_read)
);
CREATE INDEX idx_project_imports_uploaded_by ON project_imports (uploaded_by);
CREATE INDEX idx_project_imports_started_by ON project_imports (started_by);

CREATE TABLE project_import_rows (
  import_id uuid NOT NULL,
  line integer NOT NULL,
  verdict text NOT NULL,
  field text,
  reason text,
  facts jsonb,
  cells jsonb NOT NULL,
  project_id uuid,
  version integer,
  changes jsonb DEFAULT '[]' NOT NULL,
  CONSTRAINT project_import_rows_pkey PRIMARY KEY (import_id, line),
  CONSTRAINT project_import_rows_import_id_project_imports_id_fk FOREIGN KEY (import_id) REFERENCES project_imports (id) ON DELETE CASCADE,
  CONSTRAINT project_import_rows_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE SET NULL,
  CONSTRAINT project_import_rows_one_line CHECK (is_one_line(field) and is_one_line(reason)),
  CONSTRAINT project_import_rows_verdict_known CHECK (verdict in ('NEW', 'CHANGED', 'SAME', 'KEPT', 'REJECTED', 'ADDED', 'UPDATED')),
  CONSTRAINT project_import_rows_verdict_whole CHECK (case when verdict in ('REJECTED', 'KEPT') then reason is not null else facts is not null end)
);
CREATE INDEX idx_project_import_rows_project ON project_import_rows (project_id);

SELECT protect_table('project_imports');
SELECT protect_table('project_import_rows');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON project_imports FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('CHECKED>WAITING', 'WAITING>RUNNING', 'WAITING>CANCELED', 'RUNNING>WAITING', 'RUNNING>DONE',
    'RUNNING>CANCELED', 'CANCELED>WAITING');

-- The projects belong to the person who starts the import.
CREATE FUNCTION name_importer() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.started_by := current_user_id();
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION name_importer() FROM PUBLIC;
CREATE TRIGGER name_importer BEFORE UPDATE OF status ON project_imports FOR EACH ROW
  WHEN (NEW.status = 'WAITING' AND OLD.status <> 'WAITING') EXECUTE FUNCTION name_importer();
-- The job is asked for in the transaction that lets the import wait.
CREATE FUNCTION queue_project_import() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_job('import-projects', jsonb_build_object('importId', NEW.id));
  RETURN NULL;
END
$$;
SELECT definer_function('queue_project_import()');
CREATE TRIGGER queue_project_import AFTER UPDATE OF status ON project_imports FOR EACH ROW
  WHEN (NEW.status = 'WAITING' AND OLD.status <> 'WAITING') EXECUTE FUNCTION queue_project_import();

CREATE POLICY staff_read ON project_imports FOR SELECT TO admin_role USING ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_insert ON project_imports FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('projects.manage')) AND status = 'CHECKED'
    AND uploaded_by IS NOT DISTINCT FROM (SELECT current_user_id()));
CREATE POLICY staff_update ON project_imports FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('projects.manage')))
  WITH CHECK ((SELECT holds_permission('projects.manage')) AND ((SELECT is_system()) OR status <> 'DONE'));
CREATE POLICY staff_delete ON project_imports FOR DELETE TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND status = 'CHECKED');
CREATE POLICY staff_read ON project_import_rows FOR SELECT TO admin_role USING ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_insert ON project_import_rows FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('projects.manage'))
    AND import_id IN (SELECT id FROM project_imports WHERE status = 'CHECKED'));
-- Staff have a checked file read anew, with other meanings of its columns.
CREATE POLICY staff_delete ON project_import_rows FOR DELETE TO admin_role
  USING ((SELECT holds_permission('projects.manage'))
    AND ((SELECT is_system()) OR import_id IN (SELECT id FROM project_imports WHERE status = 'CHECKED')));
CREATE POLICY system_update ON project_import_rows FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, DELETE ON project_imports TO admin_role;
GRANT INSERT (uploaded_by, file_name, header, notes, rows_read, columns) ON project_imports TO admin_role;
GRANT UPDATE (status, is_canceled, notes, columns, agency, category, time_of_day, begins_as, updates_drafts) ON project_imports TO admin_role;
GRANT UPDATE (rows_added, rows_updated, finished_at) ON project_imports TO system_role;
GRANT SELECT, DELETE ON project_import_rows TO admin_role;
GRANT INSERT (import_id, line, verdict, field, reason, facts, cells, project_id, version, changes) ON project_import_rows TO admin_role;
GRANT UPDATE (verdict, field, reason, project_id) ON project_import_rows TO system_role;

-- Tells of each row of a list whether its project is here, how it would change, which check of the table it breaks, and which rule
-- of publishing. The checks come from the catalog, so that they stand in one place. A cell that a row leaves blank comes from the draft that
-- is here, or from `otherwise`.
CREATE FUNCTION judge_listed_projects(wanted jsonb, otherwise jsonb)
RETURNS TABLE (line integer, verdict text, broken text, refusal text, refused text, first_line integer, project_id uuid, version integer, changed text[])
LANGUAGE plpgsql ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  checks text;
BEGIN
  IF NOT holds_permission('projects.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage projects import lists of bids.';
  END IF;
  SELECT string_agg(format('WHEN NOT (%s) THEN %L', pg_get_expr(conbin, conrelid), conname), ' ' ORDER BY conname) INTO checks
  FROM pg_constraint WHERE conrelid = 'projects'::regclass AND contype = 'c' AND conname <> 'projects_reference_sensible';
  RETURN QUERY EXECUTE format($query$
    SELECT w.line, CASE
        WHEN w.first_line < w.line THEN 'REJECTED'
        WHEN e.id IS NOT NULL AND d.changed = '{}' THEN 'SAME'
        WHEN e.status <> 'DRAFT' THEN 'KEPT'
        WHEN b.broken IS NOT NULL OR r.refusal IS NOT NULL THEN 'REJECTED'
        WHEN e.id IS NULL THEN 'NEW' ELSE 'CHANGED' END,
      b.broken, r.refusal, r.refused, w.first_line, e.id, e.version, d.changed
    FROM (
      SELECT line, terms, reference, min(line) OVER (PARTITION BY reference) AS first_line
      FROM jsonb_to_recordset($1) listed (line integer, terms jsonb),
        project_reference(terms ->> 'agency', terms ->> 'solicitation_number') reference
    ) w
    LEFT JOIN projects e ON e.external_reference = w.reference
    CROSS JOIN LATERAL jsonb_populate_record(
      CASE WHEN e.id IS NULL THEN jsonb_populate_record(NULL::projects, $2) ELSE e END, w.terms) said
    CROSS JOIN LATERAL (
      SELECT CASE %s END AS broken FROM (SELECT said.*) one
    ) b
    CROSS JOIN LATERAL (SELECT NULL::text AS refused, CASE WHEN e.id IS NULL AND said.status <> 'DRAFT' THEN refusal_of_publishing(said, false) END AS refusal) r
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(key ORDER BY key), '{}') AS changed FROM jsonb_object_keys(w.terms) key
      WHERE e.id IS NOT NULL AND to_jsonb(said) -> key IS DISTINCT FROM to_jsonb(e) -> key
    ) d$query$, checks) USING wanted, otherwise;
END
$$;
SELECT definer_function('judge_listed_projects(jsonb, jsonb)');
GRANT EXECUTE ON FUNCTION judge_listed_projects(jsonb, jsonb) TO admin_role;

-- True if the person may still post for agencies. For the portal, which imports for them.
CREATE FUNCTION may_post_for_agencies(person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM user_roles r JOIN role_permissions p USING (role_code) JOIN users u ON u.id = r.user_id
    WHERE r.user_id = person AND p.permission_code = 'projects.manage' AND (r.expires_at IS NULL OR r.expires_at > now())
      AND u.status = 'ACTIVE');
END
$$;
SELECT definer_function('may_post_for_agencies(uuid)');
GRANT EXECUTE ON FUNCTION may_post_for_agencies(uuid) TO system_role;
