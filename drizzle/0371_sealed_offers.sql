-- portal: tx
-- A submitted offer is encrypted until an opening act. Each project has a pair of keys: the portal encrypts with the public half, and
-- the private half is encrypted to a key that the worker alone holds. The worker opens the bids after the deadline.

CREATE TABLE project_seals (
  project_id uuid PRIMARY KEY NOT NULL,
  encrypted_public_key bytea NOT NULL,
  wrapped_key bytea NOT NULL,
  key_id text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_seals_one_line CHECK (is_one_line(key_id)),
  CONSTRAINT project_seals_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
);
SELECT protect_table('project_seals');
CREATE POLICY system_read ON project_seals FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_update ON project_seals FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, UPDATE (encrypted_public_key, wrapped_key, key_id) ON project_seals TO system_role;
GRANT SELECT, INSERT ON project_seals TO definer_role;

-- The firm's own copy of each bid that it submitted, encrypted by the application as a draft is.
CREATE TABLE bid_copies (
  bid_id uuid PRIMARY KEY NOT NULL,
  encrypted_content bytea NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT bid_copies_bid_id_project_applications_id_fk FOREIGN KEY (bid_id) REFERENCES project_applications (id) ON DELETE CASCADE
);
SELECT protect_table('bid_copies');
CREATE POLICY people_read ON bid_copies FOR SELECT TO application_role
  USING (bid_id IN (SELECT id FROM project_applications
    WHERE applicant_id = (SELECT current_user_id()) OR company_id = ANY ((SELECT bidding_companies())::uuid[])));
CREATE POLICY system_read ON bid_copies FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_update ON bid_copies FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON bid_copies TO application_role;
GRANT SELECT, UPDATE (encrypted_content) ON bid_copies TO system_role;
GRANT SELECT, INSERT ON bid_copies TO definer_role;

-- Until the opening the readable columns of a sealed offer are null. The portal’s queries of this version read them so.
-- squawk-ignore ban-drop-not-null
ALTER TABLE bid_contents ALTER COLUMN message DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE bid_contents ALTER COLUMN salt DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE bid_contents ALTER COLUMN subcontractors DROP NOT NULL;
ALTER TABLE bid_contents
  ALTER COLUMN commitment DROP EXPRESSION,
  ALTER COLUMN commitment SET DEFAULT '',
  ADD COLUMN sealed bytea,
  ADD COLUMN opened_at timestamp with time zone,
  ADD COLUMN problem text;
ALTER TABLE bid_contents
  ALTER COLUMN sealed SET STATISTICS 0, ALTER COLUMN opened_at SET STATISTICS 0, ALTER COLUMN problem SET STATISTICS 0;
ALTER TABLE bid_contents
  ADD CONSTRAINT bid_contents_problem_known CHECK (problem in ('DAMAGED', 'CHANGED')) NOT VALID,
  ADD CONSTRAINT bid_contents_sealed_until_opened CHECK (
    case when sealed is null or (opened_at is not null and problem is null)
      then message is not null and salt is not null and subcontractors is not null
      else amount_cents is null and message is null and salt is null and subcontractors is null end) NOT VALID,
  ADD CONSTRAINT bid_contents_problem_of_opened CHECK (problem is null or opened_at is not null) NOT VALID;
ALTER TABLE projects
  ADD COLUMN opened_by uuid,
  ADD COLUMN opening_asked_by uuid;
ALTER TABLE projects
  ADD CONSTRAINT projects_opened_by_users_id_fk FOREIGN KEY (opened_by) REFERENCES users (id) ON DELETE SET NULL NOT VALID,
  ADD CONSTRAINT projects_opening_asked_by_users_id_fk FOREIGN KEY (opening_asked_by) REFERENCES users (id) ON DELETE SET NULL NOT VALID,
  ADD CONSTRAINT projects_opened_by_at_opening CHECK (opened_by is null or opened_at is not null) NOT VALID;
GRANT UPDATE (opened_at, opened_by, opening_asked_by) ON projects TO definer_role;
GRANT UPDATE ON bid_contents TO definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('bid_contents', 'bid_id', '{commitment,list_commitment,opened_at,problem}');
SELECT record_changes_of('projects', 'id',
  '{owner_id,title,category,status,budget_min_cents,budget_max_cents,currency,deadline_at,deadline_time_zone,skills_required,city,state,zip_code,published_at,opened_at,opened_by,company_id,agency,county,questions_until,is_public_works,needs_dir_registration,goals,naics_codes,site_walk_at,is_site_walk_mandatory,cancel_reason}',
  '{description,street,site_walk_place,contact_name,contact_email,contact_phone}');

-- The act opens the bids, and no longer the clock.
CREATE OR REPLACE FUNCTION bids_are_open(status text, opened_at timestamptz, deadline_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN status IN ('BIDDING_OPEN', 'CLOSED', 'AWARDED') AND coalesce(opened_at <= now(), false);
SELECT reword_function('keep_bidding_fair()', 'IF NEW.opened_at IS DISTINCT FROM OLD.opened_at THEN',
  'IF NEW.opened_at IS DISTINCT FROM OLD.opened_at AND NOT (OLD.opened_at IS NULL AND is_system() AND coalesce(OLD.deadline_at <= clock_timestamp(), false)) THEN');
SELECT reword_function('check_application_change()', 'IF NOT coalesce(coalesce(project.opened_at, project.deadline_at) <= clock_timestamp(), false) THEN',
  $new$IF project.opened_at IS NULL AND project.deadline_at <= clock_timestamp() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bids aren’t open yet. Decide once they are.';
    END IF;
    IF project.opened_at IS NULL THEN$new$);
SELECT reword_function('check_bid_content()', $old$IF to_jsonb(NEW) ? 'list_commitment' THEN
    NEW.list_commitment := sealed_fingerprint(NEW.salt, NEW.subcontractors::text);
  END IF;
  RETURN NEW;$old$, 'RETURN NEW;');

-- An offer that the system records comes readable, and the worker seals it. Its fingerprints are those of what it says.
CREATE FUNCTION commit_to_offer() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.commitment := sealed_fingerprint(NEW.salt, NEW.amount_cents::text, NEW.currency, NEW.message);
  NEW.list_commitment := sealed_fingerprint(NEW.salt, NEW.subcontractors::text);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION commit_to_offer() FROM PUBLIC;
CREATE TRIGGER commit_to_offer BEFORE INSERT ON bid_contents FOR EACH ROW WHEN (NEW.sealed IS NULL)
  EXECUTE FUNCTION commit_to_offer();
-- A submitted offer stays. A revision is another bid.
CREATE FUNCTION keep_offer() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_user <> 'definer_role' THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'An offer stays as it was submitted.';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_offer() FROM PUBLIC;
DROP TRIGGER check_bid_content ON bid_contents;
CREATE TRIGGER check_bid_content BEFORE INSERT ON bid_contents FOR EACH ROW EXECUTE FUNCTION check_bid_content();
CREATE TRIGGER keep_offer BEFORE UPDATE ON bid_contents FOR EACH ROW EXECUTE FUNCTION keep_offer();
DROP TRIGGER ask_standing ON bid_contents;
CREATE TRIGGER ask_standing BEFORE INSERT ON bid_contents FOR EACH ROW EXECUTE FUNCTION ask_standing('BID');
DROP POLICY own_insert ON bid_contents;
DROP POLICY own_update ON bid_contents;
REVOKE INSERT (bid_id, amount_cents, currency, message), UPDATE (amount_cents, message) ON bid_contents FROM application_role;

-- The seal of the project of a draft, and an id for the bid that is about to be submitted. The key is null before the first bid.
CREATE FUNCTION seal_for_draft(draft uuid) RETURNS TABLE (project uuid, bid uuid, encrypted_public_key bytea)
LANGUAGE plpgsql VOLATILE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT d.project_id, time_ordered_uuid(), s.encrypted_public_key
    FROM bid_drafts d LEFT JOIN project_seals s ON s.project_id = d.project_id
    WHERE d.id = draft AND d.company_id = ANY (bidding_companies());
END
$$;
SELECT definer_function('seal_for_draft(uuid)');
GRANT EXECUTE ON FUNCTION seal_for_draft(uuid) TO application_role;

-- Gives a project its pair of keys. Of two at once the first one's stays.
CREATE FUNCTION begin_seal(draft uuid, public_key bytea, wrapped bytea, ring_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO project_seals (project_id, encrypted_public_key, wrapped_key, key_id)
  SELECT d.project_id, public_key, wrapped, ring_key FROM bid_drafts d
  WHERE d.id = draft AND d.company_id = ANY (bidding_companies())
  ON CONFLICT (project_id) DO NOTHING;
END
$$;
SELECT definer_function('begin_seal(uuid, bytea, bytea, text)');
GRANT EXECUTE ON FUNCTION begin_seal(uuid, bytea, bytea, text) TO application_role;

-- As before. What the offer says passes through, so that the database decides what it lacks and commits to it. It stores `hidden`,
-- the encrypted offer, and `own_copy`, which is the firm's.
CREATE FUNCTION submit_bid(draft uuid, seen integer, amount bigint, note text, list jsonb,
  fresh uuid, offer_salt bytea, hidden bytea, own_copy bytea)
RETURNS TABLE (outcome text, bid uuid, at timestamp with time zone, person uuid)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp
AS $$
DECLARE
  held bid_drafts := hold_draft(draft);
  project projects;
  earlier project_applications;
  made project_applications;
  lacking text;
  frozen uuid;
  file record;
BEGIN
  IF held.id IS NULL THEN
    RETURN;
  END IF;
  SELECT * INTO project FROM projects WHERE id = held.project_id FOR SHARE;
  SELECT * INTO earlier FROM project_applications WHERE id = held.bid_id AND status = 'SUBMITTED';
  IF earlier.id IS NOT NULL AND held.submitted_revision = held.revision THEN
    RETURN QUERY SELECT 'ALREADY', earlier.id, earlier.submitted_at, earlier.applicant_id;
    RETURN;
  END IF;
  IF held.revision <> seen THEN
    RETURN QUERY SELECT 'STALE', NULL::uuid, held.updated_at, held.edited_by;
    RETURN;
  END IF;
  lacking := lacking_in_offer(project, amount, note, list, (SELECT count(*) FROM files f WHERE f.owner_id = draft AND f.kind = 'BID_FILE'));
  lacking := coalesce(lacking, (
    SELECT format('Your firm hasn’t acknowledged addendum %s: %s. Read it, and submit the bid then.', a.number, a.title)
    FROM addenda_for(held.project_id, held.company_id, current_user_id()) a WHERE a.read_at IS NULL ORDER BY a.number LIMIT 1));
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = lacking;
  END IF;
  IF length(offer_salt) <> 32 OR length(hidden) < length(note) OR amount <= 0 OR length(note) > 10000 OR jsonb_typeof(list) <> 'array'
    OR jsonb_array_length(list) > 50 OR length(list::text) > 60000 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'This is no sealed offer.';
  END IF;
  IF earlier.id IS NOT NULL THEN
    UPDATE project_applications SET status = 'WITHDRAWN' WHERE id = earlier.id;
  END IF;
  INSERT INTO project_applications (id, project_id, applicant_id, company_id, replaces_id)
  VALUES (fresh, held.project_id, current_user_id(), held.company_id, held.bid_id) RETURNING * INTO made;
  INSERT INTO bid_contents (bid_id, message, salt, subcontractors, sealed, commitment, list_commitment)
  VALUES (made.id, NULL, NULL, NULL, hidden, sealed_fingerprint(offer_salt, amount::text, 'USD', note), sealed_fingerprint(offer_salt, list::text));
  INSERT INTO bid_copies (bid_id, encrypted_content) VALUES (made.id, own_copy);
  FOR file IN
    SELECT f.name, f.uploaded_by, f.content_id, c.bytes, c.sha256, c.content_type
    FROM files f JOIN file_contents c ON c.id = f.content_id
    WHERE f.owner_id = draft AND f.kind = 'BID_FILE' ORDER BY f.created_at, f.id
  LOOP
    INSERT INTO bid_files (bid_id, uploaded_by, file_name, content_type, bytes, sha256)
    VALUES (made.id, file.uploaded_by, file.name, file.content_type, file.bytes, file.sha256) RETURNING id INTO frozen;
    INSERT INTO files (id, kind, name, bytes, uploaded_by, content_id, owner_id)
    VALUES (frozen, 'SUBMITTED_BID_FILE', file.name, file.bytes, file.uploaded_by, file.content_id, made.id);
  END LOOP;
  UPDATE bid_drafts SET bid_id = made.id, submitted_revision = held.revision WHERE id = draft;
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT p.user_id, 'bid-submitted', left(format('Your firm’s bid on “%s” is in.', left(project.title, 100)), 200), '/bids'
  FROM company_people p WHERE p.company_id = held.company_id AND p.role IN ('OWNER', 'MEMBER') AND p.user_id <> current_user_id();
  RETURN QUERY SELECT 'SUBMITTED', made.id, made.submitted_at, made.applicant_id;
END
$$;
SELECT definer_function('submit_bid(uuid, integer, bigint, text, jsonb, uuid, bytea, bytea, bytea)');
GRANT EXECUTE ON FUNCTION submit_bid(uuid, integer, bigint, text, jsonb, uuid, bytea, bytea, bytea) TO application_role;
-- A process of the earlier version would store what it was given.
DROP FUNCTION submit_bid(uuid, integer, bigint, text, jsonb);

-- Offers in readable columns that ought to be sealed, for the worker: those of the time before offers were encrypted, and those that
-- the system recorded. A withdrawn bid stays sealed for good. The lock of the project keeps an opening away meanwhile.
CREATE FUNCTION offers_to_seal(most integer) RETURNS TABLE (bid_id uuid, project_id uuid, encrypted_public_key bytea,
  amount_cents bigint, message text, subcontractors jsonb, salt bytea)
LANGUAGE plpgsql VOLATILE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker seals offers.';
  END IF;
  RETURN QUERY
    SELECT c.bid_id, b.project_id, s.encrypted_public_key, c.amount_cents, c.message, c.subcontractors, c.salt
    FROM bid_contents c JOIN project_applications b ON b.id = c.bid_id JOIN projects p ON p.id = b.project_id
    LEFT JOIN project_seals s ON s.project_id = b.project_id
    WHERE c.sealed IS NULL AND c.opened_at IS NULL
      AND (b.status = 'WITHDRAWN' OR p.status = 'CANCELLED' OR (p.opened_at IS NULL AND p.deadline_at > now()))
    ORDER BY c.bid_id LIMIT most FOR UPDATE OF c SKIP LOCKED FOR SHARE OF p SKIP LOCKED;
END
$$;
SELECT definer_function('offers_to_seal(integer)');
GRANT EXECUTE ON FUNCTION offers_to_seal(integer) TO system_role;
CREATE FUNCTION seal_project(wanted uuid, public_key bytea, wrapped bytea, ring_key text) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker seals offers.';
  END IF;
  INSERT INTO project_seals (project_id, encrypted_public_key, wrapped_key, key_id)
  VALUES (wanted, public_key, wrapped, ring_key) ON CONFLICT (project_id) DO NOTHING;
  RETURN (SELECT encrypted_public_key FROM project_seals WHERE project_id = wanted);
END
$$;
SELECT definer_function('seal_project(uuid, bytea, bytea, text)');
GRANT EXECUTE ON FUNCTION seal_project(uuid, bytea, bytea, text) TO system_role;
CREATE FUNCTION seal_offer(bid uuid, hidden bytea, own_copy bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker seals offers.';
  END IF;
  INSERT INTO bid_copies (bid_id, encrypted_content) VALUES (bid, own_copy);
  UPDATE bid_contents c SET sealed = hidden, amount_cents = NULL, message = NULL, subcontractors = NULL, salt = NULL,
    list_commitment = coalesce(c.list_commitment, sealed_fingerprint(c.salt, c.subcontractors::text))
  WHERE c.bid_id = bid AND c.sealed IS NULL;
END
$$;
SELECT definer_function('seal_offer(uuid, bytea, bytea)');
GRANT EXECUTE ON FUNCTION seal_offer(uuid, bytea, bytea) TO system_role;

-- Whether the bids of a project with these values wait for their opening. A canceled project's bids are never opened.
CREATE FUNCTION bids_are_due(status text, opened_at timestamptz, deadline_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN opened_at IS NULL AND status IN ('BIDDING_OPEN', 'CLOSED', 'AWARDED') AND coalesce(deadline_at <= now(), false);
REVOKE EXECUTE ON FUNCTION bids_are_due(text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bids_are_due(text, timestamptz, timestamptz) TO application_role, admin_role, definer_role;

-- The name of who asked for the opening of a project's bids, for those who read the bids.
CREATE FUNCTION opener_of(wanted uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT concat_ws(' ', u.first_name, u.last_name) FROM projects p JOIN users u ON u.id = p.opened_by
    WHERE p.id = wanted AND (p.owner_id = current_user_id() OR holds_permission('bids.read')));
END
$$;
SELECT definer_function('opener_of(uuid)');
GRANT EXECUTE ON FUNCTION opener_of(uuid) TO application_role, admin_role;

-- Stamps projects whose rows the caller holds, and tells their posters. An old project that was open before is not news.
CREATE FUNCTION stamp_opening(wanted uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE bid_contents c SET opened_at = clock_timestamp()
  FROM project_applications b
  WHERE b.id = c.bid_id AND b.project_id = ANY (wanted) AND b.status <> 'WITHDRAWN' AND c.sealed IS NULL AND c.opened_at IS NULL;
  UPDATE projects SET opened_at = clock_timestamp(), opened_by = opening_asked_by WHERE id = ANY (wanted);
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT p.owner_id, 'bids-opened', left(format('The bids on “%s” are open: %s.', left(p.title, 100), n.bids), 200), format('/projects/%s/bids', p.id)
  FROM projects p, LATERAL (
    SELECT count(*) AS bids FROM project_applications b WHERE b.project_id = p.id AND b.status <> 'WITHDRAWN') n
  WHERE p.id = ANY (wanted) AND p.deadline_at > now() - interval '30 days';
END
$$;
SELECT definer_function('stamp_opening(uuid[])');

-- Opens due projects of which nothing is sealed, and says how many. What is sealed is read once the project's row is held: a bid
-- that came in the last moment is seen.
CREATE FUNCTION open_unsealed(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  held uuid[];
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker opens bids.';
  END IF;
  held := ARRAY(
    SELECT p.id FROM projects p
    WHERE bids_are_due(p.status, p.opened_at, p.deadline_at) AND NOT has_sealed_bids(p.id)
    ORDER BY p.deadline_at LIMIT most FOR NO KEY UPDATE SKIP LOCKED);
  held := ARRAY(SELECT id FROM unnest(held) id WHERE NOT has_sealed_bids(id));
  PERFORM stamp_opening(held);
  RETURN cardinality(held);
END
$$;
CREATE FUNCTION has_sealed_bids(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM project_applications b JOIN bid_contents c ON c.bid_id = b.id
    WHERE b.project_id = wanted AND b.status <> 'WITHDRAWN' AND c.sealed IS NOT NULL)
$$;
REVOKE EXECUTE ON FUNCTION has_sealed_bids(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_sealed_bids(uuid) TO definer_role;
SELECT definer_function('open_unsealed(integer)');
GRANT EXECUTE ON FUNCTION open_unsealed(integer) TO system_role;

-- The due projects, whether something of them is sealed, and who asked for their opening.
CREATE FUNCTION projects_to_open(most integer) RETURNS TABLE (project uuid, asked_by uuid, is_sealed boolean)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker opens bids.';
  END IF;
  RETURN QUERY
    SELECT p.id, p.opening_asked_by, has_sealed_bids(p.id) FROM projects p
    WHERE bids_are_due(p.status, p.opened_at, p.deadline_at) ORDER BY p.deadline_at LIMIT most;
END
$$;
SELECT definer_function('projects_to_open(integer)');
GRANT EXECUTE ON FUNCTION projects_to_open(integer) TO system_role;

-- The sealed bids of a due project, whose row stays held. No row for a project that another worker has opened.
CREATE FUNCTION hold_for_opening(wanted uuid) RETURNS TABLE (bid_id uuid, sealed bytea, wrapped_key bytea, key_id text)
LANGUAGE plpgsql VOLATILE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker opens bids.';
  END IF;
  PERFORM FROM projects p WHERE p.id = wanted AND bids_are_due(p.status, p.opened_at, p.deadline_at) FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT b.id, c.sealed, s.wrapped_key, s.key_id
    FROM project_applications b JOIN bid_contents c ON c.bid_id = b.id JOIN project_seals s ON s.project_id = b.project_id
    WHERE b.project_id = wanted AND b.status <> 'WITHDRAWN' AND c.sealed IS NOT NULL ORDER BY b.id;
END
$$;
SELECT definer_function('hold_for_opening(uuid)');
GRANT EXECUTE ON FUNCTION hold_for_opening(uuid) TO system_role;

-- Writes what the worker found in the sealed bids of a project, and opens the project. A bid that cannot be decrypted, or that says
-- something else than its fingerprint promised, stays closed and is flagged. The others open.
CREATE FUNCTION open_bids(wanted uuid, offers jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  opened integer;
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the worker opens bids.';
  END IF;
  PERFORM FROM projects p WHERE p.id = wanted AND bids_are_due(p.status, p.opened_at, p.deadline_at) FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH given AS (
    SELECT o.bid, o.problem, o.amount, o.message, o.subcontractors, decode(o.salt, 'hex') AS salt
    FROM jsonb_to_recordset(offers) AS o (bid uuid, problem text, amount bigint, message text, subcontractors jsonb, salt text)
  ), judged AS (
    SELECT g.*, coalesce(g.problem, CASE WHEN c.commitment = sealed_fingerprint(g.salt, g.amount::text, c.currency, g.message)
      AND c.list_commitment = sealed_fingerprint(g.salt, g.subcontractors::text) THEN NULL ELSE 'CHANGED' END) AS found
    FROM given g JOIN bid_contents c ON c.bid_id = g.bid
  )
  UPDATE bid_contents c SET opened_at = clock_timestamp(), problem = j.found,
    amount_cents = CASE WHEN j.found IS NULL THEN j.amount END, message = CASE WHEN j.found IS NULL THEN j.message END,
    subcontractors = CASE WHEN j.found IS NULL THEN j.subcontractors END, salt = CASE WHEN j.found IS NULL THEN j.salt END
  FROM judged j JOIN project_applications b ON b.id = j.bid AND b.project_id = wanted AND b.status <> 'WITHDRAWN'
  WHERE c.bid_id = j.bid AND c.sealed IS NOT NULL AND c.opened_at IS NULL;
  GET DIAGNOSTICS opened = ROW_COUNT;
  IF EXISTS (SELECT FROM project_applications b JOIN bid_contents c ON c.bid_id = b.id
    WHERE b.project_id = wanted AND b.status <> 'WITHDRAWN' AND c.sealed IS NOT NULL AND c.opened_at IS NULL) THEN
    RAISE EXCEPTION 'A sealed bid of the project % was left out.', wanted;
  END IF;
  PERFORM stamp_opening(ARRAY[wanted]);
  RETURN opened;
END
$$;
SELECT definer_function('open_bids(uuid, jsonb)');
GRANT EXECUTE ON FUNCTION open_bids(uuid, jsonb) TO system_role;

-- Staff, and the poster, ask the worker to try an opening again. It stands with the opening who asked.
CREATE FUNCTION ask_opening(wanted uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE projects p SET opening_asked_by = current_user_id()
  WHERE p.id = wanted AND bids_are_due(p.status, p.opened_at, p.deadline_at)
    AND (p.owner_id = current_user_id() OR holds_permission('bids.manage'));
  RETURN FOUND;
END
$$;
SELECT definer_function('ask_opening(uuid)');
GRANT EXECUTE ON FUNCTION ask_opening(uuid) TO application_role, admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
