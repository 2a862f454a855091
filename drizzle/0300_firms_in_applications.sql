-- portal: tx
-- An applicant names a company and a license in the application. So far both stood at the account, which a later migration frees.
ALTER TABLE membership_applications
  ADD COLUMN company text,
  ADD COLUMN license_number text COLLATE "C",
  ADD CONSTRAINT membership_applications_one_line CHECK (is_one_line(company)) NOT VALID,
  ADD CONSTRAINT membership_applications_company_short CHECK (length(company) <= 200) NOT VALID,
  ADD CONSTRAINT membership_applications_license_number_fk FOREIGN KEY (license_number)
    REFERENCES california_contractors (license_number) ON DELETE SET NULL NOT VALID;
GRANT INSERT (user_id, tier_code, status, company, license_number) ON membership_applications TO definer_role;

-- Takes the firms of five hundred accounts to where they belong: into the application, into the company of a member, or, for somebody
-- who is neither, into an application that was withdrawn. A second run changes nothing. A later migration drops it.
CREATE FUNCTION move_firms_of_accounts(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  account record;
  last_one text;
  firm uuid;
BEGIN
  FOR account IN
    SELECT u.id, u.status, u.company, u.license_number FROM users u LEFT JOIN membership_applications a ON a.user_id = u.id
    WHERE (btrim(u.company) <> '' OR u.license_number IS NOT NULL) AND u.status <> 'CLOSED'
      AND (after IS NULL OR u.id > after::uuid)
      -- The other ones are where they belong.
      AND (CASE WHEN a.id IS NULL THEN u.status IN ('PENDING', 'DECLINED')
                ELSE (a.company, a.license_number) IS DISTINCT FROM (u.company, u.license_number) END
        OR u.status IN ('ACTIVE', 'LAPSED', 'SUSPENDED') AND (
          NOT EXISTS (SELECT FROM company_people WHERE user_id = u.id)
          OR u.license_number IS NOT NULL AND NOT EXISTS (SELECT FROM companies c WHERE c.license_number = u.license_number)))
    ORDER BY u.id LIMIT 500
  LOOP
    last_one := account.id::text;
    UPDATE membership_applications SET company = account.company, license_number = account.license_number
    WHERE user_id = account.id
      AND (company, license_number) IS DISTINCT FROM (account.company, account.license_number);
    IF account.status IN ('ACTIVE', 'LAPSED', 'SUSPENDED') THEN
      PERFORM found_company(account.id, true);
      IF account.license_number IS NOT NULL
        AND NOT EXISTS (SELECT FROM companies WHERE license_number = account.license_number) THEN
        INSERT INTO companies (name, license_number)
        VALUES (coalesce(nullif(btrim(account.company), ''), 'License ' || account.license_number), account.license_number)
        RETURNING id INTO firm;
        INSERT INTO company_people (company_id, user_id, role) VALUES (firm, account.id, 'OWNER');
      END IF;
    ELSIF NOT EXISTS (SELECT FROM membership_applications WHERE user_id = account.id) THEN
      INSERT INTO membership_applications (user_id, tier_code, status, company, license_number)
      SELECT account.id, code, 'WITHDRAWN', account.company, account.license_number
      FROM membership_tiers WHERE is_offered AND is_joinable ORDER BY position, code LIMIT 1;
    END IF;
  END LOOP;
  RETURN last_one;
END
$$;
SELECT definer_function('move_firms_of_accounts(text)');
GRANT EXECUTE ON FUNCTION move_firms_of_accounts(text) TO schema_owner;

-- The firm that stands beside a person's name: the first company that the person joined. One row for each person in a company. Readers
-- see the firms that they may read.
CREATE VIEW shown_firms WITH (security_invoker = true) AS
SELECT p.user_id, p.company_id, c.name, c.license_number
FROM company_people p JOIN companies c ON c.id = p.company_id
WHERE NOT EXISTS (
  SELECT FROM company_people earlier WHERE earlier.user_id = p.user_id AND (earlier.since, earlier.id) < (p.since, p.id));
GRANT SELECT ON shown_firms TO application_role, admin_role, definer_role;
