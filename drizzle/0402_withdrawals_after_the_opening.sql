-- portal: tx
-- The poster hears of a bid that is withdrawn after the opening, and its firm hears of the decision like the others. A decided bid
-- says what is so. A firm with a draft hears that the bidding ends at another time.

ALTER TABLE project_applications
  ADD COLUMN withdrawn_at timestamp with time zone,
  ADD COLUMN poster_told_at timestamp with time zone;
ALTER TABLE project_applications
  ADD CONSTRAINT project_applications_withdrawn CHECK (withdrawn_at is null or status = 'WITHDRAWN') NOT VALID;
ALTER TABLE project_notices DROP CONSTRAINT project_notices_reason_known;
ALTER TABLE project_notices
  ADD CONSTRAINT project_notices_reason_known CHECK (reason in ('FOLLOWS', 'BIDS', 'POSTED', 'DRAFTS')) NOT VALID;

-- A bid that was open before it was withdrawn. The opening leaves withdrawn bids as they are.
CREATE FUNCTION was_opened(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM bid_contents WHERE bid_id = wanted AND opened_at IS NOT NULL)
$$;
REVOKE EXECUTE ON FUNCTION was_opened(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION was_opened(uuid) TO definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('project_applications', 'id',
  '{project_id,applicant_id,company_id,status,submitted_at,decided_at,decided_by,replaces_id,withdraw_reason,decision_reason,told_at,withdrawn_at,poster_told_at}');
SELECT reword_function('check_application_change()', $old$IF NEW.status = 'WITHDRAWN' AND OLD.status <> 'WITHDRAWN' AND NEW.withdraw_reason IS NULL$old$,
  $new$IF NEW.status <> OLD.status AND OLD.status IN ('AWARDED', 'DECLINED', 'WITHDRAWN') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = CASE OLD.status
      WHEN 'AWARDED' THEN 'This project is already awarded to this bid.'
      WHEN 'DECLINED' THEN 'This project is already awarded to another bid.'
      ELSE 'The bid is withdrawn already.' END;
  END IF;
  IF NEW.status = 'WITHDRAWN' AND OLD.status <> 'WITHDRAWN' THEN
    NEW.withdrawn_at := clock_timestamp();
  END IF;
  IF NEW.status = 'WITHDRAWN' AND OLD.status <> 'WITHDRAWN' AND NEW.withdraw_reason IS NULL$new$);

-- Tells the poster, once, that a bid of the acting person's firm was withdrawn after the opening. In the transaction of the withdrawal.
CREATE FUNCTION tell_of_withdrawal(wanted uuid, portal text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  told record;
BEGIN
  UPDATE project_applications b SET poster_told_at = clock_timestamp()
  FROM projects p, users poster, users bidder
  WHERE b.id = wanted AND p.id = b.project_id AND poster.id = p.owner_id AND bidder.id = b.applicant_id
    AND b.status = 'WITHDRAWN' AND b.poster_told_at IS NULL AND was_opened(b.id)
    AND (b.applicant_id = current_user_id() OR b.company_id = ANY (bidding_companies()))
  RETURNING p.id, p.title, poster.id AS user_id, poster.email, poster.status, b.withdraw_reason AS reason,
    coalesce((SELECT c.name FROM companies c WHERE c.id = b.company_id), concat_ws(' ', bidder.first_name, bidder.last_name)) AS firm
  INTO told;
  IF told.id IS NULL OR told.status = 'CLOSED' THEN
    RETURN;
  END IF;
  PERFORM add_mail(told.user_id, told.email, 'bid-withdrawn', 'A bid was withdrawn after the opening',
    jsonb_build_object('origin', portal, 'projectId', told.id, 'projectTitle', told.title, 'firm', told.firm, 'reason', told.reason), 0);
  INSERT INTO notifications (user_id, kind, title, path)
  VALUES (told.user_id, 'bid-withdrawn',
    left(format('%s withdrew its bid on “%s”: %s', left(told.firm, 60), left(told.title, 60), told.reason), 200),
    format('/projects/%s/bids', told.id));
END
$$;
SELECT definer_function('tell_of_withdrawal(uuid, text)');
GRANT EXECUTE ON FUNCTION tell_of_withdrawal(uuid, text) TO application_role;
GRANT CREATE ON SCHEMA public TO definer_role;

-- As before, and those who withdrew their bids after the opening hear of the award as well.
CREATE OR REPLACE FUNCTION tell_bidders(project uuid, portal text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  told record;
  letter text;
  title text;
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
    WHERE b.project_id = project AND b.told_at IS NULL AND u.status <> 'CLOSED'
      AND (b.status IN ('AWARDED', 'DECLINED') OR b.status = 'WITHDRAWN' AND was_opened(b.id))
    ORDER BY b.id, u.id
  LOOP
    letter := CASE told.status WHEN 'AWARDED' THEN 'bid-awarded' WHEN 'DECLINED' THEN 'bid-not-awarded' ELSE 'withdrawn-bid-decided' END;
    title := CASE told.status WHEN 'AWARDED' THEN 'Your bid was awarded' ELSE 'A project was awarded to another bid' END;
    PERFORM add_mail(told.id, told.email, letter, title,
      jsonb_build_object('origin', portal, 'projectTitle', told.title, 'bidId', told.bid), 0);
    INSERT INTO notifications (user_id, kind, title, path) VALUES (told.id, letter, title, '/bids');
  END LOOP;
  UPDATE project_applications b SET told_at = clock_timestamp()
  WHERE b.project_id = project AND b.told_at IS NULL
    AND (b.status IN ('AWARDED', 'DECLINED') OR b.status = 'WITHDRAWN' AND was_opened(b.id));
END
$$;

-- As before. Those who withdrew their bids after the opening are concerned too. Of the news that move the end of the bidding, those who
-- draft a bid are as well.
CREATE OR REPLACE FUNCTION tell_of_project(about uuid, of_kind text, title text, in_words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  WITH concerned AS (
    SELECT DISTINCT ON (person) person, reason FROM (
      SELECT user_id AS person, 'FOLLOWS' AS reason, 2 AS rank FROM project_follows WHERE project_id = about
      UNION ALL
      SELECT applicant_id, 'BIDS', 1 FROM project_applications b
      WHERE project_id = about AND (status IN ('SUBMITTED', 'SHORTLISTED') OR status = 'WITHDRAWN' AND was_opened(b.id))
      UNION ALL
      SELECT m.user_id, 'DRAFTS', 3
      FROM bid_drafts d JOIN company_people m ON m.company_id = d.company_id AND m.role IN ('OWNER', 'MEMBER')
      JOIN users u ON u.id = m.user_id AND u.status <> 'CLOSED'
      WHERE d.project_id = about AND of_kind IN ('bidding-extended', 'project-closed')
    ) readers ORDER BY person, rank
  ), noted AS (
    INSERT INTO project_notices (user_id, project_id, reason, kind, words)
    SELECT person, about, reason, of_kind, left(in_words, 300) FROM concerned
    RETURNING user_id
  )
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT user_id, of_kind, left(tell_of_project.title, 200), format('/projects/%s', about) FROM noted;
  IF FOUND THEN
    PERFORM add_job('tell-of-projects', '{}');
  END IF;
END
$$;
REVOKE CREATE ON SCHEMA public FROM definer_role;
