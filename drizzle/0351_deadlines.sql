-- portal: tx
-- A bidder counts on the deadline that is announced, also one who has not bid yet. It moves to a later time only. Somebody who
-- wants no more bids closes the bidding, which says so. A year is easily mistyped, such as 20227.
CREATE FUNCTION check_deadline() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF is_system() OR current_setting('role') NOT IN ('application_role', 'admin_role') THEN
    RETURN NEW;
  END IF;
  IF NEW.deadline_at > now() + interval '100 years' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'deadline_at', MESSAGE = 'Check the year of the deadline.';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status IN ('CLOSED', 'AWARDED', 'CANCELLED') AND NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'deadline_at', MESSAGE = 'The bidding has ended.';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status = 'BIDDING_OPEN' AND NEW.status = 'BIDDING_OPEN' AND NEW.deadline_at < OLD.deadline_at THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'deadline_at',
      MESSAGE = 'While bids are open, the deadline only moves to a later time. You can close the bidding instead.';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION check_deadline() FROM PUBLIC;
CREATE TRIGGER rules_of_the_deadline BEFORE INSERT OR UPDATE OF deadline_at ON projects FOR EACH ROW EXECUTE FUNCTION check_deadline();
