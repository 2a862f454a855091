-- portal: tx
-- The record of a good faith effort: all of a project's outreach as it was when somebody made the record. Nobody changes or deletes one.

CREATE TABLE outreach_records (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  snapshot jsonb NOT NULL,
  made_by uuid,
  made_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT outreach_records_snapshot_sensible CHECK (jsonb_typeof(snapshot) = 'object'),
  CONSTRAINT outreach_records_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT outreach_records_made_by_users_id_fk FOREIGN KEY (made_by) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX idx_outreach_records_project ON outreach_records (project_id, made_at DESC, id);
CREATE INDEX idx_outreach_records_made_by ON outreach_records (made_by);
SELECT protect_table('outreach_records');

CREATE POLICY poster_read ON outreach_records FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY poster_insert ON outreach_records FOR INSERT TO application_role
  WITH CHECK (made_by = (SELECT current_user_id()) AND (SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY staff_read ON outreach_records FOR SELECT TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'));
CREATE POLICY staff_insert ON outreach_records FOR INSERT TO admin_role
  WITH CHECK ((SELECT is_system()) OR (made_by = (SELECT current_user_id()) AND (SELECT holds_permission('projects.manage'))
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT')));
GRANT SELECT, INSERT (project_id, snapshot, made_by) ON outreach_records TO application_role, admin_role;

-- The certifications that are good on a day, of the firms on a project's outreach list, for those who manage the project. As in the
-- directory, a firm that hides from members has none here.
CREATE FUNCTION certifications_of_outreach(wanted uuid, on_day date)
RETURNS TABLE (license_number text, name text, issuer text, number text, expires_on date, is_verified boolean)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM projects p WHERE p.id = wanted
    AND (p.owner_id = current_user_id() OR holds_permission('projects.manage'))) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.license_number, k.name, coalesce(h.issuer, k.issuer), h.number, h.expires_on, h.verification = 'VERIFIED'
    FROM project_outreach o JOIN companies c ON c.license_number = o.license_number
    JOIN certifications h ON h.company_id = c.id JOIN certification_kinds k ON k.code = h.kind
    WHERE o.project_id = wanted AND is_shown_to(c.directory_audience, 1) AND is_good_on(h, on_day, 1)
      AND NOT EXISTS (SELECT FROM certifications newer WHERE newer.id = h.replacement_id AND is_good_on(newer, on_day, 1))
    ORDER BY o.license_number, k.position, k.code, h.id;
END
$$;
SELECT definer_function('certifications_of_outreach(uuid, date)');
GRANT EXECUTE ON FUNCTION certifications_of_outreach(uuid, date) TO application_role, admin_role;
