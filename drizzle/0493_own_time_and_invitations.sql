-- portal: tx
-- Until when a firm of the reader may bid past the deadline, so that the page of a project and the lists do not say that the bidding is over.
-- Null without such time, and once it is over.

CREATE FUNCTION own_exception_until(wanted uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT max(e.until) FROM projects p JOIN bid_exceptions e ON e.project_id = p.id
    WHERE p.id = wanted AND p.status = 'BIDDING_OPEN' AND e.until > greatest(p.deadline_at, now())
      AND e.company_id = ANY (bidding_companies()));
END
$$;
SELECT definer_function('own_exception_until(uuid)');
GRANT EXECUTE ON FUNCTION own_exception_until(uuid) TO application_role, admin_role, system_role;
GRANT EXECUTE ON FUNCTION own_bids_until(uuid, uuid) TO system_role;

-- The room for a project that the reader manages: the invitations of this day, the time of the next one if there are none,
-- and the firms on the list whose address was invited, for this firm or for another.
CREATE FUNCTION room_for_invitations(wanted uuid) RETURNS TABLE (room integer, next_at timestamptz, invited uuid[])
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT manages_outreach(wanted) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT greatest(50 - greatest(
        (SELECT count(*) FROM outreach_invitations i WHERE i.project_id = wanted AND i.invited_at > now() - interval '1 day'),
        (SELECT count(*) FROM outreach_invitations i WHERE i.invited_by = current_user_id() AND i.invited_at > now() - interval '1 day')), 0)::integer,
      greatest(
        (SELECT i.invited_at + interval '1 day' FROM outreach_invitations i
          WHERE i.project_id = wanted AND i.invited_at > now() - interval '1 day' ORDER BY i.invited_at DESC OFFSET 49 LIMIT 1),
        (SELECT i.invited_at + interval '1 day' FROM outreach_invitations i
          WHERE i.invited_by = current_user_id() AND i.invited_at > now() - interval '1 day' ORDER BY i.invited_at DESC OFFSET 49 LIMIT 1)),
      array(SELECT o.id FROM project_outreach o JOIN outreach_invitations i ON i.project_id = o.project_id AND i.email = o.email
        WHERE o.project_id = wanted ORDER BY o.id);
END
$$;
SELECT definer_function('room_for_invitations(uuid)');
GRANT EXECUTE ON FUNCTION room_for_invitations(uuid) TO application_role, admin_role;
