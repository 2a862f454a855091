-- portal: tx
-- A declined applicant may send the application again, as a withdrawn one. The earlier decision stays on the row until the
-- next one, so that the reviewer sees it.
CREATE OR REPLACE FUNCTION settle_application() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  IF NEW.status IN ('APPROVED', 'DECLINED') THEN
    NEW.decided_at := now();
    NEW.decided_by := current_user_id();
  END IF;
  -- An application that is sent again waits from then on.
  IF NEW.status = 'SUBMITTED' AND (NEW.submitted_at IS NULL OR OLD.status IN ('WITHDRAWN', 'DECLINED')) THEN
    NEW.submitted_at := now();
  END IF;
  IF NEW.status = 'APPROVED' THEN
    UPDATE users SET status = 'ACTIVE', member_type = tiers.member_type
    FROM membership_tiers tiers WHERE users.id = NEW.user_id AND tiers.code = NEW.tier_code;
    INSERT INTO memberships (user_id, tier_code, starts_on, ends_on)
    VALUES (NEW.user_id, NEW.tier_code, today, (today + interval '1 year' - interval '1 day')::date);
  ELSIF NEW.status = 'DECLINED' THEN
    UPDATE users SET status = 'DECLINED' WHERE id = NEW.user_id;
  ELSIF OLD.status = 'DECLINED' THEN
    UPDATE users SET status = 'PENDING' WHERE id = NEW.user_id;
  END IF;
  -- Words about an earlier state are no news any more.
  UPDATE notifications SET read_at = now()
  WHERE user_id = NEW.user_id AND read_at IS NULL
    AND kind IN ('application-received', 'application-question', 'application-declined');
  RETURN NEW;
END
$$;

DROP TRIGGER follow_status_flow ON membership_applications;
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON membership_applications FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('UNVERIFIED>SUBMITTED', 'UNVERIFIED>WITHDRAWN', 'SUBMITTED>QUESTION',
    'SUBMITTED>APPROVED', 'SUBMITTED>DECLINED', 'SUBMITTED>WITHDRAWN', 'QUESTION>SUBMITTED', 'QUESTION>APPROVED',
    'QUESTION>DECLINED', 'QUESTION>WITHDRAWN', 'WITHDRAWN>SUBMITTED', 'DECLINED>SUBMITTED');
