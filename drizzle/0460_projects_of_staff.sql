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

CREATE POLICY staff_take_from_own_drafts ON files FOR DELETE TO admin_role
  USING (kind = 'PROJECT_FILE' AND (SELECT holds_permission('projects.manage'))
    AND owner_id IN (SELECT p.id FROM projects p WHERE p.owner_id = (SELECT current_user_id()) AND p.status = 'DRAFT'));

-- Which bidders have acknowledged an addendum stands in opened bids: staff need the right to read them.
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
    ELSE holds_permission('projects.manage') END;$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
