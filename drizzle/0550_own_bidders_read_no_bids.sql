-- portal: tx
-- Staff whose own firm bids read nothing of the other bids: neither the offers with their files and firms, nor the log, nor the names
-- beside an addendum. A colleague does.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('readable_bids(uuid[])', $old$holds_permission('bids.read');
BEGIN$old$, $new$holds_permission('bids.read');
  -- Once for each project, because a project has many bids.
  withheld uuid[] := CASE WHEN sees_all THEN ARRAY(
    SELECT d.project_id FROM (SELECT DISTINCT project_id FROM project_applications WHERE id = ANY (bid_ids) OFFSET 0) d WHERE has_own_bid(d.project_id)) END;
BEGIN$new$);
SELECT reword_function('readable_bids(uuid[])', '(sees_all OR p.owner_id = person)', '(sees_all AND p.id <> ALL (withheld) OR p.owner_id = person)');
SELECT reword_function('acknowledgements_of(uuid)', $old$holds_permission('bids.read')) THEN$old$,
  $new$holds_permission('bids.read') AND NOT has_own_bid(project.id)) THEN$new$);
-- The refusal says why. The poster’s address of the same documents refuses nobody.
SELECT reword_function('note_bid_download(uuid)', '  IF NOT reads_opened_bids(wanted) THEN', $new$  PERFORM refuse_own_bidder(wanted);
  IF NOT reads_opened_bids(wanted) THEN$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
CREATE OR REPLACE FUNCTION reads_opened_bids(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM projects p
    WHERE p.id = wanted AND (p.owner_id = current_user_id() OR holds_permission('bids.read') AND NOT has_own_bid(p.id))
      AND bids_are_open(p.status, p.opened_at, p.deadline_at))
$$;
