-- portal: tx
-- The log says until when the bids were sealed, beside the time of the opening. An exception that a later deadline overtook says so, and
-- its firm hears of that deadline.
GRANT CREATE ON SCHEMA public TO definer_role;

-- When the bids of a project may be opened: after the deadline, and after the last exception.
CREATE FUNCTION sealed_until(project projects) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$ SELECT greatest(project.deadline_at, project.exceptions_until) $$;
REVOKE EXECUTE ON FUNCTION sealed_until(projects) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sealed_until(projects) TO definer_role;

SELECT reword_function('bidding_log(uuid)', $old$SELECT p.opened_at, 6, 'OPENED', NULL, opener_of(p.id), NULL, NULL, NULL FROM$old$,
  $new$SELECT p.opened_at, 6, 'OPENED', NULL, opener_of(p.id), NULL, NULL,
      format('The bids were sealed until %s.', clock_words(sealed_until(p), p.deadline_time_zone)) FROM$new$);
SELECT reword_function('bidding_log(uuid)', $old$format('Until %s: %s', clock_words(e.until, (SELECT p.deadline_time_zone FROM projects p WHERE p.id = wanted)), e.reason)
    FROM bid_exceptions e LEFT JOIN companies c ON c.id = e.company_id WHERE$old$,
  $new$format('Until %s: %s', clock_words(e.until, p.deadline_time_zone), e.reason)
        || CASE WHEN p.deadline_at >= e.until THEN format(' (The deadline for every firm moved to %s.)', clock_words(p.deadline_at, p.deadline_time_zone)) ELSE '' END
    FROM bid_exceptions e JOIN projects p ON p.id = e.project_id LEFT JOIN companies c ON c.id = e.company_id WHERE$new$);

-- Nobody’s time ends before the deadline.
DROP FUNCTION exceptions_of(uuid);
CREATE FUNCTION exceptions_of(wanted uuid)
RETURNS TABLE (id uuid, until timestamptz, granted_until timestamptz, granted_at timestamptz, firm text, reason text, grantor text, is_own boolean)
LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  is_of_staff boolean := current_setting('role') <> 'application_role';
  manages boolean := is_of_staff AND holds_permission('projects.manage') AND NOT has_own_bid(wanted);
  firms uuid[] := CASE WHEN is_of_staff THEN '{}' ELSE bidding_companies() END;
  reads boolean := reads_opened_bids(wanted);
  is_concerned boolean := manages OR reads OR is_of_staff AND holds_permission('bids.read')
    OR EXISTS (SELECT FROM projects p WHERE p.id = wanted AND p.owner_id = current_user_id())
    OR EXISTS (SELECT FROM project_applications b WHERE b.project_id = wanted AND b.status <> 'WITHDRAWN'
      AND (b.applicant_id = current_user_id() OR b.company_id = ANY (firms)));
BEGIN
  RETURN QUERY
    SELECT e.id, greatest(e.until, p.deadline_at), e.until, e.granted_at, CASE WHEN k.knows THEN c.name END, CASE WHEN k.knows THEN e.reason END,
      CASE WHEN k.knows THEN concat_ws(' ', u.first_name, u.last_name) END, coalesce(e.company_id = ANY (firms), false)
    FROM bid_exceptions e JOIN projects p ON p.id = e.project_id
    LEFT JOIN companies c ON c.id = e.company_id LEFT JOIN users u ON u.id = e.granted_by
    CROSS JOIN LATERAL (SELECT coalesce(manages OR reads OR e.granted_by = current_user_id() OR e.company_id = ANY (firms), false) AS knows) k
    WHERE e.project_id = wanted AND (is_concerned OR e.company_id = ANY (firms))
    ORDER BY e.granted_at, e.id;
END
$$;
SELECT definer_function('exceptions_of(uuid)');
GRANT EXECUTE ON FUNCTION exceptions_of(uuid) TO application_role, admin_role;

-- The people of a firm with an exception hear of a new deadline, though the firm has no draft yet.
ALTER TABLE project_notices DROP CONSTRAINT project_notices_reason_known;
ALTER TABLE project_notices
  ADD CONSTRAINT project_notices_reason_known CHECK (reason in ('FOLLOWS', 'BIDS', 'POSTED', 'DRAFTS', 'EXCEPTED')) NOT VALID;
SELECT reword_function('tell_of_project(uuid, text, text, text)', $old$    ) readers ORDER BY person, rank$old$, $new$      UNION ALL
      SELECT m.user_id, 'EXCEPTED', 4
      FROM bid_exceptions e JOIN company_people m ON m.company_id = e.company_id AND m.role IN ('OWNER', 'MEMBER')
      JOIN users u ON u.id = m.user_id AND u.status <> 'CLOSED'
      WHERE e.project_id = about AND of_kind = 'bidding-extended'
    ) readers ORDER BY person, rank$new$);
SELECT reword_function('tell_of_dates()', $old$        coalesce(clock_words(OLD.deadline_at, OLD.deadline_time_zone), 'not set')));$old$,
  $new$        coalesce(clock_words(OLD.deadline_at, OLD.deadline_time_zone), 'not set'))
      || CASE WHEN NEW.exceptions_until IS NULL THEN ''
        WHEN NEW.exceptions_until > NEW.deadline_at THEN format(' One firm may submit until %s.', clock_words(NEW.exceptions_until, NEW.deadline_time_zone))
        ELSE ' It is the same for every firm again.' END);$new$);
SELECT reword_function('keep_bidding_fair()', 'clock_words(OLD.exceptions_until, OLD.deadline_time_zone)', 'clock_words(sealed_until(OLD), OLD.deadline_time_zone)');
REVOKE CREATE ON SCHEMA public FROM definer_role;
