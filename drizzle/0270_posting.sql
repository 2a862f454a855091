-- portal: tx
-- Members and staff post projects. A project names the firm that posts it, the agency for which it does, and what a bidder has to
-- know: public works, goals, the site walk, the contact. A bid names the bidder's firm.

ALTER TABLE projects
  ADD COLUMN company_id uuid,
  ADD COLUMN agency text,
  ADD COLUMN street text,
  ADD COLUMN county text,
  ADD COLUMN questions_until timestamp with time zone,
  ADD COLUMN is_public_works boolean DEFAULT false NOT NULL,
  ADD COLUMN needs_dir_registration boolean DEFAULT false NOT NULL,
  ADD COLUMN goals jsonb DEFAULT '{}' NOT NULL,
  ADD COLUMN naics_codes text[] DEFAULT '{}' NOT NULL,
  ADD COLUMN site_walk_at timestamp with time zone,
  ADD COLUMN site_walk_place text,
  ADD COLUMN is_site_walk_mandatory boolean DEFAULT false NOT NULL,
  ADD COLUMN contact_name text,
  ADD COLUMN contact_email text,
  ADD COLUMN contact_phone text,
  ADD COLUMN cancel_reason text,
  ADD COLUMN version integer DEFAULT 1 NOT NULL;
ALTER TABLE project_applications ADD COLUMN company_id uuid;

ALTER TABLE projects ADD CONSTRAINT projects_company_id_companies_id_fk
  FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL NOT VALID;
ALTER TABLE project_applications ADD CONSTRAINT project_applications_company_id_companies_id_fk
  FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL NOT VALID;
ALTER TABLE projects
  ADD CONSTRAINT projects_posting_one_line CHECK (is_one_line(agency) and is_one_line(street) and is_one_line(county) and is_one_line(site_walk_place) and is_one_line(contact_name) and is_one_line(contact_phone) and is_one_line(cancel_reason)) NOT VALID,
  ADD CONSTRAINT projects_contact_email_one_line CHECK (is_mailbox(contact_email)) NOT VALID,
  ADD CONSTRAINT projects_posting_texts_sensible CHECK (length(agency) <= 200 and length(street) <= 200 and length(site_walk_place) <= 300 and length(contact_name) <= 200 and btrim(cancel_reason) <> '' and length(cancel_reason) <= 300) NOT VALID,
  ADD CONSTRAINT projects_contact_phone_digits CHECK (contact_phone ~ '^[+]1[2-9][0-9]{9}$') NOT VALID,
  ADD CONSTRAINT projects_questions_before_deadline CHECK (questions_until <= deadline_at) NOT VALID,
  ADD CONSTRAINT projects_site_walk_before_deadline CHECK (site_walk_at < deadline_at) NOT VALID,
  ADD CONSTRAINT projects_mandatory_site_walk_timed CHECK (not is_site_walk_mandatory or site_walk_at is not null) NOT VALID,
  ADD CONSTRAINT projects_dir_registration_of_public_works CHECK (is_public_works or not needs_dir_registration) NOT VALID,
  ADD CONSTRAINT projects_naics_codes_digits CHECK (cardinality(naics_codes) <= 10 and array_to_string(naics_codes, ',') ~ '^([0-9]{2,6}(,[0-9]{2,6})*)?$') NOT VALID,
  ADD CONSTRAINT projects_goals_sensible CHECK (jsonb_typeof(goals) = 'object' and length(goals::text) <= 500) NOT VALID;

-- Visitors and applicants read what the work is, and not whom to call or where to meet: no role of members reads these columns,
-- and the function below decides first, and reads then.
REVOKE SELECT ON projects FROM application_role;
GRANT SELECT (id, owner_id, title, description, category, status, budget_min_cents, budget_max_cents, currency, deadline_at,
  deadline_time_zone, skills_required, city, state, zip_code, coordinates, albers, search_vector, published_at, opened_at, created_at,
  updated_at, company_id, agency, county, questions_until, is_public_works, needs_dir_registration, goals, naics_codes, site_walk_at,
  is_site_walk_mandatory, cancel_reason, version) ON projects TO application_role;
GRANT INSERT (company_id, agency, street, questions_until, is_public_works, needs_dir_registration, goals, naics_codes, site_walk_at,
  site_walk_place, is_site_walk_mandatory, contact_name, contact_email, contact_phone),
  UPDATE (company_id, agency, street, questions_until, is_public_works, needs_dir_registration, goals, naics_codes, site_walk_at,
  site_walk_place, is_site_walk_mandatory, contact_name, contact_email, contact_phone, cancel_reason)
  ON projects TO application_role, admin_role;
GRANT SELECT ON companies, company_people, certification_kinds TO definer_role;

CREATE FUNCTION contact_of_project(wanted uuid)
RETURNS TABLE (is_readable boolean, street text, site_walk_place text, contact_name text, contact_email text, contact_phone text)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  may_read boolean := is_active_member() OR is_staff();
BEGIN
  RETURN QUERY
    SELECT true, p.street, p.site_walk_place, p.contact_name, p.contact_email, p.contact_phone FROM projects p
    WHERE p.id = wanted AND (p.owner_id = current_user_id()
      OR (may_read AND (p.status <> 'DRAFT' OR current_setting('role') = 'admin_role')));
END
$$;
SELECT definer_function('contact_of_project(uuid)');
GRANT EXECUTE ON FUNCTION contact_of_project(uuid) TO application_role, admin_role;

-- The firms that posted these projects, by name. A firm that the reader also finds in the directory has its id.
CREATE FUNCTION firms_of_projects(wanted uuid[]) RETURNS TABLE (project_id uuid, firm text, firm_id uuid)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT p.id, c.name, CASE WHEN is_in_directory(c.id) THEN c.id END
    FROM projects p JOIN companies c ON c.id = p.company_id
    WHERE p.id = ANY (wanted) AND (p.status <> 'DRAFT' OR p.owner_id = current_user_id());
END
$$;
SELECT definer_function('firms_of_projects(uuid[])');
GRANT EXECUTE ON FUNCTION firms_of_projects(uuid[]) TO application_role, admin_role;

-- The member firms with one of the classes or skills, as far as the acting member finds them in the directory, and those of them
-- within a distance. A firm that shows no place counts in the first number alone.
CREATE FUNCTION count_firms_for_work(wanted text[], near geometry, within_meters double precision)
RETURNS TABLE (firms bigint, near_by bigint)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  RETURN QUERY
    SELECT count(*), count(*) FILTER (WHERE d.is_place_shown AND d.albers::point <@ circle(near::point, within_meters))
    FROM directory_firms d
    WHERE reach >= 1 AND d.is_listed AND is_shown_to(d.audience, reach) AND (d.trades && wanted OR d.skills && wanted);
END
$$;
SELECT definer_function('count_firms_for_work(text[], geometry, double precision)');
GRANT EXECUTE ON FUNCTION count_firms_for_work(text[], geometry, double precision) TO application_role, admin_role;

CREATE TRIGGER find_county BEFORE INSERT OR UPDATE OF city, zip_code ON projects
  FOR EACH ROW EXECUTE FUNCTION find_county_of_company();

-- The rules of posting. Whether something is in time is decided by the clock at the moment of writing.
CREATE FUNCTION check_posting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  lacking text;
  before projects;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT may_insert_for(NEW.owner_id, 'projects.manage') THEN
      RETURN NEW;
    END IF;
  ELSE
    before := OLD;
    NEW.version := OLD.version + 1;
  END IF;
  IF NEW.company_id IS DISTINCT FROM before.company_id AND NEW.company_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM company_people WHERE company_id = NEW.company_id AND user_id = NEW.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'company_id', MESSAGE = 'Choose a company that you belong to.';
  END IF;
  IF NEW.goals IS DISTINCT FROM before.goals AND EXISTS (
    SELECT FROM jsonb_each(NEW.goals) goal
    WHERE jsonb_typeof(goal.value) <> 'number' OR NOT goal.value BETWEEN '0.1' AND '100'
      OR NOT EXISTS (SELECT FROM certification_kinds k WHERE k.code = goal.key)) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'goals', MESSAGE = 'A goal is from 0.1 to 100 percent for a kind of certification.';
  END IF;
  -- These bind people.
  IF is_system() OR current_setting('role') NOT IN ('application_role', 'admin_role') THEN
    RETURN NEW;
  END IF;
  IF coalesce(before.status, 'DRAFT') = 'DRAFT' AND NEW.status IN ('PUBLISHED', 'BIDDING_OPEN') THEN
    lacking := concat_ws(', ',
      CASE WHEN btrim(NEW.description) = '' THEN 'a description' END,
      CASE WHEN NEW.skills_required = '{}' THEN 'a trade or a skill' END,
      CASE WHEN NEW.city IS NULL AND NEW.zip_code IS NULL THEN 'a place' END,
      CASE WHEN NEW.deadline_at IS NULL THEN 'a deadline' END,
      CASE WHEN NEW.company_id IS NULL AND NOT holds_permission('projects.manage') THEN 'your company' END);
    IF lacking <> '' THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('Before you publish, add %s.', lacking);
    END IF;
    IF NOT account_is_open() OR NOT (is_active_member() OR holds_permission('projects.manage')) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Only active members can publish a project.';
    END IF;
  END IF;
  IF NEW.status IN ('PUBLISHED', 'BIDDING_OPEN')
    AND (NEW.status <> before.status OR NEW.deadline_at IS DISTINCT FROM before.deadline_at)
    AND coalesce(NEW.deadline_at <= clock_timestamp(), true) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'deadline_at', MESSAGE = 'The deadline has to be in the future.';
  END IF;
  IF NEW.status = 'CANCELLED' AND before.status <> 'CANCELLED' AND NEW.cancel_reason IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'cancel_reason', MESSAGE = 'Say why you cancel the project.';
  END IF;
  IF NEW.cancel_reason IS DISTINCT FROM before.cancel_reason AND NOT (NEW.status = 'CANCELLED' AND before.status <> 'CANCELLED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The reason for a cancellation doesn’t change.';
  END IF;
  -- The terms stay as the bidders found them, and as they were when the bidding ended.
  IF before.status <> 'DRAFT'
    AND (before.title, before.description, before.category, before.skills_required, before.budget_min_cents, before.budget_max_cents,
         before.company_id, before.agency, before.is_public_works, before.needs_dir_registration, before.goals, before.naics_codes,
         before.street, before.city, before.zip_code, before.questions_until, before.site_walk_at, before.site_walk_place,
         before.is_site_walk_mandatory)
      IS DISTINCT FROM
        (NEW.title, NEW.description, NEW.category, NEW.skills_required, NEW.budget_min_cents, NEW.budget_max_cents,
         NEW.company_id, NEW.agency, NEW.is_public_works, NEW.needs_dir_registration, NEW.goals, NEW.naics_codes,
         NEW.street, NEW.city, NEW.zip_code, NEW.questions_until, NEW.site_walk_at, NEW.site_walk_place, NEW.is_site_walk_mandatory) THEN
    IF before.status NOT IN ('PUBLISHED', 'BIDDING_OPEN') OR before.deadline_at <= clock_timestamp() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding has ended, so the project can’t change.';
    END IF;
    IF EXISTS (SELECT FROM project_applications WHERE project_id = NEW.id) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A project with bids keeps its terms.';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
SELECT definer_function('check_posting()');
-- Its name puts it after the other triggers, whose answers are about one column.
CREATE TRIGGER rules_of_posting BEFORE INSERT OR UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION check_posting();

-- Bidders hear of a cancellation and of an extension with the project's own page.
CREATE FUNCTION tell_of_cancellation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT DISTINCT applicant_id, 'project-canceled',
    left(format('“%s” was canceled: %s', left(NEW.title, 80), coalesce(NEW.cancel_reason, 'no reason given')), 200),
    format('/projects/%s', NEW.id)
  FROM project_applications WHERE project_id = NEW.id AND status IN ('SUBMITTED', 'SHORTLISTED');
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_cancellation()');
CREATE TRIGGER tell_of_cancellation AFTER UPDATE OF status ON projects FOR EACH ROW
  WHEN (NEW.status = 'CANCELLED' AND OLD.status <> 'CANCELLED') EXECUTE FUNCTION tell_of_cancellation();
SELECT reword_function('keep_bidding_fair()', '''/notifications''', 'format(''/projects/%s'', NEW.id)');

-- A bidder with one company bids for it.
CREATE FUNCTION name_bidding_firm() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT may_insert_for(NEW.applicant_id, 'bids.manage') THEN
    RETURN NEW;
  END IF;
  SELECT CASE WHEN count(*) = 1 THEN (array_agg(company_id))[1] END INTO NEW.company_id
  FROM company_people WHERE user_id = NEW.applicant_id;
  RETURN NEW;
END
$$;
SELECT definer_function('name_bidding_firm()');
CREATE TRIGGER name_bidding_firm BEFORE INSERT ON project_applications FOR EACH ROW EXECUTE FUNCTION name_bidding_firm();

-- Plans and specifications. Active members read them; what was published stays, and a newer version stands beside it.
INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, most_side)
VALUES ('PROJECT_FILE', 'projects', 100000000, '{application/pdf,image/jpeg,image/png,image/webp}', 6000);
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON projects FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();
CREATE POLICY members_read_plans ON files AS RESTRICTIVE FOR SELECT TO application_role
  USING (kind <> 'PROJECT_FILE' OR uploaded_by = (SELECT current_user_id()) OR (SELECT is_active_member()));
CREATE FUNCTION keep_published_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM projects WHERE id = OLD.owner_id AND status <> 'DRAFT') AND NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A file of a published project stays. Upload a newer version of it.';
  END IF;
  RETURN OLD;
END
$$;
SELECT definer_function('keep_published_files()');
CREATE TRIGGER keep_published_files BEFORE DELETE ON files FOR EACH ROW
  WHEN (OLD.kind = 'PROJECT_FILE' AND OLD.owner_id IS NOT NULL) EXECUTE FUNCTION keep_published_files();
CREATE FUNCTION tell_of_project_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM projects WHERE id = NEW.owner_id AND status NOT IN ('DRAFT', 'PUBLISHED', 'BIDDING_OPEN')) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding has ended, so the project can’t change.';
  END IF;
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT DISTINCT b.applicant_id, 'project-file-added',
    left(format('“%s” has a new file: %s', left(p.title, 80), NEW.name), 200), format('/projects/%s', p.id)
  FROM projects p JOIN project_applications b ON b.project_id = p.id
  WHERE p.id = NEW.owner_id AND b.status IN ('SUBMITTED', 'SHORTLISTED');
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_project_file()');
CREATE TRIGGER tell_of_project_file AFTER UPDATE OF owner_id ON files FOR EACH ROW
  WHEN (NEW.kind = 'PROJECT_FILE' AND NEW.owner_id IS NOT NULL AND OLD.owner_id IS NULL) EXECUTE FUNCTION tell_of_project_file();

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('projects', 'id',
  '{owner_id,title,category,status,budget_min_cents,budget_max_cents,currency,deadline_at,deadline_time_zone,skills_required,city,state,zip_code,published_at,opened_at,company_id,agency,county,questions_until,is_public_works,needs_dir_registration,goals,naics_codes,site_walk_at,is_site_walk_mandatory,cancel_reason}',
  '{description,street,site_walk_place,contact_name,contact_email,contact_phone}');
SELECT record_changes_of('project_applications', 'id',
  '{project_id,applicant_id,company_id,status,submitted_at,decided_at,decided_by}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Names the firms and the counties of five hundred projects at a time, and the firms of their bids, in the order of their ids.
CREATE FUNCTION fill_projects(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  found uuid[];
BEGIN
  SELECT array_agg(id ORDER BY id) INTO found FROM (
    SELECT id FROM projects WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 500
  ) AS next;
  IF found IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE projects p SET zip_code = p.zip_code, company_id = coalesce(p.company_id, (
    SELECT (array_agg(m.company_id))[1] FROM company_people m WHERE m.user_id = p.owner_id HAVING count(*) = 1))
  WHERE id = ANY (found);
  UPDATE project_applications b SET company_id = (
    SELECT (array_agg(m.company_id))[1] FROM company_people m WHERE m.user_id = b.applicant_id HAVING count(*) = 1)
  WHERE b.project_id = ANY (found) AND b.company_id IS NULL;
  RETURN found[cardinality(found)]::text;
END
$$;
SELECT definer_function('fill_projects(text)');
GRANT EXECUTE ON FUNCTION fill_projects(text) TO schema_owner;
GRANT UPDATE ON project_applications TO definer_role;
