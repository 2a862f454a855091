-- portal: tx
-- A firm says whether it is going to bid. Firms that choose so stand on the list of plan holders, where primes and
-- subcontractors find each other.

-- The companies for which the acting person bids. Somebody who only pays its bills does not.
CREATE FUNCTION bidding_companies() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN ARRAY(SELECT company_id FROM company_people WHERE user_id = current_user_id() AND role IN ('OWNER', 'MEMBER'));
END
$$;
SELECT definer_function('bidding_companies()');
GRANT EXECUTE ON FUNCTION bidding_companies() TO application_role;

CREATE TABLE project_interests (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  company_id uuid NOT NULL,
  stance text NOT NULL,
  bids_as text DEFAULT 'PRIME' NOT NULL,
  is_shown boolean DEFAULT false NOT NULL,
  said_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_interests_once UNIQUE (project_id, company_id),
  CONSTRAINT project_interests_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT project_interests_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT project_interests_said_by_users_id_fk FOREIGN KEY (said_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT project_interests_stance_known CHECK (stance in ('INTERESTED', 'NOT_BIDDING', 'UNDECIDED')),
  CONSTRAINT project_interests_bids_as_known CHECK (bids_as in ('PRIME', 'SUBCONTRACTOR', 'SUPPLIER')),
  CONSTRAINT project_interests_shown_with_interest CHECK (stance = 'INTERESTED' or not is_shown)
);
CREATE INDEX idx_project_interests_company ON project_interests (company_id);
CREATE INDEX idx_project_interests_said_by ON project_interests (said_by);
SELECT protect_table('project_interests');

CREATE POLICY people_read ON project_interests FOR SELECT TO application_role
  USING (company_id = ANY ((SELECT bidding_companies())::uuid[]));
-- While a project is announced or takes bids. An unknown project and another person's draft give the same answer.
CREATE POLICY people_insert ON project_interests FOR INSERT TO application_role
  WITH CHECK (said_by = (SELECT current_user_id()) AND (SELECT standing_allows('BID'))
    AND company_id = ANY ((SELECT bidding_companies())::uuid[])
    AND project_id IN (SELECT id FROM projects WHERE status IN ('PUBLISHED', 'BIDDING_OPEN') AND owner_id <> (SELECT current_user_id())));
CREATE POLICY people_update ON project_interests FOR UPDATE TO application_role
  USING ((SELECT standing_allows('BID')) AND company_id = ANY ((SELECT bidding_companies())::uuid[]))
  WITH CHECK (company_id = ANY ((SELECT bidding_companies())::uuid[])
    AND project_id IN (SELECT id FROM projects WHERE status IN ('PUBLISHED', 'BIDDING_OPEN')));
GRANT SELECT, INSERT (project_id, company_id, stance, bids_as, is_shown, said_by), UPDATE (stance, bids_as, is_shown)
  ON project_interests TO application_role;
GRANT SELECT, UPDATE (company_id) ON project_interests TO definer_role;

-- The latest word names the one who said it.
CREATE FUNCTION name_interested() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.said_by := coalesce(current_user_id(), NEW.said_by);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION name_interested() FROM PUBLIC;
CREATE TRIGGER name_interested BEFORE UPDATE OF stance, bids_as, is_shown ON project_interests
  FOR EACH ROW EXECUTE FUNCTION name_interested();

-- The firms that are interested and chose to be shown, for active members and the poster. The others are nobody's to read:
-- a poster who knew who is about to bid could favor them.
CREATE FUNCTION plan_holders(project uuid)
RETURNS TABLE (firm text, firm_id uuid, bids_as text, said_at timestamp with time zone)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  may_read boolean := standing_allows('READ_PLANS') OR is_staff();
BEGIN
  RETURN QUERY
    SELECT c.name, CASE WHEN is_in_directory(c.id) THEN c.id END, i.bids_as, i.updated_at
    FROM project_interests i JOIN companies c ON c.id = i.company_id JOIN projects p ON p.id = i.project_id
    WHERE i.project_id = project AND i.is_shown AND p.status <> 'DRAFT' AND (may_read OR p.owner_id = current_user_id())
    ORDER BY c.name, c.id LIMIT 500;
END
$$;
SELECT definer_function('plan_holders(uuid)');
GRANT EXECUTE ON FUNCTION plan_holders(uuid) TO application_role, admin_role;

-- Of two interests in one project that a merge of companies brings together, the survivor's own stays.
GRANT CREATE ON SCHEMA public TO definer_role;
CREATE FUNCTION merge_interests(survivor uuid, duplicate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE project_interests i SET company_id = survivor
  WHERE company_id = duplicate
    AND NOT EXISTS (SELECT FROM project_interests own WHERE own.company_id = survivor AND own.project_id = i.project_id);
END
$$;
SELECT definer_function('merge_interests(uuid, uuid)');
SELECT reword_function('plain_company_references()', '''wanted_certifications'', ''company_merges''',
  '''wanted_certifications'', ''company_merges'', ''project_interests''');
SELECT reword_function('merge_companies(uuid, uuid, text, text, text)', 'PERFORM merge_certifications(kept, merged);',
  $new$PERFORM merge_certifications(kept, merged);
  PERFORM merge_interests(kept, merged);$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
