-- portal: tx
-- Staff who manage bids shortlist, ask and award for a poster, as they do all else. The poster hears of it, and of each question that
-- staff answer or refuse.
GRANT CREATE ON SCHEMA public TO definer_role;

-- Nobody decides about a bid whose own firm bids against it. Staff withdraw no bid, which a policy says.
SELECT reword_function('check_application_change()', $old$  IF NEW.status <> OLD.status AND OLD.status IN ('AWARDED',$old$,
  $new$  IF NEW.status <> OLD.status AND NEW.status <> 'WITHDRAWN' THEN
    PERFORM refuse_own_bidder(NEW.project_id);
  END IF;
  IF NEW.status <> OLD.status AND OLD.status IN ('AWARDED',$new$);

-- Holds the project of a bid before an award, and closes the bidding if its deadline has. Null for a bid that the acting person may not
-- award. The right to award needs no right to change projects.
CREATE FUNCTION hold_for_award(bid uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT p.* INTO project FROM projects p JOIN project_applications b ON b.project_id = p.id
  WHERE b.id = bid AND account_is_open()
    AND (p.owner_id = current_user_id() OR current_setting('role') <> 'application_role' AND holds_permission('bids.manage'))
  FOR NO KEY UPDATE OF p;
  -- A repetition of one's own changes nothing. Of two people at once the second one hears that it is done, and the trail names the first.
  IF project.id IS NOT NULL AND EXISTS (SELECT FROM project_applications b WHERE b.id = bid AND b.status = 'AWARDED'
    AND (b.decided_by IS DISTINCT FROM current_user_id() OR current_setting('role') = 'admin_role')) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project is already awarded to this bid.';
  END IF;
  UPDATE projects SET status = 'CLOSED' WHERE id = project.id AND status = 'BIDDING_OPEN' AND deadline_at <= now();
  RETURN project.id;
END
$$;
SELECT definer_function('hold_for_award(uuid)');
GRANT EXECUTE ON FUNCTION hold_for_award(uuid) TO application_role, admin_role;

SELECT reword_function('ask_bidder(uuid, text, date, text)', 'p.owner_id = current_user_id() AND account_is_open();',
  $new$account_is_open()
    AND (p.owner_id = current_user_id() OR current_setting('role') <> 'application_role' AND holds_permission('bids.manage'));$new$);
SELECT reword_function('ask_bidder(uuid, text, date, text)', '  PERFORM hold_undecided_bid(bid);', $new$  PERFORM refuse_own_bidder(about.id);
  PERFORM hold_undecided_bid(bid);$new$);
SELECT reword_function('ask_bidder(uuid, text, date, text)', '  RETURN made;', $new$  PERFORM tell_poster(about.id, format('NAMC staff asked %s about its bid.', firm_of_bid(bid)));
  RETURN made;$new$);
GRANT EXECUTE ON FUNCTION ask_bidder(uuid, text, date, text) TO admin_role;

-- The name of the firm or the person that bids. For other functions.
CREATE FUNCTION firm_of_bid(wanted uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT coalesce(c.name, concat_ws(' ', u.first_name, u.last_name))
  FROM project_applications b JOIN users u ON u.id = b.applicant_id LEFT JOIN companies c ON c.id = b.company_id WHERE b.id = wanted
$$;
REVOKE EXECUTE ON FUNCTION firm_of_bid(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION firm_of_bid(uuid) TO definer_role;

-- Staff read what was asked and answered beside the bids, unless their own firm bids.
CREATE POLICY staff_read ON bid_clarifications FOR SELECT TO admin_role
  USING ((SELECT holds_permission('bids.read'))
    AND EXISTS (SELECT FROM project_applications b WHERE b.id = bid_id AND NOT has_own_bid(b.project_id)));
GRANT SELECT ON bid_clarifications TO admin_role;

-- As before, and of decisions about bids and questions. The clock has closed a bidding whose deadline is over, and an award says so itself.
CREATE OR REPLACE FUNCTION tell_poster_of_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME = 'project_addenda' THEN
    PERFORM tell_poster(NEW.project_id, format('NAMC staff sent addendum %s: %s', NEW.number, NEW.title));
  ELSIF TG_TABLE_NAME = 'project_questions' THEN
    PERFORM tell_poster(NEW.project_id, CASE NEW.status
      WHEN 'ANSWERED' THEN format('NAMC staff answered a question: %s', NEW.published)
      ELSE format('NAMC staff refused a question: %s', NEW.refusal) END);
  ELSIF TG_TABLE_NAME = 'project_applications' THEN
    IF NEW.status <> 'DECLINED' THEN
      PERFORM tell_poster(NEW.project_id, CASE NEW.status
        WHEN 'AWARDED' THEN format('NAMC staff awarded the project to %s: %s', firm_of_bid(NEW.id), NEW.decision_reason)
        WHEN 'SHORTLISTED' THEN format('NAMC staff put %s on the short list.', firm_of_bid(NEW.id))
        ELSE format('NAMC staff took %s off the short list.', firm_of_bid(NEW.id)) END);
    END IF;
  ELSIF NEW.status <> OLD.status THEN
    IF NEW.status <> 'AWARDED' AND NOT (NEW.status = 'CLOSED' AND coalesce(OLD.deadline_at <= now(), false)) THEN
      PERFORM tell_poster(NEW.id, CASE NEW.status
        WHEN 'CANCELLED' THEN format('NAMC staff canceled the project: %s', NEW.cancel_reason)
        WHEN 'CLOSED' THEN 'NAMC staff closed the bidding.'
        WHEN 'BIDDING_OPEN' THEN 'NAMC staff opened the bidding.'
        ELSE 'NAMC staff changed the status of the project.' END);
    END IF;
  ELSE
    PERFORM tell_poster(NEW.id, format('NAMC staff moved the bidding deadline to %s.', coalesce(clock_words(NEW.deadline_at, NEW.deadline_time_zone), 'no date')));
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_poster_of_staff AFTER UPDATE OF status ON project_questions FOR EACH ROW
  WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION tell_poster_of_staff();
CREATE TRIGGER tell_poster_of_staff AFTER UPDATE OF status ON project_applications FOR EACH ROW
  WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION tell_poster_of_staff();
REVOKE CREATE ON SCHEMA public FROM definer_role;
