-- portal: tx
-- The standing of a member follows from the terms and a day. A term can be renewed before it ends, so that a person may have
-- terms to come. The exclusion constraint keeps any two of them apart.

-- The two lengths of the ladder. The first notice goes out on the first day of “due soon”.
CREATE FUNCTION membership_due_soon_days() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 90;
CREATE FUNCTION membership_grace_days() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 30;

-- The ladder: the standing on a day of somebody whose terms run without a gap through `last_day`.
CREATE FUNCTION membership_standing(last_day date, on_day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN last_day IS NULL THEN 'NONE'
    WHEN on_day > last_day + membership_grace_days() THEN 'LAPSED'
    WHEN on_day > last_day THEN 'GRACE'
    WHEN on_day >= last_day - membership_due_soon_days() THEN 'DUE_SOON'
    ELSE 'ACTIVE' END;

-- The last day through which a person's terms run without a gap, seen from a day: the end of the latest term that has begun by
-- then, or of the terms that follow it day on day. Null before the first term.
CREATE FUNCTION membership_last_day(person uuid, on_day date) RETURNS date
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT min(term.ends_on) FROM memberships term
    WHERE term.user_id = person AND term.status <> 'CANCELLED'
      AND term.starts_on >= (
        SELECT max(begun.starts_on) FROM memberships begun
        WHERE begun.user_id = person AND begun.status <> 'CANCELLED' AND begun.starts_on <= on_day)
      AND NOT EXISTS (
        SELECT FROM memberships next
        WHERE next.user_id = person AND next.status <> 'CANCELLED' AND next.starts_on = term.ends_on + 1)
  );
END
$$;

CREATE FUNCTION membership_standing_of(person uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN membership_standing(membership_last_day(person, on_day), on_day);
END
$$;

-- The first day of a term that is added on a day: the day after the last term, or that day when the grace is over.
CREATE FUNCTION renewal_first_day(person uuid, on_day date) RETURNS date
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
DECLARE
  last_day date := (SELECT max(ends_on) FROM memberships WHERE user_id = person AND status <> 'CANCELLED');
BEGIN
  RETURN CASE WHEN membership_standing(last_day, on_day) IN ('NONE', 'LAPSED') THEN on_day ELSE last_day + 1 END;
END
$$;

-- The last day of a term of whole years. February 29 counts as March 1, so that years in a row end on the same day as so many
-- years at once, and nobody loses a day.
CREATE FUNCTION term_last_day(first_day date, years integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN extract(month FROM first_day) = 2 AND extract(day FROM first_day) = 29 THEN first_day + 1 ELSE first_day END
        + make_interval(years => years) - interval '1 day')::date;

-- The phase of one term on a day.
CREATE FUNCTION term_phase(status text, first_day date, last_day date, on_day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN status = 'CANCELLED' THEN 'CANCELED'
    WHEN first_day > on_day THEN 'COMING'
    WHEN last_day < on_day THEN 'PAST'
    ELSE 'CURRENT' END;

REVOKE EXECUTE ON FUNCTION membership_due_soon_days(), membership_grace_days(), membership_standing(date, date),
  membership_last_day(uuid, date), membership_standing_of(uuid, date), renewal_first_day(uuid, date), term_last_day(date, integer),
  term_phase(text, date, date, date)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION membership_due_soon_days(), membership_grace_days(), membership_standing(date, date),
  membership_last_day(uuid, date), membership_standing_of(uuid, date), renewal_first_day(uuid, date), term_last_day(date, integer),
  term_phase(text, date, date, date)
  TO application_role, admin_role, definer_role;

-- Adds a term of whole years and makes a lapsed member active again. The person who renews names the first day that they saw:
-- of two who renew at once, the second one is refused. Null for an unknown account.
CREATE FUNCTION renew_membership(person uuid, of_tier text, years integer, seen_first_day date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  made uuid := time_ordered_uuid();
  account_status text;
  type_of_tier text;
  first_day date;
BEGIN
  IF NOT holds_permission('memberships.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage memberships renew them.';
  END IF;
  SELECT status INTO account_status FROM users WHERE id = person FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF person = current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Somebody else has to renew your own membership.';
  END IF;
  IF account_status NOT IN ('ACTIVE', 'LAPSED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('This account is %s.', lower(account_status));
  END IF;
  IF years NOT BETWEEN 1 AND 5 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A membership is renewed for one to five years.';
  END IF;
  first_day := renewal_first_day(person, today);
  IF first_day <> seen_first_day THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The first day of the new term has changed: somebody has renewed this membership, or a new day has begun. Look at the new days.';
  END IF;
  IF first_day > today + interval '5 years' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This membership is renewed for more than five years already.';
  END IF;
  -- A tier that is not offered any more stays open to those who have it.
  SELECT member_type INTO type_of_tier FROM membership_tiers
  WHERE code = of_tier AND (is_offered OR code = (
    SELECT tier_code FROM memberships WHERE user_id = person AND status <> 'CANCELLED' ORDER BY starts_on DESC LIMIT 1));
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This tier isn’t offered.';
  END IF;
  INSERT INTO memberships (id, user_id, tier_code, starts_on, ends_on)
  VALUES (made, person, of_tier, first_day, term_last_day(first_day, years));
  UPDATE users SET status = 'ACTIVE', member_type = CASE WHEN first_day <= today THEN type_of_tier ELSE member_type END
  WHERE id = person AND (status <> 'ACTIVE' OR first_day <= today);
  RETURN made;
END
$$;
SELECT definer_function('renew_membership(uuid, text, integer, date)');
GRANT EXECUTE ON FUNCTION renew_membership(uuid, text, integer, date) TO admin_role;

SELECT let_staff_send('membership-renewed', 'memberships.manage', '{memberships.renew}', 'We renewed your membership', '/membership');

-- The first term of a new member is a year by the same rule.
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
    VALUES (NEW.user_id, NEW.tier_code, today, term_last_day(today, 1));
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
