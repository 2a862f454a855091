-- portal: tx
-- The firms of members, their people, and invitations into them. A company has the name and the license that
-- `users.company` and `users.license_number` had so far: those two follow the company from now on.

CREATE TABLE companies (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  name text NOT NULL,
  story text,
  phone text,
  website text,
  street text,
  city text,
  zip_code text,
  coordinates geography(Point,4326),
  address_shown text DEFAULT 'CITY' NOT NULL,
  service_counties text[] DEFAULT '{}' NOT NULL,
  service_radius_meters integer,
  bonding_single_cents bigint,
  bonding_aggregate_cents bigint,
  crew_size integer,
  languages text[] DEFAULT '{}' NOT NULL,
  license_number text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT companies_license_number_fk FOREIGN KEY (license_number)
    REFERENCES california_contractors (license_number) ON DELETE SET NULL,
  CONSTRAINT companies_one_line CHECK (is_one_line(name) and is_one_line(phone) and is_one_line(website) and is_one_line(street) and is_one_line(city)),
  CONSTRAINT companies_name_sensible CHECK (btrim(name) <> '' and length(name) <= 200),
  CONSTRAINT companies_texts_short CHECK (length(story) <= 5000 and length(website) <= 300),
  CONSTRAINT companies_zip_code_digits CHECK (zip_code ~ '^[0-9]{5}$'),
  CONSTRAINT companies_address_shown_known CHECK (address_shown in ('NONE', 'CITY', 'FULL')),
  CONSTRAINT companies_lists_sensible CHECK (cardinality(service_counties) <= 58 and cardinality(languages) <= 20 and is_one_line(array_to_string(service_counties, ' ')) and is_one_line(array_to_string(languages, ' '))),
  CONSTRAINT companies_radius_sensible CHECK (service_radius_meters between 1 and 1000000),
  CONSTRAINT companies_crew_sensible CHECK (crew_size between 1 and 100000),
  CONSTRAINT companies_bonding_sensible CHECK (bonding_single_cents > 0 and bonding_aggregate_cents > 0),
  CONSTRAINT companies_bonding_in_order CHECK (bonding_single_cents <= bonding_aggregate_cents)
);
CREATE UNIQUE INDEX companies_license_once ON companies (license_number);

CREATE TABLE company_people (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  company_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT company_people_once UNIQUE (company_id, user_id),
  CONSTRAINT company_people_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT company_people_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT company_people_role_known CHECK (role in ('OWNER', 'BILLING', 'MEMBER'))
);
CREATE INDEX idx_company_people_user ON company_people (user_id);

CREATE TABLE company_invitations (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  company_id uuid NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  invited_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone DEFAULT now() + interval '14 days' NOT NULL,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  CONSTRAINT company_invitations_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT company_invitations_invited_by_users_id_fk FOREIGN KEY (invited_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT company_invitations_accepted_by_users_id_fk FOREIGN KEY (accepted_by) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT company_invitations_one_line CHECK (is_mailbox(email)),
  CONSTRAINT company_invitations_normalized CHECK (email = lower(email)),
  CONSTRAINT company_invitations_role_known CHECK (role in ('OWNER', 'BILLING', 'MEMBER')),
  CONSTRAINT company_invitations_accepted_whole CHECK ((accepted_at is null) = (accepted_by is null))
);
CREATE UNIQUE INDEX company_invitations_once ON company_invitations (company_id, email) WHERE accepted_at is null;
CREATE INDEX idx_company_invitations_company ON company_invitations (company_id);
CREATE INDEX idx_company_invitations_email ON company_invitations (email);
CREATE INDEX idx_company_invitations_invited_by ON company_invitations (invited_by);
CREATE INDEX idx_company_invitations_accepted_by ON company_invitations (accepted_by);

SELECT protect_table('companies');
SELECT protect_table('company_people');
SELECT protect_table('company_invitations');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('companies', 'id', '{name,phone,website,street,city,zip_code,address_shown,service_counties,service_radius_meters,bonding_single_cents,bonding_aggregate_cents,crew_size,languages,license_number}', '{story}');
SELECT record_changes_of('company_people', 'id', '{company_id,user_id,role}');
SELECT record_changes_of('company_invitations', 'id', '{company_id,role,invited_by,expires_at,accepted_by}', '{email}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
GRANT SELECT, INSERT (name, license_number) ON companies TO definer_role;
-- For the locks that put two acts on one company in order.
GRANT UPDATE (updated_at) ON companies TO definer_role;
GRANT SELECT, INSERT (company_id, user_id, role), UPDATE (role), DELETE ON company_people TO definer_role;
GRANT SELECT, INSERT (company_id, email, role, invited_by), UPDATE (role, invited_by, created_at, expires_at, accepted_at, accepted_by), DELETE
  ON company_invitations TO definer_role;
GRANT UPDATE (company, license_number) ON users TO definer_role;
GRANT SELECT (license_number, business_name, dba_name, full_business_name, second_name_type) ON california_contractors TO definer_role;
GRANT EXECUTE ON FUNCTION shown_name(text, text, text, text), is_mailbox(text) TO definer_role;

-- The companies that the acting person belongs to, and those that the person owns.
CREATE FUNCTION own_companies() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN ARRAY(SELECT company_id FROM company_people WHERE user_id = current_user_id());
END
$$;
SELECT definer_function('own_companies()');
CREATE FUNCTION owned_companies() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN ARRAY(SELECT company_id FROM company_people WHERE user_id = current_user_id() AND role = 'OWNER');
END
$$;
SELECT definer_function('owned_companies()');
GRANT EXECUTE ON FUNCTION own_companies(), owned_companies() TO application_role;

CREATE POLICY people_read ON companies FOR SELECT TO application_role USING (id = ANY ((SELECT own_companies())::uuid[]));
CREATE POLICY owners_update ON companies FOR UPDATE TO application_role
  USING (id = ANY ((SELECT owned_companies())::uuid[]) AND (SELECT account_is_open()))
  WITH CHECK (id = ANY ((SELECT owned_companies())::uuid[]));
CREATE POLICY staff_read ON companies FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_delete ON companies FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, UPDATE (name, story, phone, website, street, city, zip_code, coordinates, address_shown, service_counties,
  service_radius_meters, bonding_single_cents, bonding_aggregate_cents, crew_size, languages) ON companies TO application_role;
GRANT SELECT ON companies TO admin_role;
GRANT UPDATE (updated_at), DELETE ON companies TO system_role;
CREATE POLICY system_hold ON companies FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));

-- The functions below change who is in a company.
CREATE POLICY people_read ON company_people FOR SELECT TO application_role USING (company_id = ANY ((SELECT own_companies())::uuid[]));
CREATE POLICY staff_read ON company_people FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_delete ON company_people FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT ON company_people TO application_role, admin_role;
GRANT DELETE ON company_people TO system_role;

CREATE POLICY owners_read ON company_invitations FOR SELECT TO application_role
  USING (company_id = ANY ((SELECT owned_companies())::uuid[]));
CREATE POLICY owners_delete ON company_invitations FOR DELETE TO application_role
  USING (company_id = ANY ((SELECT owned_companies())::uuid[]) AND accepted_at IS NULL
    AND (SELECT account_is_open()));
CREATE POLICY staff_read ON company_invitations FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_delete ON company_invitations FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, DELETE ON company_invitations TO application_role;
GRANT SELECT ON company_invitations TO admin_role;
GRANT DELETE ON company_invitations TO system_role;

-- A company always has an owner. Its row is locked, so that two owners who leave at once leave one after the other.
CREATE FUNCTION keep_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM companies WHERE id = OLD.company_id FOR UPDATE;
  IF FOUND AND NOT EXISTS (SELECT FROM company_people WHERE company_id = OLD.company_id AND role = 'OWNER') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'A company always has an owner. Make somebody else an owner first.';
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('keep_an_owner()');
CREATE TRIGGER keep_an_owner AFTER DELETE OR UPDATE OF role ON company_people FOR EACH ROW
  WHEN (OLD.role = 'OWNER') EXECUTE FUNCTION keep_an_owner();

-- The company of a member's profile is the name of the first company that the member belongs to. A license stands at one
-- account, as long as readers look for it there: at the company's owner of the longest standing. No row for somebody in no
-- company.
CREATE FUNCTION company_shown_of(person uuid) RETURNS TABLE (name text, license text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT c.name, (
      SELECT held.license_number FROM company_people o JOIN companies held ON held.id = o.company_id
      WHERE o.user_id = person AND o.role = 'OWNER' AND held.license_number IS NOT NULL
        AND NOT EXISTS (SELECT FROM company_people earlier
                        WHERE earlier.company_id = o.company_id AND earlier.role = 'OWNER'
                          AND (earlier.since, earlier.id) < (o.since, o.id))
      ORDER BY o.since, o.id LIMIT 1)
    FROM company_people p JOIN companies c ON c.id = p.company_id
    WHERE p.user_id = person ORDER BY p.since, p.id LIMIT 1;
END
$$;
SELECT definer_function('company_shown_of(uuid)');
-- An account says what its company says, whichever statement writes it.
CREATE FUNCTION follow_company() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  shown record;
BEGIN
  SELECT * INTO shown FROM company_shown_of(NEW.id);
  IF FOUND THEN
    NEW.company := shown.name;
    NEW.license_number := shown.license;
  END IF;
  RETURN NEW;
END
$$;
SELECT definer_function('follow_company()');
CREATE TRIGGER follow_company BEFORE UPDATE OF company, license_number ON users FOR EACH ROW EXECUTE FUNCTION follow_company();

-- Has each account of a company follow it. The account that gives the license up goes before the one that gets it.
CREATE FUNCTION show_company_to_people(firm uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  person uuid;
BEGIN
  FOR person IN
    SELECT user_id FROM company_people WHERE company_id = firm ORDER BY role = 'OWNER', since DESC, id DESC
  LOOP
    UPDATE users SET company = shown.name, license_number = shown.license FROM company_shown_of(person) shown
    WHERE id = person AND (company, license_number) IS DISTINCT FROM (shown.name, shown.license);
  END LOOP;
END
$$;
SELECT definer_function('show_company_to_people(uuid)');
CREATE FUNCTION show_changed_company() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM show_company_to_people(NEW.id);
  RETURN NULL;
END
$$;
SELECT definer_function('show_changed_company()');
CREATE TRIGGER show_changed_company AFTER UPDATE ON companies FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD.license_number IS DISTINCT FROM NEW.license_number)
  EXECUTE FUNCTION show_changed_company();
CREATE FUNCTION show_company_of_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    -- Another company of the person shows instead, if there is one.
    UPDATE users SET company = NULL, license_number = NULL WHERE id = OLD.user_id;
    PERFORM show_company_to_people(OLD.company_id);
  ELSE
    PERFORM show_company_to_people(NEW.company_id);
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('show_company_of_people()');
CREATE TRIGGER show_company_of_people AFTER INSERT OR DELETE OR UPDATE OF role ON company_people FOR EACH ROW
  EXECUTE FUNCTION show_company_of_people();

-- A license of a company stays when an import that brought it is undone, as one of an account does.
CREATE OR REPLACE FUNCTION licenses_of_accounts(licenses text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT license_number FROM users WHERE license_number = ANY (licenses)
  UNION SELECT license_number FROM companies WHERE license_number = ANY (licenses)
$$;

-- Makes the company of a member who is in none, from the name and the license that the account has. With `joins`, a
-- company that has the license already gets the member as another owner; without it, the license is refused.
CREATE FUNCTION found_company(person uuid, joins boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  account record;
  firm uuid;
BEGIN
  SELECT company, license_number INTO account FROM users
  WHERE id = person AND status IN ('ACTIVE', 'LAPSED', 'SUSPENDED')
    AND (btrim(company) <> '' OR license_number IS NOT NULL)
  FOR NO KEY UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM company_people WHERE user_id = person) THEN
    RETURN;
  END IF;
  IF joins AND account.license_number IS NOT NULL THEN
    SELECT id INTO firm FROM companies WHERE license_number = account.license_number FOR UPDATE;
  END IF;
  IF firm IS NULL THEN
    INSERT INTO companies (name, license_number)
    VALUES (left(coalesce(
      nullif(btrim(account.company), ''),
      (SELECT shown_name(business_name, dba_name, full_business_name, second_name_type) FROM california_contractors
       WHERE license_number = account.license_number),
      'License ' || account.license_number), 200), account.license_number)
    RETURNING id INTO firm;
  END IF;
  INSERT INTO company_people (company_id, user_id, role) VALUES (firm, person, 'OWNER');
END
$$;
SELECT definer_function('found_company(uuid, boolean)');

-- A new member brings the company along.
CREATE FUNCTION found_company_of_member() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM found_company(NEW.id, false);
  RETURN NULL;
END
$$;
SELECT definer_function('found_company_of_member()');
CREATE TRIGGER found_company_of_new AFTER INSERT ON users FOR EACH ROW
  WHEN (NEW.status IN ('ACTIVE', 'LAPSED', 'SUSPENDED') AND (NEW.company IS NOT NULL OR NEW.license_number IS NOT NULL))
  EXECUTE FUNCTION found_company_of_member();
CREATE TRIGGER found_company_of_member AFTER UPDATE OF status ON users FOR EACH ROW
  WHEN (OLD.status = 'PENDING' AND NEW.status = 'ACTIVE' AND (NEW.company IS NOT NULL OR NEW.license_number IS NOT NULL))
  EXECUTE FUNCTION found_company_of_member();

-- Founds the companies of five hundred members at a time, in the order of their accounts. A later migration drops it.
CREATE FUNCTION found_companies(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  people uuid[];
BEGIN
  SELECT array_agg(id ORDER BY id) INTO people FROM (
    SELECT id FROM users
    WHERE status IN ('ACTIVE', 'LAPSED', 'SUSPENDED') AND (company IS NOT NULL OR license_number IS NOT NULL)
      AND (after IS NULL OR id > after::uuid)
    ORDER BY id LIMIT 500
  ) AS next;
  IF people IS NULL THEN
    RETURN NULL;
  END IF;
  FOR at IN 1 .. cardinality(people) LOOP
    PERFORM found_company(people[at], true);
  END LOOP;
  RETURN people[cardinality(people)]::text;
END
$$;
SELECT definer_function('found_companies(text)');
GRANT EXECUTE ON FUNCTION found_companies(text) TO schema_owner;

-- Locks a company for an act of one of its owners. False for somebody who is not in it.
CREATE FUNCTION hold_owned_company(firm uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  own_role text;
BEGIN
  IF NOT firm = ANY (own_companies()) THEN
    RETURN false;
  END IF;
  PERFORM FROM companies WHERE id = firm FOR UPDATE;
  SELECT role INTO own_role FROM company_people WHERE company_id = firm AND user_id = current_user_id();
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF own_role <> 'OWNER' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Only an owner of the company can do this.';
  END IF;
  IF NOT account_is_open() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Your account is suspended.';
  END IF;
  RETURN true;
END
$$;
SELECT definer_function('hold_owned_company(uuid)');

-- A member who may belong to a company: one whose membership was approved, and who is not suspended.
CREATE FUNCTION assert_may_have_company() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM users WHERE id = current_user_id() AND status IN ('ACTIVE', 'LAPSED')) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'You can do this once your membership is approved.';
  END IF;
END
$$;
SELECT definer_function('assert_may_have_company()');

-- Adds a company of the acting member, without a license. The lock counts one person's companies one after the other.
CREATE FUNCTION add_company(firm_name text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firm uuid;
BEGIN
  PERFORM assert_may_have_company();
  PERFORM FROM users WHERE id = current_user_id() FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM company_people WHERE user_id = current_user_id()) >= 10 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'You can belong to up to 10 companies.';
  END IF;
  INSERT INTO companies (name) VALUES (firm_name) RETURNING id INTO firm;
  INSERT INTO company_people (company_id, user_id, role) VALUES (firm, current_user_id(), 'OWNER');
  RETURN firm;
END
$$;
SELECT definer_function('add_company(text)');
GRANT EXECUTE ON FUNCTION add_company(text) TO application_role;

-- Invites an address, or invites it again. The letter is the same whether the address has an account or not, and it holds no
-- person's words. False for somebody else's company.
CREATE FUNCTION invite_to_company(firm uuid, address text, role_there text, portal text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  invitation uuid;
  invited uuid;
BEGIN
  IF NOT hold_owned_company(firm) THEN
    RETURN false;
  END IF;
  SELECT id INTO invited FROM users
  WHERE email_key = address AND email_verified_at IS NOT NULL AND status <> 'CLOSED';
  IF EXISTS (SELECT FROM company_people WHERE company_id = firm AND user_id = invited) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The person with this address is in the company already.';
  END IF;
  INSERT INTO company_invitations (company_id, email, role, invited_by)
  VALUES (firm, address, role_there, current_user_id())
  ON CONFLICT (company_id, email) WHERE accepted_at IS NULL
  DO UPDATE SET role = excluded.role, invited_by = excluded.invited_by, created_at = now(), expires_at = now() + interval '14 days'
  RETURNING id INTO invitation;
  IF (SELECT count(*) FROM company_invitations WHERE company_id = firm AND accepted_at IS NULL) > 20 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'A company can have up to 20 open invitations. Take one back first.';
  END IF;
  PERFORM add_mail(invited, address, 'company-invitation', 'You are invited to a company',
                   jsonb_build_object('origin', portal, 'invitationId', invitation), 0);
  IF invited IS NOT NULL THEN
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (invited, 'company-invitation', 'You are invited to a company', '/company');
  END IF;
  RETURN true;
END
$$;
SELECT definer_function('invite_to_company(uuid, text, text, text)');
GRANT EXECUTE ON FUNCTION invite_to_company(uuid, text, text, text) TO application_role;

-- The confirmed address of the acting person. Invitations go by it.
CREATE FUNCTION own_confirmed_email() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT email_key FROM users WHERE id = current_user_id() AND email_verified_at IS NOT NULL);
END
$$;
SELECT definer_function('own_confirmed_email()');

-- The open invitations of the acting person, and one by its id. A person who opens somebody else’s learns the address alone.
CREATE FUNCTION own_company_invitations()
RETURNS TABLE (invitation_id uuid, company_name text, role text, invited_by text, expires_at timestamp with time zone)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT i.id, c.name, i.role, u.first_name || ' ' || u.last_name, i.expires_at
    FROM company_invitations i JOIN companies c ON c.id = i.company_id LEFT JOIN users u ON u.id = i.invited_by
    WHERE i.email = own_confirmed_email() AND i.accepted_at IS NULL AND i.expires_at > now()
    ORDER BY i.created_at, i.id;
END
$$;
SELECT definer_function('own_company_invitations()');
CREATE FUNCTION find_company_invitation(invitation uuid) RETURNS TABLE (state text, email text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT CASE WHEN i.email IS DISTINCT FROM own_confirmed_email() THEN 'other_address'
                WHEN i.accepted_at IS NOT NULL THEN 'accepted'
                WHEN i.expires_at <= now() THEN 'expired'
                ELSE 'open' END,
           i.email
    FROM company_invitations i WHERE i.id = invitation AND current_user_id() IS NOT NULL;
END
$$;
SELECT definer_function('find_company_invitation(uuid)');
GRANT EXECUTE ON FUNCTION own_company_invitations(), find_company_invitation(uuid) TO application_role;

-- Only the account with the invited address accepts, once and in time. False for an invitation that is gone.
CREATE FUNCTION accept_company_invitation(invitation uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  offer company_invitations;
BEGIN
  SELECT * INTO offer FROM company_invitations WHERE id = invitation FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
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
SELECT definer_function('accept_company_invitation(uuid)');
CREATE FUNCTION decline_company_invitation(invitation uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM company_invitations WHERE id = invitation AND email = own_confirmed_email() AND accepted_at IS NULL;
  RETURN FOUND;
END
$$;
SELECT definer_function('decline_company_invitation(uuid)');
GRANT EXECUTE ON FUNCTION accept_company_invitation(uuid), decline_company_invitation(uuid) TO application_role;

-- The people of a company, for its people. Nobody else gets a row.
CREATE FUNCTION people_of_company(firm uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, role text, since timestamp with time zone, is_self boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT firm = ANY (own_companies()) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT u.id, u.first_name, u.last_name, p.role, p.since, u.id = current_user_id()
    FROM company_people p JOIN users u ON u.id = p.user_id WHERE p.company_id = firm
    ORDER BY p.since, p.id;
END
$$;
SELECT definer_function('people_of_company(uuid)');
GRANT EXECUTE ON FUNCTION people_of_company(uuid) TO application_role;

-- Acts of an owner on the people of a company. False for somebody who is not in the company.
CREATE FUNCTION set_company_role(firm uuid, person uuid, new_role text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT hold_owned_company(firm) THEN
    RETURN false;
  END IF;
  UPDATE company_people SET role = new_role WHERE company_id = firm AND user_id = person;
  RETURN FOUND;
END
$$;
SELECT definer_function('set_company_role(uuid, uuid, text)');
CREATE FUNCTION transfer_company(firm uuid, person uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT hold_owned_company(firm) OR person = current_user_id() THEN
    RETURN false;
  END IF;
  UPDATE company_people SET role = 'OWNER' WHERE company_id = firm AND user_id = person;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE company_people SET role = 'MEMBER' WHERE company_id = firm AND user_id = current_user_id();
  RETURN true;
END
$$;
SELECT definer_function('transfer_company(uuid, uuid)');
CREATE FUNCTION remove_from_company(firm uuid, person uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT hold_owned_company(firm) THEN
    RETURN false;
  END IF;
  DELETE FROM company_people WHERE company_id = firm AND user_id = person;
  RETURN FOUND;
END
$$;
SELECT definer_function('remove_from_company(uuid, uuid)');
-- A person may leave a company, unless it would have no owner.
CREATE FUNCTION leave_company(firm uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM companies WHERE id = firm AND id = ANY (own_companies()) FOR UPDATE;
  IF NOT account_is_open() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Your account is suspended.';
  END IF;
  DELETE FROM company_people WHERE company_id = firm AND user_id = current_user_id();
  RETURN FOUND;
END
$$;
SELECT definer_function('leave_company(uuid)');
GRANT EXECUTE ON FUNCTION set_company_role(uuid, uuid, text), transfer_company(uuid, uuid), remove_from_company(uuid, uuid),
  leave_company(uuid) TO application_role;
