-- portal: tx
-- `users.company` and `users.license_number` go. A company holds its name and license, and an application what an applicant typed.
LOCK TABLE users, membership_applications, company_people IN SHARE ROW EXCLUSIVE MODE;
-- Accounts that changed since the move.
DO $$
DECLARE
  last text;
BEGIN
  LOOP
    last := move_firms_of_accounts(last);
    EXIT WHEN last IS NULL;
  END LOOP;
END
$$;
-- Not one value may be lost.
DO $$
DECLARE
  lost text;
BEGIN
  SELECT string_agg(id::text, ', ') INTO lost FROM (
    (SELECT id, btrim(company) FROM users WHERE status <> 'CLOSED' AND btrim(company) <> ''
     EXCEPT SELECT user_id, btrim(company) FROM membership_applications
     EXCEPT SELECT p.user_id, btrim(c.name) FROM company_people p JOIN companies c ON c.id = p.company_id)
    UNION ALL
    (SELECT id, license_number FROM users WHERE status <> 'CLOSED' AND license_number IS NOT NULL
     EXCEPT SELECT user_id, license_number FROM membership_applications
     EXCEPT SELECT u.id, u.license_number FROM users u JOIN companies c ON c.license_number = u.license_number)
  ) AS missing;
  IF lost IS NOT NULL THEN
    RAISE EXCEPTION 'The firms of these accounts have no other place yet: %', lost;
  END IF;
END
$$;

DROP TRIGGER follow_company ON users;
DROP TRIGGER found_company_of_new ON users;
DROP TRIGGER found_company_of_member ON users;
DROP TRIGGER mark_member_licenses ON users;
DROP TRIGGER mark_member_licenses_added ON users;
DROP TRIGGER show_changed_company ON companies;
DROP TRIGGER show_company_of_people ON company_people;
DROP FUNCTION move_firms_of_accounts(text);
DROP FUNCTION found_companies(text);
DROP FUNCTION follow_company();
DROP FUNCTION found_company_of_member();
DROP FUNCTION found_company(uuid, boolean);
DROP FUNCTION show_changed_company();
DROP FUNCTION show_company_of_people();
DROP FUNCTION show_company_to_people(uuid);
DROP FUNCTION company_shown_of(uuid);
REVOKE INSERT (user_id, tier_code, status, company, license_number) ON membership_applications FROM definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
-- Makes the company of a person in none, who becomes its owner. Without a name it gets the one on the license. Nothing happens without
-- either.
CREATE FUNCTION found_company(person uuid, firm_name text, license text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firm uuid;
BEGIN
  IF btrim(coalesce(firm_name, '')) = '' AND license IS NULL
    OR EXISTS (SELECT FROM company_people WHERE user_id = person) THEN
    RETURN;
  END IF;
  INSERT INTO companies (name, license_number)
  VALUES (left(coalesce(
    nullif(btrim(firm_name), ''),
    (SELECT shown_name(business_name, dba_name, full_business_name, second_name_type) FROM california_contractors
     WHERE license_number = license),
    'License ' || license), 200), license)
  RETURNING id INTO firm;
  INSERT INTO company_people (company_id, user_id, role) VALUES (firm, person, 'OWNER');
END
$$;
SELECT definer_function('found_company(uuid, text, text)');
GRANT EXECUTE ON FUNCTION found_company(uuid, text, text) TO system_role;

-- A new member brings along the company that the application names.
SELECT reword_function('settle_application()', 'tier_last_day(NEW.tier_code, today, 1));', $new$tier_last_day(NEW.tier_code, today, 1));
    PERFORM found_company(NEW.user_id, NEW.company, NEW.license_number);$new$);
SELECT reword_function('judge_new_member(text, text, text, date, date, text)',
  $old$EXISTS (SELECT FROM users WHERE license_number = license AND status IN ('ACTIVE', 'LAPSED', 'SUSPENDED'))
      OR EXISTS (SELECT FROM companies WHERE license_number = license)$old$,
  'EXISTS (SELECT FROM companies WHERE license_number = license)');
SELECT reword_function('add_member(text, text, text, text, text, text, text, date, date, text, text)',
  'first_name, last_name, company, phone, license_number, state', 'first_name, last_name, phone, state');
SELECT reword_function('add_member(text, text, text, text, text, text, text, date, date, text, text)',
  'VALUES (address, first, last, firm, telephone, license, ', 'VALUES (address, first, last, telephone, ');
SELECT reword_function('add_member(text, text, text, text, text, text, text, date, date, text, text)',
  E'    RETURN NULL;\n  END IF;\n', E'    RETURN NULL;\n  END IF;\n  PERFORM found_company(person, firm, license);\n');
SELECT reword_function('add_document(uuid, text, jsonb)', $$'company', person.company,$$,
  $$'company', (SELECT name FROM shown_firms WHERE user_id = person.id),$$);
SELECT reword_function('merge_companies(uuid, uuid, text, text, text)', E'  PERFORM show_company_to_people(kept);\n', '');

-- A license is a member's while its company has an active member. The company is locked, so that two of its people who lapse at once
-- do so one after the other.
CREATE OR REPLACE FUNCTION mark_member_licenses() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  licenses text[];
BEGIN
  IF TG_TABLE_NAME = 'companies' THEN
    licenses := ARRAY[OLD.license_number, NEW.license_number];
  ELSIF TG_TABLE_NAME = 'company_people' THEN
    licenses := ARRAY(SELECT license_number FROM companies WHERE id IN (OLD.company_id, NEW.company_id) ORDER BY id FOR NO KEY UPDATE);
  ELSE
    licenses := ARRAY(SELECT license_number FROM companies
                      WHERE id IN (SELECT company_id FROM company_people WHERE user_id = NEW.id) ORDER BY id FOR NO KEY UPDATE);
  END IF;
  UPDATE california_contractors c SET is_namc_member = NOT is_namc_member
  WHERE license_number = ANY (licenses) AND is_namc_member <> EXISTS (
    SELECT FROM companies f JOIN company_people p ON p.company_id = f.id JOIN users u ON u.id = p.user_id
    WHERE f.license_number = c.license_number AND u.status = 'ACTIVE');
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_member_licenses AFTER UPDATE OF status ON users FOR EACH ROW
  WHEN ((OLD.status = 'ACTIVE') <> (NEW.status = 'ACTIVE')) EXECUTE FUNCTION mark_member_licenses();
CREATE TRIGGER mark_member_licenses AFTER INSERT OR DELETE OR UPDATE OF company_id ON company_people FOR EACH ROW
  EXECUTE FUNCTION mark_member_licenses();
CREATE TRIGGER mark_member_licenses AFTER INSERT OR DELETE OR UPDATE OF license_number ON companies FOR EACH ROW
  EXECUTE FUNCTION mark_member_licenses();

-- A license of a company or of an application stays when an import that brought it is undone.
CREATE OR REPLACE FUNCTION licenses_of_accounts(licenses text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT license_number FROM companies WHERE license_number = ANY (licenses)
  UNION SELECT license_number FROM membership_applications WHERE license_number = ANY (licenses)
$$;
CREATE OR REPLACE FUNCTION association_figures(OUT members bigint, OUT trades bigint, OUT counties bigint)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT (SELECT count(*) FROM users WHERE status = 'ACTIVE'),
         (SELECT count(DISTINCT trade)
          FROM companies JOIN california_contractors USING (license_number), unnest(classifications) AS trade
          WHERE is_namc_member),
         (SELECT count(DISTINCT california_contractors.county)
          FROM companies JOIN california_contractors USING (license_number)
          WHERE is_namc_member AND california_contractors.region <> 'OTHER')
$$;
CREATE OR REPLACE FUNCTION members_by_county() RETURNS TABLE (county text, members bigint)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT l.county, count(*)
  FROM companies c JOIN california_contractors l ON l.license_number = c.license_number
  WHERE l.is_namc_member AND l.region <> 'OTHER' AND l.county IS NOT NULL
  GROUP BY l.county ORDER BY count(*) DESC, l.county
$$;
-- A company counts as new with the person who has been in it the longest.
CREATE OR REPLACE FUNCTION licenses_of_newest_members(most integer) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT c.license_number
  FROM users u JOIN company_people p ON p.user_id = u.id JOIN companies c ON c.id = p.company_id
  WHERE u.status = 'ACTIVE' AND u.is_listed AND c.license_number IS NOT NULL
    AND NOT EXISTS (SELECT FROM company_people earlier
                    WHERE earlier.company_id = p.company_id AND (earlier.since, earlier.id) < (p.since, p.id))
  ORDER BY u.created_at DESC, u.id LIMIT least(most, 12)
$$;

-- The accounts that words find: by the person, by the name of a company of theirs, or by the one that an applicant names. A policy keeps
-- a condition on words from an index, so that the function decides first and reads then.
CREATE FUNCTION accounts_with_words(words tsquery) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('members.read') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT u.id FROM users u
    WHERE to_tsvector('simple', searchable_text(u.first_name || ' ' || u.last_name || ' ' || coalesce(u.bio, '') || ' ' || coalesce(u.city, '')))
      @@ words
    UNION SELECT p.user_id FROM companies c JOIN company_people p ON p.company_id = c.id
    WHERE to_tsvector('simple', searchable_text(c.name)) @@ words
    UNION SELECT a.user_id FROM membership_applications a
    WHERE to_tsvector('simple', searchable_text(a.company)) @@ words AND a.status <> 'APPROVED'
      AND holds_permission('applications.read');
END
$$;
SELECT definer_function('accounts_with_words(tsquery)');
GRANT EXECUTE ON FUNCTION accounts_with_words(tsquery) TO admin_role;

SELECT record_changes_of('users', 'id',
  '{email,email_verified_at,first_name,last_name,phone,website,member_type,status,street,city,state,zip_code,show_in_directory,show_email,show_phone,show_on_map}',
  '{bio}');
SELECT record_changes_of('membership_applications', 'id',
  '{user_id,tier_code,status,company,license_number,reason,decided_by,decided_at}', '{statement}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- The answers that somebody decided on stay. The statement and the firm of a closed account are erased.
DROP TRIGGER keep_decided_answers ON membership_applications;
CREATE TRIGGER keep_decided_answers BEFORE UPDATE OF tier_code, statement, company, license_number ON membership_applications
  FOR EACH ROW WHEN (OLD.status IN ('APPROVED', 'DECLINED')
    AND (NEW.tier_code <> OLD.tier_code OR NEW.statement NOT IN (OLD.statement, '')
      OR coalesce(NEW.company <> OLD.company, NEW.company IS NOT NULL)
      OR coalesce(NEW.license_number <> OLD.license_number, NEW.license_number IS NOT NULL)))
  EXECUTE FUNCTION keep_decided_answers();

-- `accounts_with_words` finds people by an index of their words. No statement reads the stored words.
-- squawk-ignore ban-drop-column
ALTER TABLE users DROP COLUMN search_vector;
-- squawk-ignore ban-drop-column
ALTER TABLE users DROP COLUMN company;
-- squawk-ignore ban-drop-column
ALTER TABLE users DROP COLUMN license_number;
-- Both named the company too and went with it.
ALTER TABLE users
  ADD CONSTRAINT users_one_line CHECK (is_one_line(first_name) and is_one_line(last_name) and is_one_line(phone) and is_one_line(website) and is_one_line(street) and is_one_line(city)) NOT VALID,
  ADD CONSTRAINT users_texts_short CHECK (length(bio) <= 5000 and length(website) <= 300) NOT VALID;
