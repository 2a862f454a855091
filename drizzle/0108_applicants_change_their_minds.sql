-- portal: tx
-- Applicants change what they wrote while nobody has decided, and may withdraw their application and send it again. A
-- withdrawal leaves the account open, so that there is somebody to send it again; closing the account is an act of its own.
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
  IF NEW.status = 'SUBMITTED' AND (NEW.submitted_at IS NULL OR OLD.status = 'WITHDRAWN') THEN
    NEW.submitted_at := now();
  END IF;
  IF NEW.status = 'APPROVED' THEN
    UPDATE users SET status = 'ACTIVE', member_type = tiers.member_type
    FROM membership_tiers tiers WHERE users.id = NEW.user_id AND tiers.code = NEW.tier_code;
    INSERT INTO memberships (user_id, tier_code, starts_on, ends_on)
    VALUES (NEW.user_id, NEW.tier_code, today, (today + interval '1 year' - interval '1 day')::date);
  ELSIF NEW.status = 'DECLINED' THEN
    UPDATE users SET status = 'DECLINED' WHERE id = NEW.user_id;
  END IF;
  -- What was said about an earlier state is no news any more.
  UPDATE notifications SET read_at = now()
  WHERE user_id = NEW.user_id AND read_at IS NULL AND kind IN ('application-received', 'application-question');
  RETURN NEW;
END
$$;
GRANT UPDATE (read_at) ON notifications TO definer_role;

DROP TRIGGER follow_status_flow ON membership_applications;
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON membership_applications FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('UNVERIFIED>SUBMITTED', 'UNVERIFIED>WITHDRAWN', 'SUBMITTED>QUESTION',
    'SUBMITTED>APPROVED', 'SUBMITTED>DECLINED', 'SUBMITTED>WITHDRAWN', 'QUESTION>SUBMITTED', 'QUESTION>APPROVED',
    'QUESTION>DECLINED', 'QUESTION>WITHDRAWN', 'WITHDRAWN>SUBMITTED');

-- What was decided on stays. The statement of a closed account is erased.
CREATE FUNCTION keep_decided_answers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'NAMC1', TABLE = TG_TABLE_NAME,
    MESSAGE = 'This application is already decided, so its answers stay as they are.';
END
$$;
REVOKE EXECUTE ON FUNCTION keep_decided_answers() FROM PUBLIC;
CREATE TRIGGER keep_decided_answers BEFORE UPDATE OF tier_code, statement ON membership_applications FOR EACH ROW
  WHEN (OLD.status IN ('APPROVED', 'DECLINED')
    AND (NEW.tier_code <> OLD.tier_code OR NEW.statement NOT IN (OLD.statement, '')))
  EXECUTE FUNCTION keep_decided_answers();

ALTER TABLE account_events DROP CONSTRAINT account_events_kind_known;
ALTER TABLE account_events ADD CONSTRAINT account_events_kind_known CHECK (kind in ('APPLIED', 'EMAIL_VERIFIED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'SESSION_ENDED', 'OLD_TOKEN_USED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_CHANGED', 'EMAIL_CHANGE_CANCELED', 'TWO_FACTOR_ON', 'TWO_FACTOR_OFF', 'RECOVERY_CODE_USED', 'RECOVERY_CODES_MADE', 'CODE_REFUSED', 'AUTHENTICATOR_REPLACED', 'APPLICATION_CHANGED', 'APPLICATION_WITHDRAWN', 'APPLICATION_SENT_AGAIN', 'CLOSED')) NOT VALID;
