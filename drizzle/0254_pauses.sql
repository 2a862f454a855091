-- portal: tx
-- A pause of a membership: its days don't count, and the rest of the terms moves by them. A renewal by staff says what the new term
-- stands on, and for a lapsed member whether the missed days count.

CREATE TABLE membership_pauses (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  reason text NOT NULL,
  paused_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT membership_pauses_one_line CHECK (is_one_line(reason)),
  CONSTRAINT membership_pauses_days_sensible CHECK (ends_on between starts_on and starts_on + 365),
  CONSTRAINT membership_pauses_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT,
  CONSTRAINT membership_pauses_paused_by_users_id_fk FOREIGN KEY (paused_by) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX idx_membership_pauses_user ON membership_pauses (user_id,starts_on);
CREATE INDEX idx_membership_pauses_paused_by ON membership_pauses (paused_by);
ALTER TABLE membership_pauses ADD CONSTRAINT membership_pauses_no_overlap
  EXCLUDE USING gist (user_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);
SELECT protect_table('membership_pauses');
CREATE POLICY own_rows ON membership_pauses FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON membership_pauses FOR SELECT TO admin_role USING ((SELECT holds_permission('memberships.read')));
CREATE POLICY system_delete ON membership_pauses FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT (id, user_id, starts_on, ends_on, created_at) ON membership_pauses TO application_role;
GRANT SELECT ON membership_pauses TO admin_role;
GRANT DELETE ON membership_pauses TO system_role;
GRANT SELECT, INSERT, UPDATE (ends_on), DELETE ON membership_pauses TO definer_role;
GRANT DELETE ON membership_notices TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('membership_pauses', 'id', '{user_id,starts_on,ends_on,reason,paused_by}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- The last day of the pause in which a day is. Null for a day outside of one.
CREATE FUNCTION paused_through(person uuid, on_day date) RETURNS date
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT ends_on FROM membership_pauses WHERE user_id = person AND on_day BETWEEN starts_on AND ends_on);
END
$$;
REVOKE EXECUTE ON FUNCTION paused_through(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paused_through(uuid, date) TO application_role, admin_role, definer_role;

CREATE OR REPLACE FUNCTION membership_standing_of(person uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
DECLARE
  standing text := membership_standing(membership_last_day(person, on_day), on_day);
BEGIN
  RETURN CASE WHEN standing IN ('ACTIVE', 'DUE_SOON') AND paused_through(person, on_day) IS NOT NULL THEN 'PAUSED' ELSE standing END;
END
$$;

-- Moves the last day of the term in which a day is, and the terms after it, by some days, forward or back. What the member was told
-- about these last days is told anew. The caller holds the person's row.
CREATE FUNCTION move_terms(person uuid, from_day date, days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  term memberships;
BEGIN
  -- Two terms never share a day, not even in between.
  FOR term IN
    SELECT * FROM memberships WHERE user_id = person AND status = 'ACTIVE' AND ends_on >= from_day
    ORDER BY CASE WHEN days > 0 THEN -(starts_on - '2000-01-01'::date) ELSE starts_on - '2000-01-01'::date END
  LOOP
    UPDATE memberships
    SET starts_on = CASE WHEN term.starts_on > from_day THEN term.starts_on + days ELSE term.starts_on END, ends_on = term.ends_on + days
    WHERE id = term.id;
    DELETE FROM membership_notices WHERE membership_id = term.id;
  END LOOP;
END
$$;
SELECT definer_function('move_terms(uuid, date, integer)');

-- Refuses a change of a pause to those who don't manage memberships, for their own, and beside an open invoice for an upgrade, whose days
-- would be others. Holds the person's row and returns the status of the account; null for an unknown one.
CREATE FUNCTION hold_membership(person uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  account_status text;
BEGIN
  IF NOT holds_permission('memberships.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage memberships pause them.';
  END IF;
  SELECT status INTO account_status FROM users WHERE id = person FOR UPDATE;
  IF person = current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Somebody else has to pause your own membership.';
  END IF;
  IF EXISTS (SELECT FROM invoices WHERE user_id = person AND kind = 'UPGRADE' AND status = 'OPEN') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An invoice for an upgrade is open. It has to be paid or voided first.';
  END IF;
  RETURN account_status;
END
$$;
SELECT definer_function('hold_membership(uuid)');

-- Pauses a membership from a day through another one. Null for an unknown account.
CREATE FUNCTION pause_membership(person uuid, first_day date, last_day date, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  account_status text := hold_membership(person);
  made uuid := time_ordered_uuid();
BEGIN
  IF account_status IS NULL THEN
    RETURN NULL;
  END IF;
  IF account_status <> 'ACTIVE' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('This account is %s.', lower(account_status));
  END IF;
  IF first_day < today THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A pause begins today or later.';
  END IF;
  IF NOT EXISTS (SELECT FROM memberships WHERE user_id = person AND status = 'ACTIVE' AND first_day BETWEEN starts_on AND ends_on) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'No term of this membership runs on the first day of the pause.';
  END IF;
  INSERT INTO membership_pauses (id, user_id, starts_on, ends_on, reason, paused_by)
  VALUES (made, person, first_day, last_day, why, current_user_id());
  PERFORM move_terms(person, first_day, last_day - first_day + 1);
  RETURN made;
END
$$;
SELECT definer_function('pause_membership(uuid, date, date, text)');
GRANT EXECUTE ON FUNCTION pause_membership(uuid, date, date, text) TO admin_role;

-- Ends a pause: the membership runs again from today. One that has not begun never happens. The days that were not paused go off the
-- end of the terms again. Null for an unknown pause.
CREATE FUNCTION end_pause(of_pause uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  pause membership_pauses;
BEGIN
  SELECT * INTO pause FROM membership_pauses WHERE id = of_pause;
  PERFORM hold_membership(pause.user_id);
  SELECT * INTO pause FROM membership_pauses WHERE id = of_pause FOR UPDATE;
  IF pause.id IS NULL THEN
    RETURN NULL;
  END IF;
  IF pause.ends_on < today THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This pause is over already.';
  END IF;
  IF pause.starts_on >= today THEN
    DELETE FROM membership_pauses WHERE id = of_pause;
  ELSE
    UPDATE membership_pauses SET ends_on = today - 1 WHERE id = of_pause;
  END IF;
  PERFORM move_terms(pause.user_id, greatest(pause.starts_on, today), -(pause.ends_on - greatest(pause.starts_on, today) + 1));
  RETURN pause.user_id;
END
$$;
SELECT definer_function('end_pause(uuid)');
GRANT EXECUTE ON FUNCTION end_pause(uuid) TO admin_role;

-- A pause whose term was canceled moves nothing any more.
CREATE FUNCTION drop_pauses_without_terms(person uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  DELETE FROM membership_pauses p
  WHERE p.user_id = person AND p.ends_on >= (now() AT TIME ZONE 'America/Los_Angeles')::date AND NOT EXISTS (
    SELECT FROM memberships m WHERE m.user_id = person AND m.status <> 'CANCELLED' AND p.starts_on BETWEEN m.starts_on AND m.ends_on)
$$;
SELECT definer_function('drop_pauses_without_terms(uuid)');

-- Adds a term on these days and makes a lapsed member active again. The caller holds the person's row and has checked who asks.
CREATE FUNCTION add_term_on(person uuid, of_tier text, first_day date, last_day date, on_basis text, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  made uuid := time_ordered_uuid();
BEGIN
  INSERT INTO memberships (id, user_id, tier_code, starts_on, ends_on, basis, basis_note)
  VALUES (made, person, of_tier, first_day, last_day, on_basis, why);
  UPDATE users SET status = 'ACTIVE', member_type = CASE WHEN first_day <= today
    THEN (SELECT member_type FROM membership_tiers WHERE code = of_tier) ELSE member_type END
  WHERE id = person AND (status <> 'ACTIVE' OR first_day <= today);
  RETURN made;
END
$$;
SELECT definer_function('add_term_on(uuid, text, date, date, text, text)');

CREATE OR REPLACE FUNCTION add_term(person uuid, of_tier text, years integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  first_day date := renewal_first_day(person, (now() AT TIME ZONE 'America/Los_Angeles')::date);
BEGIN
  RETURN add_term_on(person, of_tier, first_day, term_last_day(first_day, years), 'DUES', NULL);
END
$$;

-- The first day of a term that is added on a day: the missed days of a lapsed member count when staff say so, and the term begins on the
-- day after the last one then, as if it had been renewed in time.
CREATE FUNCTION reinstatement_first_day(person uuid, on_day date, counts_missed boolean) RETURNS date
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE WHEN counts_missed
    THEN coalesce((SELECT max(ends_on) + 1 FROM memberships WHERE user_id = person AND status <> 'CANCELLED'), on_day)
    ELSE renewal_first_day(person, on_day) END;
END
$$;
REVOKE EXECUTE ON FUNCTION reinstatement_first_day(uuid, date, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reinstatement_first_day(uuid, date, boolean) TO application_role, admin_role, definer_role;

DROP FUNCTION renew_membership(uuid, text, integer, date);
-- Renews or reinstates a membership. The person who does it names the first day that they saw: of two who renew at once, the second one
-- is refused. Null for an unknown account.
CREATE FUNCTION renew_membership(person uuid, of_tier text, years integer, seen_first_day date, on_basis text, why text,
  counts_missed boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  first_day date;
BEGIN
  IF NOT holds_permission('memberships.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage memberships renew them.';
  END IF;
  PERFORM FROM users WHERE id = person FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF person = current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Somebody else has to renew your own membership.';
  END IF;
  first_day := reinstatement_first_day(person, today, counts_missed);
  IF first_day <> seen_first_day THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The first day of the new term has changed: somebody has renewed this membership, or a new day has begun. Look at the new days.';
  END IF;
  PERFORM assert_renewable(person, of_tier, years);
  IF term_last_day(first_day, years) < today THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'With the missed days, this term would be over already. Choose more years, or leave the missed days out.';
  END IF;
  RETURN add_term_on(person, of_tier, first_day, term_last_day(first_day, years), on_basis, why);
END
$$;
SELECT definer_function('renew_membership(uuid, text, integer, date, text, text, boolean)');
GRANT EXECUTE ON FUNCTION renew_membership(uuid, text, integer, date, text, text, boolean) TO admin_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('void_invoice_payment(uuid, text, bigint)',
  $old$    -- Staff keep their status$old$,
  $new$    PERFORM drop_pauses_without_terms(bill.user_id);
    -- Staff keep their status$new$);
SELECT reword_function('issue_upgrade_invoice(uuid, text, bigint)',
  $old$  SELECT * INTO tier FROM membership_tiers$old$,
  $new$  IF EXISTS (SELECT FROM membership_pauses WHERE user_id = person AND ends_on >= today) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This membership is paused, or will be. It can be upgraded after the pause.';
  END IF;
  SELECT * INTO tier FROM membership_tiers$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;

SELECT let_staff_send('membership-paused', 'memberships.manage', '{memberships.pause}', 'Your membership is paused', '/membership');
SELECT let_staff_send('membership-resumed', 'memberships.manage', '{memberships.resume}', 'Your membership runs again', '/membership');
