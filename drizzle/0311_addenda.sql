-- portal: tx
-- Addenda to a project, numbered without gaps, and who has read them.

CREATE TABLE project_addenda (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  number integer DEFAULT 0 NOT NULL,
  title text NOT NULL,
  content text NOT NULL,
  deadline_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_addenda_one_line CHECK (is_one_line(title)),
  CONSTRAINT project_addenda_texts_sensible CHECK (btrim(title) <> '' and length(title) <= 200 and btrim(content) <> '' and length(content) <= 20000),
  CONSTRAINT project_addenda_number_positive CHECK (number > 0),
  CONSTRAINT project_addenda_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX project_addenda_numbered ON project_addenda (project_id,number);
SELECT protect_table('project_addenda');

CREATE TABLE addendum_acknowledgements (
  addendum_id uuid NOT NULL,
  user_id uuid NOT NULL,
  company_id uuid,
  acknowledged_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT addendum_acknowledgements_addendum_id_user_id_pk PRIMARY KEY(addendum_id,user_id),
  CONSTRAINT addendum_acknowledgements_addendum_id_project_addenda_id_fk FOREIGN KEY (addendum_id) REFERENCES project_addenda(id) ON DELETE CASCADE,
  CONSTRAINT addendum_acknowledgements_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  CONSTRAINT addendum_acknowledgements_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL
);
CREATE INDEX idx_addendum_acknowledgements_user ON addendum_acknowledgements (user_id);
CREATE INDEX idx_addendum_acknowledgements_company ON addendum_acknowledgements (company_id);
SELECT protect_table('addendum_acknowledgements');

-- Active members read addenda as they read the plans. The poster writes them. A change of a column is refused below; the right to
-- one lets the poster lock the row, which giving it a file needs.
CREATE POLICY readers ON project_addenda FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM projects p WHERE p.id = project_id
    AND (p.owner_id = (SELECT current_user_id()) OR (SELECT standing_allows('READ_PLANS')))));
CREATE POLICY staff_read ON project_addenda FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY poster_insert ON project_addenda FOR INSERT TO application_role
  WITH CHECK ((SELECT is_active_member()) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY poster_update ON project_addenda FOR UPDATE TO application_role
  USING ((SELECT account_is_open()) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())))
  WITH CHECK ((SELECT account_is_open()) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
GRANT SELECT, INSERT (project_id, title, content, deadline_at), UPDATE (title) ON project_addenda TO application_role;
GRANT SELECT ON project_addenda TO admin_role, definer_role;
GRANT UPDATE (deadline_at) ON projects TO definer_role;

CREATE POLICY own_rows ON addendum_acknowledgements FOR SELECT TO application_role
  USING (user_id = (SELECT current_user_id())
    OR company_id IN (SELECT m.company_id FROM company_people m WHERE m.user_id = (SELECT current_user_id())));
CREATE POLICY own_insert ON addendum_acknowledgements FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT standing_allows('READ_PLANS'))
    AND EXISTS (SELECT FROM project_addenda a WHERE a.id = addendum_id));
CREATE POLICY system_select ON addendum_acknowledgements FOR SELECT TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (addendum_id, user_id) ON addendum_acknowledgements TO application_role;
GRANT SELECT ON addendum_acknowledgements TO system_role, definer_role;
GRANT UPDATE (company_id) ON addendum_acknowledgements TO definer_role;

-- The lock of the project puts addenda in order, and a number of one that is rolled back is the next one's.
CREATE FUNCTION number_addendum() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF NOT FOUND OR NOT may_insert_for(project.owner_id, '') THEN
    RETURN NEW;
  END IF;
  IF project.status = 'DRAFT' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Publish the project first. Until then you can change the project itself.';
  END IF;
  IF project.status NOT IN ('PUBLISHED', 'BIDDING_OPEN') OR project.deadline_at <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding has ended, so the project can’t change.';
  END IF;
  IF NEW.deadline_at <= project.deadline_at THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'deadline_at', MESSAGE = 'An addendum can move the deadline to a later time only.';
  END IF;
  NEW.number := 1 + coalesce((SELECT max(number) FROM project_addenda WHERE project_id = NEW.project_id), 0);
  RETURN NEW;
END
$$;
SELECT definer_function('number_addendum()');
CREATE TRIGGER number_addendum BEFORE INSERT ON project_addenda FOR EACH ROW EXECUTE FUNCTION number_addendum();

CREATE FUNCTION tell_of_addendum() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.deadline_at IS NOT NULL THEN
    UPDATE projects SET deadline_at = NEW.deadline_at WHERE id = NEW.project_id;
  END IF;
  PERFORM tell_of_project(NEW.project_id, 'addendum-sent',
    format('Addendum %s to “%s”: %s', NEW.number, left((SELECT title FROM projects WHERE id = NEW.project_id), 80), NEW.title),
    format('Addendum %s: %s', NEW.number, NEW.title));
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_addendum()');
CREATE TRIGGER tell_of_addendum AFTER INSERT ON project_addenda FOR EACH ROW EXECUTE FUNCTION tell_of_addendum();

CREATE FUNCTION keep_addendum() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An addendum stays as it was sent. Send another one.';
END
$$;
REVOKE EXECUTE ON FUNCTION keep_addendum() FROM PUBLIC;
CREATE TRIGGER keep_addendum BEFORE UPDATE ON project_addenda FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION keep_addendum();

-- A person reads for their firm, if they have one. Whether it is in time is decided by the clock at the moment of writing.
CREATE FUNCTION check_acknowledgement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  IF NOT may_insert_for(NEW.user_id, '') THEN
    RETURN NEW;
  END IF;
  SELECT p.* INTO project FROM project_addenda a JOIN projects p ON p.id = a.project_id WHERE a.id = NEW.addendum_id;
  IF project.owner_id = NEW.user_id THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'You sent this addendum yourself.';
  END IF;
  IF project.status NOT IN ('PUBLISHED', 'BIDDING_OPEN') OR project.deadline_at <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding deadline has passed.';
  END IF;
  NEW.acknowledged_at := clock_timestamp();
  SELECT CASE WHEN count(*) = 1 THEN (array_agg(company_id))[1] END INTO NEW.company_id
  FROM company_people WHERE user_id = NEW.user_id;
  RETURN NEW;
END
$$;
SELECT definer_function('check_acknowledgement()');
CREATE TRIGGER check_acknowledgement BEFORE INSERT ON addendum_acknowledgements FOR EACH ROW EXECUTE FUNCTION check_acknowledgement();

-- The poster's count of the firms that acknowledged each addendum. Who is about to bid stays sealed until the bids are open; from then
-- on the poster reads the names of the firms that have bid.
CREATE FUNCTION acknowledgements_of(wanted uuid) RETURNS TABLE (addendum_id uuid, firms bigint, names text[])
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT * INTO project FROM projects p WHERE p.id = wanted AND p.owner_id = current_user_id();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT a.id, count(DISTINCT coalesce(k.company_id, k.user_id)),
      CASE WHEN bids_are_open(project.status, project.opened_at, project.deadline_at) THEN
        coalesce(array_agg(DISTINCT c.name) FILTER (WHERE c.name IS NOT NULL AND EXISTS (
          SELECT FROM project_applications b
          WHERE b.project_id = wanted AND b.company_id = c.id AND b.status <> 'WITHDRAWN')), '{}') END
    FROM project_addenda a
    LEFT JOIN addendum_acknowledgements k ON k.addendum_id = a.id
    LEFT JOIN companies c ON c.id = k.company_id
    WHERE a.project_id = wanted GROUP BY a.id;
END
$$;
SELECT definer_function('acknowledgements_of(uuid)');
GRANT EXECUTE ON FUNCTION acknowledgements_of(uuid) TO application_role;

-- The files of an addendum come with it, in its transaction, and stay.
INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, most_side)
VALUES ('ADDENDUM_FILE', 'project_addenda', 100000000, '{application/pdf,image/jpeg,image/png,image/webp}', 6000);
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON project_addenda FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();
CREATE FUNCTION keep_addendum_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT EXISTS (SELECT FROM project_addenda WHERE id = NEW.owner_id AND created_at = now()) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An addendum stays as it was sent. Send another one.';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT is_system() AND EXISTS (SELECT FROM project_addenda WHERE id = OLD.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An addendum stays as it was sent. Send another one.';
  END IF;
  RETURN OLD;
END
$$;
SELECT definer_function('keep_addendum_files()');
CREATE TRIGGER keep_addendum_files_as_given BEFORE UPDATE OF owner_id ON files FOR EACH ROW
  WHEN (NEW.kind = 'ADDENDUM_FILE' AND NEW.owner_id IS NOT NULL AND OLD.owner_id IS NULL) EXECUTE FUNCTION keep_addendum_files();
CREATE TRIGGER keep_addendum_files BEFORE DELETE ON files FOR EACH ROW
  WHEN (OLD.kind = 'ADDENDUM_FILE' AND OLD.owner_id IS NOT NULL) EXECUTE FUNCTION keep_addendum_files();

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('project_addenda', 'id', '{project_id,number,title,deadline_at}', '{content}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
