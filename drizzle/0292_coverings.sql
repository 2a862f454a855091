-- portal: tx
-- A tier may cover the people of its member's company: they count as members without a term of their own, as long as somebody there
-- has such a term.

CREATE TABLE membership_coverings (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  company_id uuid,
  covered_by uuid,
  starts_on date NOT NULL,
  ends_on date,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT membership_coverings_days_in_order CHECK (ends_on >= starts_on),
  CONSTRAINT membership_coverings_by_another CHECK (covered_by <> user_id)
);

ALTER TABLE membership_coverings ADD CONSTRAINT membership_coverings_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE membership_coverings ADD CONSTRAINT membership_coverings_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL;
ALTER TABLE membership_coverings ADD CONSTRAINT membership_coverings_covered_by_users_id_fk FOREIGN KEY (covered_by) REFERENCES users(id) ON DELETE SET NULL;
CREATE UNIQUE INDEX membership_coverings_one_open ON membership_coverings (user_id) WHERE ends_on is null;
CREATE INDEX idx_membership_coverings_user ON membership_coverings (user_id,starts_on);
CREATE INDEX idx_membership_coverings_company ON membership_coverings (company_id);
CREATE INDEX idx_membership_coverings_covered_by ON membership_coverings (covered_by);
SELECT protect_table('membership_coverings');
CREATE POLICY own_rows ON membership_coverings FOR SELECT TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT standing_allows('READ_HISTORY')));
CREATE POLICY staff_read ON membership_coverings FOR SELECT TO admin_role USING ((SELECT holds_permission('memberships.read')));
CREATE POLICY system_insert ON membership_coverings FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON membership_coverings FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON membership_coverings FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT (id, user_id, company_id, starts_on, ends_on, created_at) ON membership_coverings TO application_role;
GRANT SELECT ON membership_coverings TO admin_role, definer_role;
GRANT INSERT (user_id, company_id, covered_by, starts_on), UPDATE (company_id, covered_by, ends_on), DELETE ON membership_coverings
  TO system_role;
GRANT UPDATE (company_id) ON membership_coverings TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('membership_coverings', 'id', '{user_id,company_id,covered_by,starts_on,ends_on}');

ALTER TABLE membership_tiers ADD COLUMN covers_people boolean DEFAULT false NOT NULL;
GRANT INSERT (covers_people), UPDATE (covers_people) ON membership_tiers TO admin_role;
SELECT record_changes_of('membership_tiers', 'code',
  '{code,name,member_type,annual_dues_cents,currency,is_offered,is_joinable,position,benefits,covers_people}', '{description}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- The standing by a person's own terms.
CREATE FUNCTION own_term_standing(person uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
DECLARE
  standing text := membership_standing(membership_last_day(person, on_day), on_day);
BEGIN
  RETURN CASE WHEN standing IN ('ACTIVE', 'DUE_SOON') AND paused_through(person, on_day) IS NOT NULL THEN 'PAUSED' ELSE standing END;
END
$$;
REVOKE EXECUTE ON FUNCTION own_term_standing(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_term_standing(uuid, date) TO application_role, admin_role, definer_role;

-- The colleague whose term covers somebody on a day, where no term of their own does as much. A covering term counts in its grace as
-- long as nothing follows it, and rests in a pause. Nobody is covered by themselves, and a term covers nobody's colleagues but one's own.
CREATE FUNCTION find_covering(person uuid, on_day date, OUT company uuid, OUT colleague uuid, OUT tier text, OUT through date, OUT standing text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  own text := own_term_standing(person, on_day);
BEGIN
  IF own IN ('ACTIVE', 'PAUSED') THEN
    RETURN;
  END IF;
  SELECT p.company_id, other.user_id, m.tier_code, m.ends_on, judged.standing INTO company, colleague, tier, through, standing
  FROM company_people p
  JOIN company_people other ON other.company_id = p.company_id AND other.user_id <> p.user_id
  JOIN users u ON u.id = other.user_id AND u.status = 'ACTIVE'
  JOIN memberships m ON m.user_id = u.id AND m.status <> 'CANCELLED' AND m.starts_on <= on_day
    AND m.ends_on + membership_grace_days() >= on_day
  JOIN membership_tiers t ON t.code = m.tier_code AND t.covers_people
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN on_day > m.ends_on THEN CASE WHEN own_term_standing(u.id, on_day) = 'GRACE' THEN 'GRACE' END
      WHEN paused_through(u.id, on_day) IS NOT NULL THEN 'PAUSED' ELSE 'ACTIVE' END AS standing) judged
  WHERE p.user_id = person AND (judged.standing = 'ACTIVE' OR judged.standing IS NOT NULL AND own IN ('NONE', 'LAPSED'))
  ORDER BY array_position('{ACTIVE,GRACE,PAUSED}', judged.standing), m.ends_on DESC, other.since, other.id LIMIT 1;
END
$$;
SELECT definer_function('find_covering(uuid, date)');

-- The same for people, about themselves, and for staff who read memberships.
CREATE FUNCTION covering_of(person uuid, on_day date, OUT company uuid, OUT colleague uuid, OUT tier text, OUT through date, OUT standing text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF person = current_user_id() OR holds_permission('memberships.read') THEN
    SELECT * INTO company, colleague, tier, through, standing FROM find_covering(person, on_day);
  END IF;
END
$$;
SELECT definer_function('covering_of(uuid, date)');
GRANT EXECUTE ON FUNCTION covering_of(uuid, date) TO application_role, admin_role;

CREATE OR REPLACE FUNCTION membership_standing_of(person uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
DECLARE
  own text := own_term_standing(person, on_day);
BEGIN
  IF own IN ('ACTIVE', 'PAUSED') THEN
    RETURN own;
  END IF;
  -- Inside of a function that looks past the policies, the question is the function's.
  IF current_user = 'definer_role' THEN
    RETURN coalesce((SELECT standing FROM find_covering(person, on_day)), own);
  END IF;
  RETURN coalesce((SELECT standing FROM covering_of(person, on_day)), own);
END
$$;

-- A covering counts at once, and ends at once: the nightly job only tells of it.
CREATE OR REPLACE FUNCTION account_standing(person uuid) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  account_status text := (SELECT status FROM users WHERE id = person);
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  by_terms text;
BEGIN
  IF account_status IS NULL OR account_status NOT IN ('ACTIVE', 'LAPSED') THEN
    RETURN CASE account_status
      WHEN 'PENDING' THEN 'NONE' WHEN 'DECLINED' THEN 'NONE' WHEN 'CLOSED' THEN NULL ELSE account_status END;
  END IF;
  IF account_status = 'LAPSED' THEN
    RETURN coalesce((SELECT standing FROM find_covering(person, today)), 'LAPSED');
  END IF;
  by_terms := membership_standing_of(person, today);
  IF by_terms = 'NONE' AND NOT EXISTS (SELECT FROM membership_coverings WHERE user_id = person) THEN
    RETURN 'ACTIVE';
  END IF;
  RETURN CASE
    WHEN by_terms IN ('NONE', 'LAPSED') THEN CASE WHEN EXISTS (
      SELECT FROM user_roles WHERE user_id = person AND (expires_at IS NULL OR expires_at > now())) THEN 'ACTIVE' ELSE 'LAPSED' END
    ELSE by_terms END;
END
$$;

-- The job comes at once when a colleague comes or goes, when a covering term begins, moves or ends, and when a tier changes.
CREATE FUNCTION look_at_coverings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  person uuid;
BEGIN
  IF TG_TABLE_NAME = 'company_people' THEN
    person := CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
    IF NOT EXISTS (
      SELECT FROM company_people p JOIN memberships m ON m.user_id = p.user_id AND m.status <> 'CANCELLED'
        AND m.ends_on + membership_grace_days() >= today
      JOIN membership_tiers t ON t.code = m.tier_code AND t.covers_people
      WHERE p.company_id = CASE TG_OP WHEN 'DELETE' THEN OLD.company_id ELSE NEW.company_id END OR p.user_id = person)
      AND NOT EXISTS (SELECT FROM membership_coverings WHERE user_id = person AND ends_on IS NULL) THEN
      RETURN NULL;
    END IF;
  ELSIF TG_TABLE_NAME = 'memberships' THEN
    IF NOT EXISTS (
      SELECT FROM membership_tiers t
      WHERE t.code = NEW.tier_code AND t.covers_people AND EXISTS (
        SELECT FROM company_people p JOIN company_people other ON other.company_id = p.company_id AND other.user_id <> p.user_id
        WHERE p.user_id = NEW.user_id)) THEN
      RETURN NULL;
    END IF;
  END IF;
  PERFORM add_job('keep-memberships', '{}');
  RETURN NULL;
END
$$;
SELECT definer_function('look_at_coverings()');
CREATE TRIGGER look_at_coverings AFTER INSERT OR DELETE ON company_people FOR EACH ROW EXECUTE FUNCTION look_at_coverings();
CREATE TRIGGER look_at_coverings AFTER INSERT OR UPDATE OF status, tier_code, starts_on, ends_on ON memberships
  FOR EACH ROW EXECUTE FUNCTION look_at_coverings();
CREATE TRIGGER look_at_coverings AFTER UPDATE OF covers_people ON membership_tiers FOR EACH ROW
  WHEN (OLD.covers_people <> NEW.covers_people) EXECUTE FUNCTION look_at_coverings();

-- Somebody who is covered has no dues to pay, and no card is charged for them.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('issue_dues_invoice(uuid, text, integer)', '  PERFORM assert_renewable(person, of_tier, of_years);',
  $new$  IF EXISTS (SELECT FROM find_covering(person, (now() AT TIME ZONE 'America/Los_Angeles')::date) WHERE standing IS NOT NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A colleague’s membership covers this one, so there are no dues to pay.';
  END IF;
  PERFORM assert_renewable(person, of_tier, of_years);$new$);
SELECT reword_function('renewals_to_notice(uuid)', '    AND NOT EXISTS (SELECT FROM renewal_charges c',
  '    AND NOT EXISTS (SELECT FROM find_covering(u.id, today) WHERE standing IS NOT NULL)
    AND NOT EXISTS (SELECT FROM renewal_charges c');
SELECT reword_function('begin_renewal_charge(uuid)', '  IF renewal.status <> ''ON'' OR account_status <> ''ACTIVE''',
  '  IF renewal.status <> ''ON'' OR account_status <> ''ACTIVE''
    OR EXISTS (SELECT FROM find_covering(due.user_id, today) WHERE standing IS NOT NULL)');
REVOKE CREATE ON SCHEMA public FROM definer_role;
