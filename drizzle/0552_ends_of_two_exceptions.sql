-- portal: tx
-- Of several exceptions for one firm the latest end counts, and the others say so. An end that a reader may not tie to a firm stays as
-- it is, because the two lines together would name the firm.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('bidding_log(uuid)', $old$(The deadline for every firm moved to %s.)', clock_words(p.deadline_at, p.deadline_time_zone)) ELSE '' END$old$,
  $new$(The deadline for every firm moved to %s.)', clock_words(p.deadline_at, p.deadline_time_zone))
          WHEN bids_until(p, e.company_id) > e.until THEN format(' (Another exception counted, until %s.)', clock_words(bids_until(p, e.company_id), p.deadline_time_zone))
          ELSE '' END$new$);
DROP FUNCTION exceptions_of(uuid);
CREATE FUNCTION exceptions_of(wanted uuid)
RETURNS TABLE (id uuid, until timestamptz, granted_until timestamptz, overtaken_by text, granted_at timestamptz, firm text, reason text, grantor text,
  is_own boolean)
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
    WITH granted AS (
      SELECT e.*, coalesce(manages OR reads OR e.granted_by = current_user_id() OR e.company_id = ANY (firms), false) AS knows
      FROM bid_exceptions e WHERE e.project_id = wanted
    ), held AS (
      SELECT g.*, p.deadline_at, greatest(p.deadline_at, CASE WHEN g.knows AND g.company_id IS NOT NULL
        THEN max(g.until) OVER (PARTITION BY g.company_id, g.knows) ELSE g.until END) AS held_until
      FROM granted g JOIN projects p ON p.id = g.project_id
    )
    SELECT h.id, h.held_until, h.until,
      CASE WHEN h.deadline_at >= h.held_until THEN 'DEADLINE' WHEN h.until < h.held_until THEN 'EXCEPTION' ELSE 'NOTHING' END,
      h.granted_at, CASE WHEN h.knows THEN c.name END, CASE WHEN h.knows THEN h.reason END,
      CASE WHEN h.knows THEN concat_ws(' ', u.first_name, u.last_name) END, coalesce(h.company_id = ANY (firms), false)
    FROM held h LEFT JOIN companies c ON c.id = h.company_id LEFT JOIN users u ON u.id = h.granted_by
    WHERE is_concerned OR h.company_id = ANY (firms)
    ORDER BY h.granted_at, h.id;
END
$$;
SELECT definer_function('exceptions_of(uuid)');
GRANT EXECUTE ON FUNCTION exceptions_of(uuid) TO application_role, admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
