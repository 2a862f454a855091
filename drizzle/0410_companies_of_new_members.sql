-- portal: tx
-- A member whom staff add may join a company that is here. A company of the same name is made on purpose alone.
ALTER TABLE member_imports
  ADD COLUMN namesakes integer DEFAULT 0 NOT NULL,
  ADD COLUMN joins_companies boolean DEFAULT false NOT NULL,
  ADD CONSTRAINT member_imports_namesakes_sensible CHECK (namesakes between 0 and rows_read) NOT VALID;
GRANT INSERT (namesakes), UPDATE (joins_companies) ON member_imports TO admin_role;

-- The companies that have one of these names, in any letter case, for those who add members.
CREATE FUNCTION companies_named(names text[]) RETURNS TABLE (id uuid, name text, city text, people integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('memberships.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage memberships add members.';
  END IF;
  RETURN QUERY
    SELECT c.id, c.name, c.city, (SELECT count(*)::integer FROM company_people p WHERE p.company_id = c.id)
    FROM companies c
    WHERE lower(c.name) IN (SELECT lower(btrim(asked)) FROM unnest(names) asked);
END
$$;
SELECT definer_function('companies_named(text[])');
GRANT EXECUTE ON FUNCTION companies_named(text[]) TO admin_role;

-- Adds a member as the function of the same name does, who joins `into_company`, or brings along another company of a name that is
-- here already. Without either, such a name is refused.
CREATE FUNCTION add_member(address text, first text, last text, firm text, telephone text, license text, of_tier text,
  first_day date, last_day date, on_basis text, why text, into_company uuid, is_another boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  joined uuid := company_today(into_company);
  person uuid;
BEGIN
  IF into_company IS NULL THEN
    IF NOT is_another AND EXISTS (SELECT FROM companies_named(ARRAY[firm])) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1',
        MESSAGE = 'There is a company of this name already. Say whether the person joins it.';
    END IF;
    RETURN add_member(address, first, last, firm, telephone, license, of_tier, first_day, last_day, on_basis, why);
  END IF;
  IF license IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'Somebody who joins a company brings no license along. Leave the license number out.';
  END IF;
  IF NOT EXISTS (SELECT FROM companies WHERE id = joined) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This company is gone. Look at the companies of this name again.';
  END IF;
  person := add_member(address, first, last, NULL, telephone, NULL, of_tier, first_day, last_day, on_basis, why);
  IF person IS NOT NULL THEN
    INSERT INTO company_people (company_id, user_id, role) VALUES (joined, person, 'MEMBER');
  END IF;
  RETURN person;
END
$$;
SELECT definer_function('add_member(text, text, text, text, text, text, text, date, date, text, text, uuid, boolean)');
GRANT EXECUTE ON FUNCTION add_member(text, text, text, text, text, text, text, date, date, text, text, uuid, boolean)
  TO admin_role;
