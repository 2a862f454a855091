-- portal: tx
-- The bidding log: every act of an opened bidding, and the record of who took it away together with the documents of the bids.

-- Whether the acting person reads the opened bids of a project. Other functions alone call it.
CREATE FUNCTION reads_opened_bids(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM projects p
    WHERE p.id = wanted AND (p.owner_id = current_user_id() OR holds_permission('bids.read'))
      AND bids_are_open(p.status, p.opened_at, p.deadline_at))
$$;
REVOKE EXECUTE ON FUNCTION reads_opened_bids(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reads_opened_bids(uuid) TO definer_role;

-- A firm is named once it has a bid that stands or that was opened. One that withdrew before the opening stays unnamed, as on the
-- page of the bids, and so does an interest that its firm keeps to itself. A revision withdraws the bid before it in its own
-- transaction: that is no withdrawal of the firm's.
CREATE FUNCTION bidding_log(wanted uuid)
RETURNS TABLE (at timestamp with time zone, act text, firm text, person text, bid_id uuid, number integer, words text)
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT reads_opened_bids(wanted) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH sides AS (
    SELECT b.*, coalesce(b.company_id, b.applicant_id) AS side, b.status <> 'WITHDRAWN' OR was_opened(b.id) AS is_shown,
      concat_ws(' ', u.first_name, u.last_name) AS bidder, c.name AS company,
      EXISTS (SELECT FROM project_applications n WHERE n.replaces_id = b.id
        AND (b.withdrawn_at IS NULL OR b.withdrawn_at >= n.created_at)) AS is_revised
    FROM project_applications b JOIN users u ON u.id = b.applicant_id LEFT JOIN companies c ON c.id = b.company_id
    WHERE b.project_id = wanted
  ), bids AS (
    SELECT s.*, CASE WHEN n.is_named THEN coalesce(s.company, s.bidder) END AS firm_name,
      CASE WHEN n.is_named THEN s.bidder END AS person_name
    FROM sides s JOIN (SELECT side, bool_or(is_shown) AS is_named FROM sides GROUP BY side) n ON n.side = s.side
  ), acts AS (
    SELECT p.published_at AS at, 0 AS place, 'PUBLISHED' AS act, NULL::text AS firm, NULL::text AS person, NULL::uuid AS bid, NULL::integer AS number, p.title AS words
    FROM projects p WHERE p.id = wanted
    UNION ALL
    SELECT h.said_at, 1, 'INTERESTED', h.firm, NULL, NULL, NULL, h.bids_as FROM plan_holders(wanted) h
    UNION ALL
    SELECT a.created_at, 2, 'ADDENDUM', NULL, NULL, NULL, a.number, a.title FROM project_addenda a WHERE a.project_id = wanted
    UNION ALL
    SELECT a.read_at, 3, 'ACKNOWLEDGED', b.firm_name, NULL, b.id, a.number, a.title
    FROM bids b CROSS JOIN addenda_for(wanted, b.company_id, b.applicant_id) a WHERE b.is_shown AND a.read_at IS NOT NULL
    UNION ALL
    SELECT b.submitted_at, 4, CASE WHEN EXISTS (SELECT FROM bids e WHERE e.id = b.replaces_id AND e.is_revised) THEN 'REVISED' ELSE 'SUBMITTED' END,
      b.firm_name, b.person_name, b.id, NULL, NULL
    FROM bids b
    UNION ALL
    SELECT b.withdrawn_at, 5, 'WITHDRAWN', b.firm_name, NULL, b.id, NULL, b.withdraw_reason
    FROM bids b WHERE b.status = 'WITHDRAWN' AND NOT b.is_revised
    UNION ALL
    SELECT p.opened_at, 6, 'OPENED', NULL, opener_of(p.id), NULL, NULL, NULL FROM projects p WHERE p.id = wanted
    UNION ALL
    SELECT b.decided_at, 9, b.status, b.firm_name, (SELECT concat_ws(' ', u.first_name, u.last_name) FROM users u WHERE u.id = b.decided_by),
      b.id, NULL, b.decision_reason
    FROM bids b WHERE b.status IN ('AWARDED', 'DECLINED')
  )
  SELECT a.at, a.act, a.firm, a.person, a.bid, a.number, a.words FROM acts a ORDER BY a.at NULLS LAST, a.place, a.number, a.bid;
END
$$;
SELECT definer_function('bidding_log(uuid)');
GRANT EXECUTE ON FUNCTION bidding_log(uuid) TO application_role, admin_role;

-- Notes in the trail that somebody takes the documents of a bidding away. False where the person reads no opened bids.
CREATE FUNCTION note_bid_download(wanted uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT reads_opened_bids(wanted) THEN
    RETURN false;
  END IF;
  INSERT INTO admin_actions (action, user_id, actor, target_table, target_id, request_id)
  VALUES ('bids.download', current_user_id(), current_actor(), 'projects', wanted::text, nullif(current_setting('app.request_id', true), ''));
  RETURN true;
END
$$;
SELECT definer_function('note_bid_download(uuid)');
GRANT EXECUTE ON FUNCTION note_bid_download(uuid) TO application_role, admin_role;
GRANT INSERT ON admin_actions TO definer_role;
