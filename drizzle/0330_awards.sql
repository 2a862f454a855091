-- portal: tx
-- The poster compares the opened bids, shortlists and awards, with a reason. Every bidder is told.
ALTER TABLE project_applications
  ADD COLUMN decision_reason text,
  ADD COLUMN told_at timestamp with time zone;
ALTER TABLE project_applications
  ADD CONSTRAINT project_applications_decision_reason_one_line CHECK (is_one_line(decision_reason)) NOT VALID,
  ADD CONSTRAINT project_applications_decision_reason_sensible CHECK (decision_reason is null or (status = 'AWARDED' and btrim(decision_reason) <> '' and length(decision_reason) <= 300)) NOT VALID;
GRANT UPDATE (decision_reason) ON project_applications TO application_role, admin_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('project_applications', 'id',
  '{project_id,applicant_id,company_id,status,submitted_at,decided_at,decided_by,replaces_id,withdraw_reason,decision_reason,told_at}');
-- Also where one bid is the lowest: of two equal ones nothing chooses silently.
SELECT reword_function('check_application_change()', 'IF NEW.status IN (''DECLINED'', ''AWARDED'') AND OLD.status', $new$IF NEW.status = 'AWARDED' AND OLD.status <> 'AWARDED' AND NEW.decision_reason IS NULL AND NOT is_system()
    AND current_setting('role') IN ('application_role', 'admin_role') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'decision_reason', MESSAGE = 'Say why you award the project to this bid.';
  END IF;
  IF NEW.decision_reason IS DISTINCT FROM OLD.decision_reason AND OLD.status = 'AWARDED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The reason for an award doesn’t change.';
  END IF;
  IF NEW.status IN ('DECLINED', 'AWARDED') AND OLD.status$new$);

-- The firms of those of these bids whose offers the reader reads.
CREATE FUNCTION firms_of_bids(wanted uuid[])
RETURNS TABLE (bid_id uuid, firm text, firm_id uuid, license_number text, bidder text)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  readable uuid[] := readable_bids(wanted);
BEGIN
  RETURN QUERY
    SELECT b.id, c.name, CASE WHEN is_in_directory(c.id) THEN c.id END, c.license_number, concat_ws(' ', u.first_name, u.last_name)
    FROM project_applications b JOIN users u ON u.id = b.applicant_id LEFT JOIN companies c ON c.id = b.company_id
    WHERE b.id = ANY (readable);
END
$$;
SELECT definer_function('firms_of_bids(uuid[])');
GRANT EXECUTE ON FUNCTION firms_of_bids(uuid[]) TO application_role, admin_role;

-- Tells every bidder of an awarded project, once, by mail and in the portal. For the one who awarded it, in the same transaction.
CREATE FUNCTION tell_bidders(project uuid, portal text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  told record;
BEGIN
  IF NOT EXISTS (SELECT FROM projects WHERE id = project AND status = 'AWARDED'
    AND (owner_id = current_user_id() OR holds_permission('bids.manage'))) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the poster tells the bidders.';
  END IF;
  FOR told IN
    SELECT DISTINCT ON (b.id, u.id) b.id AS bid, b.status, u.id, u.email, p.title
    FROM project_applications b JOIN projects p ON p.id = b.project_id
    JOIN users u ON u.id = b.applicant_id OR u.id IN (
      SELECT m.user_id FROM company_people m WHERE m.company_id = b.company_id AND m.role IN ('OWNER', 'MEMBER'))
    WHERE b.project_id = project AND b.status IN ('AWARDED', 'DECLINED') AND b.told_at IS NULL AND u.status <> 'CLOSED'
    ORDER BY b.id, u.id
  LOOP
    PERFORM add_mail(told.id, told.email, CASE told.status WHEN 'AWARDED' THEN 'bid-awarded' ELSE 'bid-not-awarded' END,
      CASE told.status WHEN 'AWARDED' THEN 'Your bid was awarded' ELSE 'A project was awarded to another bid' END,
      jsonb_build_object('origin', portal, 'projectTitle', told.title, 'bidId', told.bid), 0);
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (told.id, CASE told.status WHEN 'AWARDED' THEN 'bid-awarded' ELSE 'bid-not-awarded' END,
      CASE told.status WHEN 'AWARDED' THEN 'Your bid was awarded' ELSE 'A project was awarded to another bid' END, '/bids');
  END LOOP;
  UPDATE project_applications SET told_at = clock_timestamp()
  WHERE project_id = project AND status IN ('AWARDED', 'DECLINED') AND told_at IS NULL;
END
$$;
SELECT definer_function('tell_bidders(uuid, text)');
GRANT EXECUTE ON FUNCTION tell_bidders(uuid, text) TO application_role, admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
