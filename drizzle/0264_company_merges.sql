-- portal: tx
-- Staff merge two companies that are one firm. Everything that refers to the duplicate refers to the survivor afterwards, the
-- duplicate’s address leads there, and the duplicate’s facts stay as they were.

CREATE TABLE company_merges (
  duplicate_id uuid PRIMARY KEY NOT NULL,
  survivor_id uuid NOT NULL,
  duplicate_name text NOT NULL,
  duplicate jsonb NOT NULL,
  reason text NOT NULL,
  merged_by uuid,
  merged_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT company_merges_survivor_id_companies_id_fk FOREIGN KEY (survivor_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT company_merges_merged_by_users_id_fk FOREIGN KEY (merged_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT company_merges_one_line CHECK (is_one_line(duplicate_name)),
  CONSTRAINT company_merges_sensible CHECK (duplicate_id <> survivor_id and btrim(reason) <> '' and length(reason) <= 1000)
);
CREATE INDEX idx_company_merges_survivor ON company_merges (survivor_id);
CREATE INDEX idx_company_merges_merged_by ON company_merges (merged_by);

SELECT protect_table('company_merges');
CREATE POLICY staff_read ON company_merges FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
GRANT SELECT ON company_merges TO admin_role;
GRANT SELECT, INSERT (duplicate_id, survivor_id, duplicate_name, duplicate, reason, merged_by), UPDATE (survivor_id)
  ON company_merges TO definer_role;
GRANT DELETE, UPDATE (story, phone, website, street, city, zip_code, coordinates, county, address_shown, service_counties,
  service_radius_meters, bonding_single_cents, bonding_aggregate_cents, crew_size, languages, license_number, email,
  directory_audience, phone_audience, email_audience, website_audience, street_audience, checked_at) ON companies TO definer_role;
GRANT UPDATE (company_id, since) ON company_people TO definer_role;
GRANT UPDATE (company_id) ON company_invitations TO definer_role;
GRANT UPDATE (company_id) ON certifications TO definer_role;
GRANT SELECT, UPDATE (company_id) ON wanted_certifications TO definer_role;
GRANT UPDATE (owner_id, kind) ON files TO definer_role;

-- The company that a company is today: itself, or the one that it was merged into.
CREATE FUNCTION company_today(asked uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce((SELECT survivor_id FROM company_merges WHERE duplicate_id = asked), asked);
END
$$;
SELECT definer_function('company_today(uuid)');
GRANT EXECUTE ON FUNCTION company_today(uuid) TO application_role, admin_role;

CREATE FUNCTION stronger_role(one text, other text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN 'OWNER' IN (one, other) THEN 'OWNER' WHEN 'BILLING' IN (one, other) THEN 'BILLING' ELSE 'MEMBER' END
$$;
REVOKE EXECUTE ON FUNCTION stronger_role(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stronger_role(text, text) TO definer_role, admin_role;

-- The facts of the merged company. The survivor’s own hold, and the duplicate’s fill what is blank, each as visible as it was. A
-- firm that one of the two hid stays hidden.
CREATE FUNCTION merged_facts(survivor companies, duplicate companies) RETURNS companies
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
  merged companies := survivor;
BEGIN
  merged.story := coalesce(survivor.story, duplicate.story);
  merged.license_number := coalesce(survivor.license_number, duplicate.license_number);
  merged.crew_size := coalesce(survivor.crew_size, duplicate.crew_size);
  merged.service_radius_meters := coalesce(survivor.service_radius_meters, duplicate.service_radius_meters);
  merged.service_counties := ARRAY(SELECT DISTINCT unnest(survivor.service_counties || duplicate.service_counties) ORDER BY 1);
  merged.languages := ARRAY(SELECT DISTINCT unnest(survivor.languages || duplicate.languages) ORDER BY 1 LIMIT 20);
  merged.directory_audience := CASE
    WHEN 'NOBODY' IN (survivor.directory_audience, duplicate.directory_audience) THEN 'NOBODY'
    WHEN 'MEMBERS' IN (survivor.directory_audience, duplicate.directory_audience) THEN 'MEMBERS'
    ELSE 'PUBLIC' END;
  IF survivor.phone IS NULL AND duplicate.phone IS NOT NULL THEN
    merged.phone := duplicate.phone;
    merged.phone_audience := duplicate.phone_audience;
  END IF;
  IF survivor.email IS NULL AND duplicate.email IS NOT NULL THEN
    merged.email := duplicate.email;
    merged.email_audience := duplicate.email_audience;
  END IF;
  IF survivor.website IS NULL AND duplicate.website IS NOT NULL THEN
    merged.website := duplicate.website;
    merged.website_audience := duplicate.website_audience;
  END IF;
  -- A place is taken whole: the street of one and the city of the other would be a third place.
  IF coalesce(survivor.street, survivor.city, survivor.zip_code) IS NULL
    AND coalesce(duplicate.street, duplicate.city, duplicate.zip_code) IS NOT NULL THEN
    merged.street := duplicate.street;
    merged.city := duplicate.city;
    merged.zip_code := duplicate.zip_code;
    merged.coordinates := duplicate.coordinates;
    merged.county := duplicate.county;
    merged.address_shown := duplicate.address_shown;
    merged.street_audience := duplicate.street_audience;
  END IF;
  IF coalesce(survivor.bonding_single_cents, survivor.bonding_aggregate_cents) IS NULL THEN
    merged.bonding_single_cents := duplicate.bonding_single_cents;
    merged.bonding_aggregate_cents := duplicate.bonding_aggregate_cents;
  END IF;
  RETURN merged;
END
$$;
REVOKE EXECUTE ON FUNCTION merged_facts(companies, companies) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION merged_facts(companies, companies) TO definer_role, admin_role;

-- The reason for which two companies stay apart, in words. Null for two that can be merged.
CREATE FUNCTION merge_problem(survivor companies, duplicate companies) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  IF survivor.license_number IS NOT NULL AND duplicate.license_number IS NOT NULL THEN
    RETURN 'Each company has a license of its own, and a license belongs to one company. These two stay apart.';
  END IF;
  IF EXISTS (SELECT FROM company_people
             WHERE company_id IN (survivor.id, duplicate.id) AND user_id = current_user_id()) THEN
    RETURN 'Somebody else has to merge your own company.';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION merge_problem(companies, companies) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION merge_problem(companies, companies) TO definer_role, admin_role;

-- A file moves from one row to another when their tables’ own functions merge the rows, and never else.
CREATE OR REPLACE FUNCTION give_file_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_user = 'definer_role' THEN
    RETURN NEW;
  END IF;
  IF OLD.owner_id IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This file is in use already. Upload it again.';
  END IF;
  IF NOT may_change_owner(NEW.kind, NEW.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'You may not put a file there.';
  END IF;
  IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM files WHERE id = NEW.replaces_id AND kind = NEW.kind AND owner_id = NEW.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The file that this one replaces is gone. Reload the page.';
  END IF;
  RETURN NEW;
END
$$;
-- The pictures of two companies may be more than twelve together. None is lost, and none is added until some are removed.
DROP TRIGGER limit_pictures ON files;
CREATE TRIGGER limit_pictures AFTER UPDATE OF owner_id ON files FOR EACH ROW
  WHEN (NEW.kind = 'COMPANY_PICTURE' AND NEW.owner_id IS NOT NULL AND OLD.owner_id IS NULL)
  EXECUTE FUNCTION limit_pictures();

-- The company is locked before the invitation, as in a merge. An invitation that moved meanwhile is looked at again.
CREATE OR REPLACE FUNCTION accept_company_invitation(invitation uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  offer company_invitations;
  firm uuid;
BEGIN
  LOOP
    SELECT company_id INTO firm FROM company_invitations WHERE id = invitation;
    PERFORM FROM companies WHERE id = firm FOR KEY SHARE;
    SELECT * INTO offer FROM company_invitations WHERE id = invitation FOR UPDATE;
    IF NOT FOUND THEN
      RETURN false;
    END IF;
    EXIT WHEN offer.company_id = firm;
  END LOOP;
  IF offer.email IS DISTINCT FROM own_confirmed_email() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = format('This invitation is for %s. Sign in with that address to accept it.', offer.email);
  END IF;
  IF offer.accepted_at IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'You accepted this invitation already.';
  END IF;
  IF offer.expires_at <= now() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This invitation has expired. Ask for a new one.';
  END IF;
  PERFORM assert_may_have_company();
  INSERT INTO company_people (company_id, user_id, role) VALUES (offer.company_id, current_user_id(), offer.role)
  ON CONFLICT (company_id, user_id) DO NOTHING;
  UPDATE company_invitations SET accepted_at = now(), accepted_by = current_user_id() WHERE id = invitation;
  RETURN true;
END
$$;

-- Puts the certifications of the duplicate into the survivor’s wallet. Of two with one kind and number the one that is good for
-- longer stays the current one, and the other becomes the oldest of those that it replaced.
CREATE FUNCTION merge_certifications(survivor uuid, duplicate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  twins record;
  oldest uuid;
BEGIN
  FOR twins IN
    SELECT CASE WHEN is_theirs_better THEN mine ELSE theirs END AS loser,
           CASE WHEN is_theirs_better THEN theirs ELSE mine END AS winner
    FROM (
      SELECT m.id AS mine, t.id AS theirs,
        (coalesce(t.expires_on, 'infinity'), t.verification = 'VERIFIED')
          > (coalesce(m.expires_on, 'infinity'), m.verification = 'VERIFIED') AS is_theirs_better
      FROM certifications m JOIN certifications t ON t.kind = m.kind AND coalesce(t.number, '') = coalesce(m.number, '')
      WHERE m.company_id = survivor AND t.company_id = duplicate AND m.replacement_id IS NULL AND t.replacement_id IS NULL
    ) AS pairs
  LOOP
    WITH RECURSIVE line AS (
      SELECT twins.winner AS id
      UNION ALL SELECT c.id FROM certifications c JOIN line ON c.replacement_id = line.id
    )
    SELECT line.id INTO oldest FROM line
    WHERE NOT EXISTS (SELECT FROM certifications c WHERE c.replacement_id = line.id);
    UPDATE certifications SET replacement_id = oldest WHERE id = twins.loser;
  END LOOP;
  UPDATE certifications SET company_id = survivor WHERE company_id = duplicate;
  UPDATE wanted_certifications w SET company_id = survivor
  WHERE company_id = duplicate
    AND NOT EXISTS (SELECT FROM wanted_certifications own WHERE own.company_id = survivor AND own.kind = w.kind);
END
$$;
SELECT definer_function('merge_certifications(uuid, uuid)');

-- The references to companies that have no rule of their own in a merge: each row simply refers to the survivor.
CREATE FUNCTION plain_company_references() RETURNS TABLE (of_table name, of_column name)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT t.relname, a.attname
  FROM pg_constraint r JOIN pg_class t ON t.oid = r.conrelid
  JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = ANY (r.conkey)
  WHERE r.contype = 'f' AND r.confrelid = 'companies'::regclass AND r.conparentid = 0
    AND t.relname NOT IN ('company_people', 'company_invitations', 'certifications', 'wanted_certifications', 'company_merges')
  ORDER BY 1, 2
$$;
REVOKE EXECUTE ON FUNCTION plain_company_references() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plain_company_references() TO definer_role;

-- Merges a company into another one, and tells the people of both. `typed` is the name of the duplicate, as somebody typed it
-- who saw the two. False where one of them is gone.
CREATE FUNCTION merge_companies(kept uuid, merged uuid, typed text, why text, portal text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  survivor companies;
  duplicate companies;
  facts companies;
  problem text;
  reference record;
  person record;
BEGIN
  IF NOT holds_permission('members.edit') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who change members merge companies.';
  END IF;
  -- In one order, so that of two merges that name the same companies one finds the other’s outcome.
  PERFORM FROM companies WHERE id IN (kept, merged) ORDER BY id FOR UPDATE;
  SELECT * INTO survivor FROM companies WHERE id = kept;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT * INTO duplicate FROM companies WHERE id = merged AND id <> kept;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  problem := merge_problem(survivor, duplicate);
  IF problem IS NULL AND btrim(typed) <> btrim(duplicate.name) THEN
    problem := format('Type the name of the company that goes: %s.', duplicate.name);
  END IF;
  IF problem IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = problem;
  END IF;
  PERFORM FROM company_invitations WHERE company_id IN (kept, merged) ORDER BY id FOR UPDATE;
  facts := merged_facts(survivor, duplicate);

  INSERT INTO company_merges (duplicate_id, survivor_id, duplicate_name, duplicate, reason, merged_by)
  VALUES (merged, kept, duplicate.name, to_jsonb(duplicate), why, current_user_id());
  UPDATE company_merges SET survivor_id = kept WHERE survivor_id = merged;

  -- The license leaves one company before the other gets it.
  IF duplicate.license_number IS NOT NULL THEN
    UPDATE companies SET license_number = NULL WHERE id = merged;
  END IF;
  -- Somebody who is in both keeps one row, with the stronger role and the longer standing.
  UPDATE company_people own SET role = stronger_role(own.role, other.role), since = least(own.since, other.since)
  FROM company_people other
  WHERE own.company_id = kept AND other.company_id = merged AND other.user_id = own.user_id;
  UPDATE company_people p SET company_id = kept
  WHERE company_id = merged
    AND NOT EXISTS (SELECT FROM company_people own WHERE own.company_id = kept AND own.user_id = p.user_id);
  -- An address is invited once, and nobody who is in the company is.
  UPDATE company_invitations i SET company_id = kept
  WHERE company_id = merged AND (accepted_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM company_invitations own WHERE own.company_id = kept AND own.email = i.email AND own.accepted_at IS NULL));
  DELETE FROM company_invitations i USING users u, company_people p
  WHERE i.company_id = kept AND i.accepted_at IS NULL AND u.email_key = i.email AND u.email_verified_at IS NOT NULL
    AND p.company_id = kept AND p.user_id = u.id;
  PERFORM merge_certifications(kept, merged);
  -- A second logo is kept as a picture.
  UPDATE files f SET owner_id = kept, kind = CASE
      WHEN f.kind = 'COMPANY_LOGO' AND EXISTS (SELECT FROM files own WHERE own.owner_id = kept AND own.kind = 'COMPANY_LOGO')
      THEN 'COMPANY_PICTURE' ELSE f.kind END
  FROM file_kinds k WHERE f.owner_id = merged AND k.kind = f.kind AND k.owner_table = 'companies';
  FOR reference IN SELECT * FROM plain_company_references() LOOP
    EXECUTE format('UPDATE %I SET %I = $1 WHERE %I = $2', reference.of_table, reference.of_column, reference.of_column)
      USING kept, merged;
  END LOOP;

  UPDATE companies SET story = facts.story, phone = facts.phone, email = facts.email, website = facts.website,
    street = facts.street, city = facts.city, zip_code = facts.zip_code, coordinates = facts.coordinates, county = facts.county,
    address_shown = facts.address_shown, service_counties = facts.service_counties,
    service_radius_meters = facts.service_radius_meters, bonding_single_cents = facts.bonding_single_cents,
    bonding_aggregate_cents = facts.bonding_aggregate_cents, crew_size = facts.crew_size, languages = facts.languages,
    license_number = facts.license_number, directory_audience = facts.directory_audience,
    phone_audience = facts.phone_audience, email_audience = facts.email_audience,
    website_audience = facts.website_audience, street_audience = facts.street_audience
  WHERE id = kept;
  -- No owner has looked at the facts.
  UPDATE companies SET checked_at = survivor.checked_at WHERE id = kept;
  DELETE FROM companies WHERE id = merged;
  PERFORM show_company_to_people(kept);

  FOR person IN
    SELECT u.id, u.email FROM company_people p JOIN users u ON u.id = p.user_id
    WHERE p.company_id = kept AND u.status <> 'CLOSED' ORDER BY u.id
  LOOP
    PERFORM add_mail(person.id, person.email, 'companies-merged', 'Your company was merged with another one',
      jsonb_build_object('origin', portal, 'companyId', kept, 'name', survivor.name, 'duplicate', duplicate.name), 0);
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (person.id, 'companies-merged', 'Your company was merged with another one', '/company');
  END LOOP;
  RETURN true;
END
$$;
SELECT definer_function('merge_companies(uuid, uuid, text, text, text)');
GRANT EXECUTE ON FUNCTION merge_companies(uuid, uuid, text, text, text) TO admin_role;
