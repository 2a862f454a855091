-- portal: tx
-- Staff who manage projects do for each project what its poster can do, and see all projects with their posters.
GRANT CREATE ON SCHEMA public TO definer_role;

-- The poster of each project, the firm, and the number of bids, of which a revision and the bid whose place it took count once. For
-- staff who manage projects or read bids. They read them of drafts too.
CREATE FUNCTION postings_of(wanted uuid[]) RETURNS TABLE (project_id uuid, poster text, firm text, firm_id uuid, bids bigint)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_setting('role') = 'application_role' OR NOT (holds_permission('projects.manage') OR holds_permission('bids.read')) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT p.id, concat_ws(' ', u.first_name, u.last_name), c.name, CASE WHEN is_in_directory(c.id) THEN c.id END, (
      SELECT count(*) FROM project_applications b
      WHERE b.project_id = p.id AND NOT EXISTS (SELECT FROM project_applications n WHERE n.replaces_id = b.id))
    FROM projects p JOIN users u ON u.id = p.owner_id LEFT JOIN companies c ON c.id = p.company_id
    WHERE p.id = ANY (wanted);
END
$$;
SELECT definer_function('postings_of(uuid[])');
GRANT EXECUTE ON FUNCTION postings_of(uuid[]) TO admin_role;

-- Staff begin, publish and discard drafts of their own. Those of others they read.
ALTER POLICY staff_update ON projects
  USING ((SELECT is_system()) OR (SELECT holds_permission('projects.manage')) AND (status <> 'DRAFT' OR owner_id = (SELECT current_user_id())));
ALTER POLICY staff_delete ON projects
  USING ((SELECT is_system()) AND status = 'DRAFT'
    OR (SELECT holds_permission('projects.manage')) AND status = 'DRAFT' AND owner_id = (SELECT current_user_id()));

-- A draft is discarded. A cancellation would publish it.
SELECT reword_function('check_posting()', $old$  -- These bind people.
$old$, $new$  IF before.status = 'DRAFT' AND NEW.status = 'CANCELLED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A draft isn’t canceled. Discard it instead.';
  END IF;
  -- These bind people.
$new$);

-- True if the acting person has bid on a project, or belongs to a firm that has a bid, a draft or an interest there.
CREATE FUNCTION has_own_bid(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firms uuid[] := bidding_companies();
BEGIN
  RETURN EXISTS (SELECT FROM project_applications b
      WHERE b.project_id = wanted AND (b.applicant_id = current_user_id() OR b.company_id = ANY (firms)))
    OR EXISTS (SELECT FROM bid_drafts d WHERE d.project_id = wanted AND d.company_id = ANY (firms))
    OR EXISTS (SELECT FROM project_interests i WHERE i.project_id = wanted AND i.company_id = ANY (firms) AND i.stance = 'INTERESTED');
END
$$;
SELECT definer_function('has_own_bid(uuid)');
GRANT EXECUTE ON FUNCTION has_own_bid(uuid) TO admin_role;

-- All that staff do for a poster asks this, so that nobody favors a firm of their own.
CREATE FUNCTION refuse_own_bidder(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_setting('role') = 'admin_role' AND has_own_bid(wanted) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Your firm bids on this project, so a colleague has to do this.';
  END IF;
END
$$;
SELECT definer_function('refuse_own_bidder(uuid)');
SELECT reword_function('check_posting()', $old$  -- The terms stay as the bidders found them, and$old$,
  $new$  IF TG_OP = 'UPDATE' AND (NEW.status, NEW.deadline_at) IS DISTINCT FROM (before.status, before.deadline_at) THEN
    PERFORM refuse_own_bidder(NEW.id);
  END IF;
  -- The terms stay as the bidders found them, and$new$);
SELECT reword_function('number_addendum()', $old$  IF project.status = 'DRAFT' THEN$old$, $new$  PERFORM refuse_own_bidder(project.id);
  IF project.status = 'DRAFT' THEN$new$);
SELECT reword_function('check_question()', $old$  IF OLD.status <> 'OPEN' THEN$old$, $new$  PERFORM refuse_own_bidder(NEW.project_id);
  IF OLD.status <> 'OPEN' THEN$new$);

-- Tells the poster of a project what staff did with it, as a notification and in the letter with news of projects.
CREATE FUNCTION tell_poster(about uuid, in_words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT * INTO project FROM projects WHERE id = about;
  IF current_setting('role') <> 'admin_role' OR is_system() OR project.owner_id = current_user_id() THEN
    RETURN;
  END IF;
  INSERT INTO project_notices (user_id, project_id, reason, kind, words)
  VALUES (project.owner_id, about, 'POSTED', 'staff-acted', left(in_words, 300));
  INSERT INTO notifications (user_id, kind, title, path)
  VALUES (project.owner_id, 'staff-acted', left(format('“%s”: %s', left(project.title, 80), in_words), 200), format('/projects/%s', about));
  PERFORM add_job('tell-of-projects', '{}');
END
$$;
SELECT definer_function('tell_poster(uuid, text)');

CREATE FUNCTION tell_poster_of_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME = 'project_addenda' THEN
    PERFORM tell_poster(NEW.project_id, format('NAMC staff sent addendum %s: %s', NEW.number, NEW.title));
  ELSIF NEW.status <> OLD.status THEN
    PERFORM tell_poster(NEW.id, CASE NEW.status
      WHEN 'CANCELLED' THEN format('NAMC staff canceled the project: %s', NEW.cancel_reason)
      WHEN 'CLOSED' THEN 'NAMC staff closed the bidding.'
      WHEN 'BIDDING_OPEN' THEN 'NAMC staff opened the bidding.'
      ELSE 'NAMC staff changed the status of the project.' END);
  ELSE
    PERFORM tell_poster(NEW.id, format('NAMC staff moved the bidding deadline to %s.', coalesce(clock_words(NEW.deadline_at, NEW.deadline_time_zone), 'no date')));
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('tell_poster_of_staff()');
CREATE TRIGGER tell_poster_of_staff AFTER UPDATE OF status, deadline_at ON projects FOR EACH ROW
  WHEN (NEW.status <> OLD.status OR NEW.deadline_at IS DISTINCT FROM OLD.deadline_at) EXECUTE FUNCTION tell_poster_of_staff();
CREATE TRIGGER tell_poster_of_staff AFTER INSERT ON project_addenda FOR EACH ROW EXECUTE FUNCTION tell_poster_of_staff();

-- Staff send an addendum to a project that is no draft. The right to change a title lets them lock the row, which giving it a file
-- needs; a change is refused, as the poster's is.
SELECT reword_function('number_addendum()', 'may_insert_for(project.owner_id, '''')', 'may_insert_for(project.owner_id, ''projects.manage'')');
CREATE POLICY staff_insert ON project_addenda FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id));
CREATE POLICY staff_update ON project_addenda FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('projects.manage'))) WITH CHECK ((SELECT holds_permission('projects.manage')));
GRANT INSERT (project_id, title, content, deadline_at), UPDATE (title) ON project_addenda TO admin_role;
CREATE POLICY staff_give_to_projects ON files FOR UPDATE TO admin_role
  USING (owner_id IS NULL AND uploaded_by = (SELECT current_user_id()) AND kind IN ('PROJECT_FILE', 'ADDENDUM_FILE')
    AND (SELECT holds_permission('projects.manage')))
  WITH CHECK (uploaded_by = (SELECT current_user_id()));
-- Restrictive, because a check of any other policy would let the row through.
CREATE POLICY staff_give_own_plans ON files AS RESTRICTIVE FOR UPDATE TO admin_role
  USING (true)
  WITH CHECK (kind <> 'PROJECT_FILE' OR (SELECT is_system())
    OR owner_id IN (SELECT p.id FROM projects p WHERE p.owner_id = (SELECT current_user_id())));

CREATE POLICY staff_take_from_own_drafts ON files FOR DELETE TO admin_role
  USING (kind = 'PROJECT_FILE' AND (SELECT holds_permission('projects.manage'))
    AND owner_id IN (SELECT p.id FROM projects p WHERE p.owner_id = (SELECT current_user_id()) AND p.status = 'DRAFT'));

-- The acknowledgements of an addendum name bidders, so staff need the right to read opened bids.
GRANT EXECUTE ON FUNCTION acknowledgements_of(uuid) TO admin_role;
SELECT reword_function('acknowledgements_of(uuid)', 'p.owner_id = current_user_id()',
  '(p.owner_id = current_user_id() OR holds_permission(''projects.manage''))');
SELECT reword_function('acknowledgements_of(uuid)', 'CASE WHEN bids_are_open(project.status, project.opened_at, project.deadline_at) THEN',
  $new$CASE WHEN bids_are_open(project.status, project.opened_at, project.deadline_at)
        AND (project.owner_id = current_user_id() OR holds_permission('bids.read')) THEN$new$);

-- Staff decide questions like the poster, and read no more of who asked: nobody has a right to that column.
CREATE POLICY staff_read ON project_questions FOR SELECT TO admin_role USING ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_decide ON project_questions FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('projects.manage'))) WITH CHECK ((SELECT holds_permission('projects.manage')));
GRANT SELECT (id, project_id, status), UPDATE (status, published, answer, refusal) ON project_questions TO admin_role;
SELECT reword_function('questions_of(uuid)', 'is_poster boolean := EXISTS (SELECT FROM projects p WHERE p.id = wanted AND p.owner_id = person);',
  $new$is_poster boolean := CASE WHEN is_of_members THEN EXISTS (SELECT FROM projects p WHERE p.id = wanted AND p.owner_id = person)
    ELSE holds_permission('projects.manage') AND NOT has_own_bid(wanted) END;$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
