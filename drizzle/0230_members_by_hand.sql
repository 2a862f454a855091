-- portal: tx
-- Members whom staff add by hand: an account without a password, the company that it brings along, and the first term.

-- The basis of a term: dues, an honor, or a gift of the association. The last two name their reason.
ALTER TABLE memberships
  ADD COLUMN basis text DEFAULT 'DUES' NOT NULL,
  ADD COLUMN basis_note text,
  ADD CONSTRAINT memberships_basis_known CHECK (basis in ('DUES', 'HONORARY', 'COMPLIMENTARY')) NOT VALID,
  ADD CONSTRAINT memberships_basis_explained CHECK (basis = 'DUES' or basis_note is not null) NOT VALID,
  ADD CONSTRAINT memberships_one_line CHECK (is_one_line(basis_note)) NOT VALID;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('memberships', 'id', '{user_id,tier_code,status,starts_on,ends_on,basis,basis_note}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
GRANT INSERT (email, first_name, last_name, company, phone, license_number, state, status, member_type) ON users TO definer_role;
GRANT SELECT, INSERT (membership_id, user_id, step) ON membership_notices TO definer_role;

-- The verdict on a new member: NEW, KNOWN for somebody who is a member already, or REJECTED with the field and the reason. Nothing
-- changes.
CREATE FUNCTION judge_new_member(address text, license text, of_tier text, first_day date, last_day date, on_basis text,
  OUT verdict text, OUT field text, OUT reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  account record;
BEGIN
  IF NOT holds_permission('memberships.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage memberships add members.';
  END IF;
  verdict := 'REJECTED';
  SELECT u.status, a.status AS application INTO account
  FROM users u LEFT JOIN membership_applications a ON a.user_id = u.id WHERE u.email_key = lower(address);
  IF FOUND THEN
    IF account.status IN ('ACTIVE', 'LAPSED') THEN
      verdict := 'KNOWN';
      RETURN;
    END IF;
    field := 'email';
    reason := CASE
      WHEN account.status = 'SUSPENDED' THEN 'belongs to a suspended account'
      WHEN account.application IN ('UNVERIFIED', 'SUBMITTED', 'QUESTION') THEN 'has an application that isn’t decided yet. Decide that one'
      ELSE 'belongs to an account whose application was declined or withdrawn' END;
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM membership_tiers WHERE code = of_tier) THEN
    field := 'tierCode';
    reason := 'is not a membership tier';
    RETURN;
  END IF;
  IF first_day > today THEN
    field := 'startsOn';
    reason := 'can’t be in the future';
    RETURN;
  END IF;
  -- A slip of the year would promise somebody decades.
  IF on_basis = 'DUES' AND last_day > today + interval '6 years' THEN
    field := 'endsOn';
    reason := 'is more than six years away. Only a membership without dues may run so long';
    RETURN;
  END IF;
  IF license IS NOT NULL THEN
    field := 'licenseNumber';
    IF NOT EXISTS (SELECT FROM california_contractors WHERE license_number = license) THEN
      reason := 'isn’t in the license board’s file';
      RETURN;
    END IF;
    IF EXISTS (SELECT FROM users WHERE license_number = license AND status IN ('ACTIVE', 'LAPSED', 'SUSPENDED'))
      OR EXISTS (SELECT FROM companies WHERE license_number = license) THEN
      reason := 'belongs to another member';
      RETURN;
    END IF;
    field := NULL;
  END IF;
  verdict := 'NEW';
END
$$;
SELECT definer_function('judge_new_member(text, text, text, date, date, text)');
GRANT EXECUTE ON FUNCTION judge_new_member(text, text, text, date, date, text) TO admin_role;

-- Adds a member with the first term, and returns the account. A membership whose grace is over makes a lapsed member, who counts as
-- told. Null when the address got an account in the meantime: nothing changes then.
CREATE FUNCTION add_member(address text, first text, last text, firm text, telephone text, license text, of_tier text,
  first_day date, last_day date, on_basis text, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  is_over boolean := membership_standing(last_day, today) = 'LAPSED';
  judged record := judge_new_member(address, license, of_tier, first_day, last_day, on_basis);
  person uuid;
  term uuid := time_ordered_uuid();
BEGIN
  IF judged.verdict = 'REJECTED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('This member can’t be added: %s %s.', judged.field, judged.reason);
  END IF;
  INSERT INTO users (email, first_name, last_name, company, phone, license_number, state, status, member_type)
  VALUES (address, first, last, firm, telephone, license, 'CA', CASE WHEN is_over THEN 'LAPSED' ELSE 'ACTIVE' END,
    (SELECT member_type FROM membership_tiers WHERE code = of_tier))
  ON CONFLICT (email_key) DO NOTHING RETURNING id INTO person;
  IF person IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO memberships (id, user_id, tier_code, status, starts_on, ends_on, basis, basis_note)
  VALUES (term, person, of_tier, CASE WHEN is_over THEN 'ENDED' ELSE 'ACTIVE' END, first_day, last_day, on_basis, why);
  IF is_over THEN
    INSERT INTO membership_notices (membership_id, user_id, step) VALUES (term, person, 'LAPSED');
  END IF;
  RETURN person;
END
$$;
SELECT definer_function('add_member(text, text, text, text, text, text, text, date, date, text, text)');
GRANT EXECUTE ON FUNCTION add_member(text, text, text, text, text, text, text, date, date, text, text) TO admin_role;

SELECT let_staff_send('member-added', 'memberships.manage', '{memberships.add,memberships.welcome}', 'Welcome to the portal of NAMC NorCal');
