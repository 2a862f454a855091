-- portal: tx
-- A bid takes the addenda of its project into account. None is submitted while its firm has an addendum to acknowledge.

-- The addenda of a project, and when each was acknowledged: for the firm, by the person, or by somebody who bids for the firm today.
-- Other functions alone call it.
CREATE FUNCTION addenda_for(wanted uuid, firm uuid, person uuid)
RETURNS TABLE (id uuid, number integer, title text, sent_at timestamp with time zone, read_at timestamp with time zone)
LANGUAGE sql STABLE ROWS 5 SET search_path = public, pg_temp
AS $$
  SELECT a.id, a.number, a.title, a.created_at, (
    SELECT min(k.acknowledged_at) FROM addendum_acknowledgements k
    WHERE k.addendum_id = a.id AND (k.company_id = firm OR k.user_id = person OR k.user_id IN (
      SELECT m.user_id FROM company_people m WHERE m.company_id = firm AND m.role IN ('OWNER', 'MEMBER'))))
  FROM project_addenda a WHERE a.project_id = wanted
$$;
REVOKE EXECUTE ON FUNCTION addenda_for(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION addenda_for(uuid, uuid, uuid) TO definer_role;

-- The addenda that a draft of the acting person's firm has to take into account.
CREATE FUNCTION addenda_of_draft(draft uuid)
RETURNS TABLE (id uuid, number integer, title text, read_at timestamp with time zone)
LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT a.id, a.number, a.title, a.read_at
    FROM bid_drafts d CROSS JOIN addenda_for(d.project_id, d.company_id, NULL) a
    WHERE d.id = draft AND d.company_id = ANY (bidding_companies()) ORDER BY a.number;
END
$$;
SELECT definer_function('addenda_of_draft(uuid)');
GRANT EXECUTE ON FUNCTION addenda_of_draft(uuid) TO application_role;

-- The addenda of those of these bids whose offers the reader reads. An addendum that came after a bid is one that the bid may not know of.
CREATE FUNCTION addenda_of_bids(wanted uuid[])
RETURNS TABLE (bid_id uuid, number integer, is_read boolean, is_later boolean)
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  readable uuid[] := readable_bids(wanted);
BEGIN
  RETURN QUERY
    SELECT b.id, a.number, a.read_at IS NOT NULL, a.sent_at > b.submitted_at
    FROM project_applications b CROSS JOIN addenda_for(b.project_id, b.company_id, b.applicant_id) a
    WHERE b.id = ANY (readable) ORDER BY b.id, a.number;
END
$$;
SELECT definer_function('addenda_of_bids(uuid[])');
GRANT EXECUTE ON FUNCTION addenda_of_bids(uuid[]) TO application_role, admin_role;

-- The lock of the project, which an addendum takes too, puts the two in order: the later one knows of the earlier one.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('submit_bid(uuid, integer, bigint, text, jsonb)', $old$IF lacking IS NOT NULL THEN$old$,
  $new$lacking := coalesce(lacking, (
    SELECT format('Your firm hasn’t acknowledged addendum %s: %s. Read it, and submit the bid then.', a.number, a.title)
    FROM addenda_for(held.project_id, held.company_id, current_user_id()) a WHERE a.read_at IS NULL ORDER BY a.number LIMIT 1));
  IF lacking IS NOT NULL THEN$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
