-- portal: tx
-- A covering makes somebody a member as one of a company's people. It gives nothing to the other companies that they belong to.

CREATE FUNCTION find_covering(person uuid, on_day date, within uuid, OUT company uuid, OUT colleague uuid, OUT tier text, OUT through date, OUT standing text)
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
  WHERE p.user_id = person AND (within IS NULL OR p.company_id = within)
    AND (judged.standing = 'ACTIVE' OR judged.standing IS NOT NULL AND own IN ('NONE', 'LAPSED'))
  ORDER BY array_position('{ACTIVE,GRACE,PAUSED}', judged.standing), m.ends_on DESC, other.since, other.id LIMIT 1;
END
$$;
SELECT definer_function('find_covering(uuid, date, uuid)');
GRANT CREATE ON SCHEMA public TO definer_role;
CREATE OR REPLACE FUNCTION find_covering(person uuid, on_day date, OUT company uuid, OUT colleague uuid, OUT tier text, OUT through date, OUT standing text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  SELECT * INTO company, colleague, tier, through, standing FROM find_covering(person, on_day, NULL);
END
$$;

-- The standing of a person as one of a company's people.
CREATE FUNCTION standing_in_company(person uuid, firm uuid) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  standing text := account_standing(person);
BEGIN
  IF standing IS NULL OR standing NOT IN ('ACTIVE', 'DUE_SOON', 'GRACE', 'PAUSED')
    OR NOT EXISTS (SELECT FROM find_covering(person, today) f WHERE f.standing IS NOT NULL) THEN
    RETURN standing;
  END IF;
  RETURN coalesce((SELECT f.standing FROM find_covering(person, today, firm) f), nullif(own_term_standing(person, today), 'NONE'), 'LAPSED');
END
$$;
SELECT definer_function('standing_in_company(uuid, uuid)');

SELECT reword_function('write_directory_firms(uuid[])', 'account_standing(u.id) = ANY', 'standing_in_company(u.id, c.id) = ANY'),
  reword_function('is_in_directory(uuid)', 'account_standing(u.id) = ANY', 'standing_in_company(u.id, c.id) = ANY'),
  reword_function('is_shown_at(uuid,uuid)', 'account_standing(u.id) = ANY', 'standing_in_company(u.id, firm) = ANY');
SELECT reword_function('directory_differences(integer)', 'account_standing(u.id) = ANY', 'standing_in_company(u.id, c.id) = ANY');
-- The firms that stood there by a covering of another one.
SELECT write_directory_firms(ARRAY(
  SELECT d.company_id FROM directory_firms d
  WHERE d.is_listed AND NOT EXISTS (
    SELECT FROM company_people p WHERE p.company_id = d.company_id
      AND standing_in_company(p.user_id, p.company_id) = ANY ((SELECT allowed FROM standing_rules WHERE act = 'BE_LISTED')::text[]))));

-- The reason why a person who may act by a covering may not act for a company; null if they may, or have no covering.
CREATE FUNCTION covering_refusal(wanted text, firm uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  person uuid := current_user_id();
  rule standing_rules;
BEGIN
  SELECT * INTO rule FROM standing_rules WHERE act = wanted;
  IF firm IS NULL OR standing_in_company(person, firm) = ANY (rule.allowed)
    OR NOT coalesce(account_standing(person) = ANY (rule.allowed), false) THEN
    RETURN NULL;
  END IF;
  RETURN format('A colleague’s membership covers you at %s alone. To %s for another company, become a member yourself.',
    (SELECT c.name FROM find_covering(person, (now() AT TIME ZONE 'America/Los_Angeles')::date) f JOIN companies c ON c.id = f.company),
    rule.words);
END
$$;
SELECT definer_function('covering_refusal(text, uuid)');
GRANT EXECUTE ON FUNCTION covering_refusal(text, uuid) TO application_role;

-- Somebody with another company may become a member for it.
SELECT reword_function('issue_dues_invoice(uuid, text, integer)',
  '  IF EXISTS (SELECT FROM find_covering(person, (now() AT TIME ZONE ''America/Los_Angeles'')::date) WHERE standing IS NOT NULL) THEN',
  '  IF EXISTS (
    SELECT FROM find_covering(person, (now() AT TIME ZONE ''America/Los_Angeles'')::date) f
    WHERE f.standing IS NOT NULL
      AND NOT EXISTS (SELECT FROM company_people p WHERE p.user_id = person AND p.company_id <> f.company)) THEN');
REVOKE CREATE ON SCHEMA public FROM definer_role;

CREATE FUNCTION ask_standing_in_company() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  refusal text;
BEGIN
  IF current_setting('role') = 'application_role' THEN
    refusal := covering_refusal(TG_ARGV[0], NEW.company_id);
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = refusal;
    END IF;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION ask_standing_in_company() FROM PUBLIC;
-- After the triggers that name the company.
CREATE TRIGGER ask_standing_in_company AFTER INSERT OR UPDATE ON project_interests FOR EACH ROW EXECUTE FUNCTION ask_standing_in_company('BID');
CREATE TRIGGER ask_standing_in_company AFTER INSERT ON bid_drafts FOR EACH ROW EXECUTE FUNCTION ask_standing_in_company('BID');
CREATE TRIGGER ask_standing_in_company AFTER INSERT ON project_applications FOR EACH ROW EXECUTE FUNCTION ask_standing_in_company('BID');
CREATE TRIGGER ask_standing_in_company AFTER UPDATE OF status, company_id ON projects FOR EACH ROW
  WHEN (NEW.company_id IS DISTINCT FROM OLD.company_id OR OLD.status = 'DRAFT' AND NEW.status <> 'DRAFT')
  EXECUTE FUNCTION ask_standing_in_company('POST_PROJECT');

-- A suspended member covers nobody, and the job tells of it at once.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('look_at_coverings()', '  ELSIF TG_TABLE_NAME = ''memberships'' THEN', $new$  ELSIF TG_TABLE_NAME = 'users' THEN
    IF NOT EXISTS (
      SELECT FROM memberships m JOIN membership_tiers t ON t.code = m.tier_code AND t.covers_people
      JOIN company_people p ON p.user_id = m.user_id
      JOIN company_people other ON other.company_id = p.company_id AND other.user_id <> p.user_id
      WHERE m.user_id = NEW.id AND m.status <> 'CANCELLED' AND m.ends_on + membership_grace_days() >= today) THEN
      RETURN NULL;
    END IF;
  ELSIF TG_TABLE_NAME = 'memberships' THEN$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
CREATE TRIGGER look_at_coverings AFTER UPDATE OF status ON users FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND 'ACTIVE' IN (OLD.status, NEW.status)) EXECUTE FUNCTION look_at_coverings();
