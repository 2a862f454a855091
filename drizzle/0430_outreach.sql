-- portal: tx
-- The outreach of a project: the firms that its prime means to reach, and the contacts with them.

CREATE TABLE project_outreach (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  license_number text NOT NULL,
  criteria jsonb DEFAULT '{}' NOT NULL,
  added_by uuid,
  added_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_outreach_once UNIQUE (project_id, license_number),
  CONSTRAINT project_outreach_of_project UNIQUE (id, project_id),
  CONSTRAINT project_outreach_license_number_digits CHECK (license_number ~ '^[0-9]{1,8}$'),
  CONSTRAINT project_outreach_criteria_sensible CHECK (jsonb_typeof(criteria) = 'object' and length(criteria::text) <= 1000),
  CONSTRAINT project_outreach_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT project_outreach_added_by_users_id_fk FOREIGN KEY (added_by) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX idx_project_outreach_added_by ON project_outreach (added_by);
SELECT protect_table('project_outreach');

CREATE TABLE outreach_contacts (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  outreach_id uuid NOT NULL,
  project_id uuid NOT NULL,
  channel text NOT NULL,
  contacted_at timestamp with time zone NOT NULL,
  said text DEFAULT '' NOT NULL,
  follow_up_on date,
  answer text NOT NULL,
  rejection text,
  corrects_id uuid,
  author_id uuid,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT outreach_contacts_of_firm UNIQUE (id, outreach_id),
  CONSTRAINT outreach_contacts_corrected_once UNIQUE (corrects_id),
  CONSTRAINT outreach_contacts_channel_known CHECK (channel in ('PHONE', 'EMAIL', 'LETTER', 'FAX', 'IN_PERSON', 'OTHER')),
  CONSTRAINT outreach_contacts_answer_known CHECK (answer in ('INTERESTED', 'NOT_INTERESTED', 'NO_ANSWER', 'QUOTED', 'UNDECIDED')),
  CONSTRAINT outreach_contacts_texts_sensible CHECK (length(said) <= 4000 and btrim(rejection) <> '' and length(rejection) <= 1000),
  CONSTRAINT outreach_contacts_not_in_future CHECK (contacted_at <= recorded_at),
  CONSTRAINT outreach_contacts_follow_up_later CHECK (follow_up_on >= (contacted_at at time zone 'Pacific/Honolulu')::date),
  CONSTRAINT outreach_contacts_rejection_of_quote CHECK (rejection is null or answer = 'QUOTED'),
  CONSTRAINT outreach_contacts_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT outreach_contacts_author_id_users_id_fk FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT outreach_contacts_firm_on_list FOREIGN KEY (outreach_id, project_id) REFERENCES project_outreach (id, project_id),
  CONSTRAINT outreach_contacts_corrects_same_firm FOREIGN KEY (corrects_id, outreach_id) REFERENCES outreach_contacts (id, outreach_id)
);
CREATE INDEX idx_outreach_contacts_firm ON outreach_contacts (outreach_id, contacted_at);
CREATE INDEX idx_outreach_contacts_project ON outreach_contacts (project_id);
CREATE INDEX idx_outreach_contacts_author ON outreach_contacts (author_id);
SELECT protect_table('outreach_contacts');

-- The poster of a project reads and writes its outreach, whatever its status, and staff who manage projects once it is published. The log is evidence: nobody changes or deletes a contact.
CREATE POLICY poster_read ON project_outreach FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY poster_insert ON project_outreach FOR INSERT TO application_role
  WITH CHECK (added_by = (SELECT current_user_id()) AND (SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY poster_delete ON project_outreach FOR DELETE TO application_role
  USING ((SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY staff_read ON project_outreach FOR SELECT TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'));
CREATE POLICY staff_insert ON project_outreach FOR INSERT TO admin_role
  WITH CHECK ((SELECT is_system()) OR (added_by = (SELECT current_user_id()) AND (SELECT holds_permission('projects.manage'))
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT')));
CREATE POLICY staff_delete ON project_outreach FOR DELETE TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'));
GRANT SELECT, INSERT (project_id, license_number, criteria, added_by), DELETE ON project_outreach TO application_role, admin_role;

CREATE POLICY poster_read ON outreach_contacts FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY poster_insert ON outreach_contacts FOR INSERT TO application_role
  WITH CHECK (author_id = (SELECT current_user_id()) AND (SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY staff_read ON outreach_contacts FOR SELECT TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'));
CREATE POLICY staff_insert ON outreach_contacts FOR INSERT TO admin_role
  WITH CHECK ((SELECT is_system()) OR (author_id = (SELECT current_user_id()) AND (SELECT holds_permission('projects.manage'))
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT')));
GRANT SELECT, INSERT (outreach_id, project_id, channel, contacted_at, said, follow_up_on, answer, rejection, corrects_id, author_id)
  ON outreach_contacts TO application_role, admin_role;
GRANT SELECT ON project_outreach, outreach_contacts TO definer_role;

CREATE FUNCTION check_outreach_license() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM california_contractors WHERE license_number = NEW.license_number) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('The license board’s file has no license %s.', NEW.license_number);
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION check_outreach_license() FROM PUBLIC;
CREATE TRIGGER check_outreach_license BEFORE INSERT ON project_outreach FOR EACH ROW EXECUTE FUNCTION check_outreach_license();

-- The lock of the project puts additions in order: each counts those before it.
CREATE FUNCTION limit_outreach() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM projects WHERE id IN (SELECT project_id FROM added) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM project_outreach o WHERE o.project_id IN (SELECT project_id FROM added)
    GROUP BY o.project_id HAVING count(*) > 500) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The outreach list of a project holds up to 500 firms. Narrow the search, or remove firms that you have not contacted.';
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('limit_outreach()');
CREATE TRIGGER limit_outreach AFTER INSERT ON project_outreach REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION limit_outreach();

-- The names of those who logged contacts, for those who read the log. A closed account has none.
CREATE FUNCTION authors_of_outreach(wanted uuid) RETURNS TABLE (user_id uuid, name text)
LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT u.id, concat_ws(' ', u.first_name, u.last_name) FROM users u
    WHERE u.status <> 'CLOSED' AND u.id IN (SELECT c.author_id FROM outreach_contacts c WHERE c.project_id = wanted)
      AND EXISTS (SELECT FROM projects p WHERE p.id = wanted
        AND (p.owner_id = current_user_id() OR holds_permission('projects.manage')));
END
$$;
SELECT definer_function('authors_of_outreach(uuid)');
GRANT EXECUTE ON FUNCTION authors_of_outreach(uuid) TO application_role, admin_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('project_outreach', 'id', '{project_id,license_number,added_by}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
