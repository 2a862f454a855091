-- portal: tx
-- The page of a firm in the directory shows members those of its people who said so, with their photos. An owner may take
-- somebody off the page, and nobody but the person puts the person there.

ALTER TABLE company_people ADD COLUMN is_shown boolean DEFAULT false NOT NULL;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('company_people', 'id', '{company_id,user_id,role,is_shown}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
GRANT UPDATE (is_shown) ON company_people TO definer_role;

-- True if the acting person finds the firm and the person on its page. Both are asked, so that a photo shows where the name does.
CREATE FUNCTION is_shown_at(firm uuid, person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN directory_reach() >= 1 AND is_in_directory(firm) AND EXISTS (
    SELECT FROM company_people p JOIN users u ON u.id = p.user_id
    WHERE p.company_id = firm AND p.user_id = person AND p.is_shown AND u.status = 'ACTIVE');
END
$$;
SELECT definer_function('is_shown_at(uuid, uuid)');

CREATE FUNCTION shown_people_of(firm uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, photo_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT u.id, u.first_name, u.last_name, f.id
    FROM company_people p JOIN users u ON u.id = p.user_id
    LEFT JOIN files f ON f.owner_id = u.id AND f.kind = 'PROFILE_PHOTO'
    WHERE p.company_id = firm AND p.is_shown AND is_shown_at(firm, u.id)
    ORDER BY p.since, p.id;
END
$$;
SELECT definer_function('shown_people_of(uuid)');
GRANT EXECUTE ON FUNCTION shown_people_of(uuid) TO application_role, admin_role;

CREATE FUNCTION is_person_shown(person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM company_people p WHERE p.user_id = person AND p.is_shown AND is_shown_at(p.company_id, person));
END
$$;
SELECT definer_function('is_person_shown(uuid)');
GRANT EXECUTE ON FUNCTION is_person_shown(uuid) TO application_role;
CREATE POLICY shown_people ON files FOR SELECT TO application_role
  USING (kind = 'PROFILE_PHOTO' AND owner_id IS NOT NULL AND is_person_shown(owner_id));

-- Shows the acting person on the page of a company, or takes one of its people off it. False for somebody who is not in it.
CREATE FUNCTION show_in_company(firm uuid, person uuid, shown boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF person IS DISTINCT FROM current_user_id() THEN
    IF NOT hold_owned_company(firm) THEN
      RETURN false;
    END IF;
    IF shown THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'People show themselves on the page of a company. Ask them to.';
    END IF;
  ELSIF NOT account_is_open() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Your account is suspended.';
  END IF;
  UPDATE company_people SET is_shown = shown WHERE company_id = firm AND user_id = person;
  RETURN FOUND;
END
$$;
SELECT definer_function('show_in_company(uuid, uuid, boolean)');
GRANT EXECUTE ON FUNCTION show_in_company(uuid, uuid, boolean) TO application_role;

DROP FUNCTION people_of_company(uuid);
CREATE FUNCTION people_of_company(firm uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, role text, since timestamp with time zone, is_self boolean, is_shown boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT firm = ANY (own_companies()) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT u.id, u.first_name, u.last_name, p.role, p.since, u.id = current_user_id(), p.is_shown
    FROM company_people p JOIN users u ON u.id = p.user_id WHERE p.company_id = firm
    ORDER BY p.since, p.id;
END
$$;
SELECT definer_function('people_of_company(uuid)');
GRANT EXECUTE ON FUNCTION people_of_company(uuid) TO application_role;
