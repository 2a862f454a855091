-- portal: tx
-- Members hear of projects that their firm can bid on, at once, once a day, once a week or never. The portal knows each pair of a
-- person and a project that ever matched, so that none is told twice.

CREATE TABLE match_choices (
  user_id uuid PRIMARY KEY NOT NULL,
  notify text DEFAULT 'DAILY' NOT NULL,
  unsubscribe_key uuid DEFAULT gen_random_uuid() NOT NULL,
  began_at timestamp with time zone,
  CONSTRAINT match_choices_notify_known CHECK (notify in ('OFF', 'AT_ONCE', 'DAILY', 'WEEKLY')),
  CONSTRAINT match_choices_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX match_choices_unsubscribe_key ON match_choices (unsubscribe_key);
SELECT protect_table('match_choices');
CREATE POLICY own_rows ON match_choices FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON match_choices FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY own_update ON match_choices FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()))
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY system_select ON match_choices FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON match_choices FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON match_choices FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON match_choices FOR DELETE TO system_role USING ((SELECT is_system()));
-- The key of the letters is for the system.
GRANT SELECT (user_id, notify), INSERT (user_id, notify), UPDATE (notify) ON match_choices TO application_role;
GRANT SELECT, INSERT (user_id, notify, began_at), UPDATE (notify, began_at), DELETE ON match_choices TO system_role;
GRANT SELECT, UPDATE (notify) ON match_choices TO definer_role;

CREATE TABLE project_matches (
  user_id uuid NOT NULL,
  project_id uuid NOT NULL,
  noted_at timestamp with time zone DEFAULT now() NOT NULL,
  told_at timestamp with time zone,
  CONSTRAINT project_matches_user_id_project_id_pk PRIMARY KEY(user_id,project_id),
  CONSTRAINT project_matches_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  CONSTRAINT project_matches_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX idx_project_matches_project ON project_matches (project_id);
CREATE INDEX idx_project_matches_untold ON project_matches (user_id) WHERE told_at is null;
SELECT protect_table('project_matches');
CREATE POLICY system_select ON project_matches FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON project_matches FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON project_matches FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON project_matches FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (user_id, project_id, told_at), UPDATE (told_at), DELETE ON project_matches TO system_role;
GRANT SELECT, UPDATE (told_at) ON project_matches TO definer_role;

-- A person who turns the letters off, by the page or by the key, and on again hears of news from then on.
CREATE FUNCTION drop_untold_matches() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE project_matches SET told_at = now() WHERE user_id = NEW.user_id AND told_at IS NULL;
  RETURN NULL;
END
$$;
SELECT definer_function('drop_untold_matches()');
CREATE TRIGGER drop_untold AFTER UPDATE OF notify ON match_choices FOR EACH ROW
  WHEN (NEW.notify <> OLD.notify AND 'OFF' IN (NEW.notify, OLD.notify)) EXECUTE FUNCTION drop_untold_matches();

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('stop_letters(uuid[])', $old$WHERE unsubscribe_key = ANY (wanted);
END$old$, $new$WHERE unsubscribe_key = ANY (wanted);
  UPDATE match_choices SET notify = 'OFF' WHERE unsubscribe_key = ANY (wanted);
END$new$);
-- The job looks at this project for everybody, and at the searches for all projects.
SELECT reword_function('compare_project_searches()', $old$'{"compares": true}'$old$,
  $new$jsonb_build_object('compares', true, 'projectId', NEW.id)$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- The firms of a person that said they do not bid. Nobody else’s word is read here, and the poster’s pages have no way to ask.
CREATE FUNCTION unwanted_projects(person uuid) RETURNS TABLE (project_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself does this.';
  END IF;
  RETURN QUERY SELECT i.project_id FROM project_interests i JOIN company_people m ON m.company_id = i.company_id
    WHERE m.user_id = person AND i.stance = 'NOT_BIDDING';
END
$$;
SELECT definer_function('unwanted_projects(uuid)');
GRANT EXECUTE ON FUNCTION unwanted_projects(uuid) TO system_role;

-- A firm that changes may match other projects. The job comes with the change, so that it sees what was committed: of a project and a
-- firm that change at the same time, the job of the later commit sees both.
CREATE FUNCTION match_company() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_job('tell-of-projects',
    jsonb_build_object('companyId', CASE WHEN TG_TABLE_NAME = 'companies' THEN to_jsonb(NEW) -> 'id' ELSE to_jsonb(NEW) -> 'company_id' END));
  RETURN NULL;
END
$$;
SELECT definer_function('match_company()');
CREATE TRIGGER match_company AFTER UPDATE OF license_number, service_counties, service_radius_meters, coordinates ON companies FOR EACH ROW
  WHEN ((NEW.license_number, NEW.service_counties, NEW.service_radius_meters, NEW.coordinates::text)
    IS DISTINCT FROM (OLD.license_number, OLD.service_counties, OLD.service_radius_meters, OLD.coordinates::text))
  EXECUTE FUNCTION match_company();
CREATE TRIGGER match_company AFTER INSERT OR UPDATE OF role ON company_people FOR EACH ROW EXECUTE FUNCTION match_company();
CREATE TRIGGER match_company AFTER INSERT OR UPDATE OF kind, expires_on, verification ON certifications FOR EACH ROW
  WHEN (NEW.kind = 'DIR') EXECUTE FUNCTION match_company();
CREATE FUNCTION match_skill() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_job('tell-of-projects', jsonb_build_object('companyId', company_id)) FROM company_people WHERE user_id = NEW.user_id;
  RETURN NULL;
END
$$;
SELECT definer_function('match_skill()');
CREATE TRIGGER match_skill AFTER INSERT ON user_skills FOR EACH ROW EXECUTE FUNCTION match_skill();
