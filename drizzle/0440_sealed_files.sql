-- portal: tx
-- The files of bids are encrypted in the store, and their names and hashes in the database. Each file has a key of its own, which is
-- encrypted for its firm, and stands sealed in the offer until the opening act.

-- A kind whose bytes the portal encrypts before it stores them, and stored bytes that are encrypted. `sha256` is that of the stored bytes.
ALTER TABLE file_kinds ADD COLUMN is_encrypted boolean DEFAULT false NOT NULL;
UPDATE file_kinds SET is_encrypted = true WHERE kind = 'BID_FILE';
ALTER TABLE file_contents ADD COLUMN is_encrypted boolean DEFAULT false NOT NULL;
GRANT INSERT (is_encrypted) ON file_contents TO system_role;
ALTER TABLE files ADD COLUMN encrypted_name bytea;
GRANT UPDATE (encrypted_name) ON files TO system_role;
GRANT UPDATE (name, encrypted_name) ON files TO definer_role;

-- The key of encrypted bytes and the hash of the plain ones, encrypted by the application. For the firm whose file it is.
CREATE TABLE file_secrets (
  content_id uuid PRIMARY KEY NOT NULL,
  encrypted_secret bytea NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT file_secrets_content_id_file_contents_id_fk FOREIGN KEY (content_id) REFERENCES file_contents (id) ON DELETE CASCADE
);
SELECT protect_table('file_secrets');
CREATE POLICY people_read ON file_secrets FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM files f WHERE f.content_id = file_secrets.content_id AND (f.kind = 'BID_FILE' OR f.owner_id IN (
    SELECT id FROM project_applications
    WHERE applicant_id = (SELECT current_user_id()) OR company_id = ANY ((SELECT bidding_companies())::uuid[])))));
CREATE POLICY system_read ON file_secrets FOR SELECT TO admin_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON file_secrets FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON file_secrets FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON file_secrets TO application_role, admin_role;
GRANT INSERT (content_id, encrypted_secret), UPDATE (encrypted_secret) ON file_secrets TO system_role;

-- The keys of the files of opened bids, for whoever reads the file. The opening act writes them, encrypted by the application.
CREATE TABLE opened_file_keys (
  file_id uuid PRIMARY KEY NOT NULL,
  encrypted_key bytea NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT opened_file_keys_file_id_bid_files_id_fk FOREIGN KEY (file_id) REFERENCES bid_files (id) ON DELETE CASCADE
);
SELECT protect_table('opened_file_keys');
CREATE POLICY of_readable_files ON opened_file_keys FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM files f WHERE f.id = opened_file_keys.file_id));
CREATE POLICY staff_read ON opened_file_keys FOR SELECT TO admin_role
  USING ((SELECT is_system()) OR EXISTS (SELECT FROM files f WHERE f.id = opened_file_keys.file_id));
CREATE POLICY system_update ON opened_file_keys FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT ON opened_file_keys TO application_role, admin_role;
GRANT UPDATE (encrypted_key) ON opened_file_keys TO system_role;
GRANT INSERT ON opened_file_keys TO definer_role;

-- Until the opening the readable columns of a sealed bid's file are null, as those of its offer are.
-- squawk-ignore ban-drop-not-null
ALTER TABLE bid_files ALTER COLUMN file_name DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE bid_files ALTER COLUMN sha256 DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE bid_files ALTER COLUMN salt DROP NOT NULL;
ALTER TABLE bid_files
  ALTER COLUMN commitment DROP EXPRESSION,
  ALTER COLUMN commitment SET DEFAULT '';
ALTER TABLE bid_files
  ADD CONSTRAINT bid_files_sealed_until_opened CHECK (num_nulls(file_name, sha256, salt) in (0, 3)) NOT VALID;
GRANT UPDATE (file_name, sha256, salt) ON bid_files TO definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
-- A file that comes readable gets its fingerprint from its columns.
CREATE FUNCTION commit_to_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.commitment := sealed_fingerprint(NEW.salt, NEW.file_name, NEW.sha256);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION commit_to_file() FROM PUBLIC;
CREATE TRIGGER commit_to_file BEFORE INSERT ON bid_files FOR EACH ROW WHEN (NEW.salt IS NOT NULL) EXECUTE FUNCTION commit_to_file();
DROP TRIGGER check_bid_content ON bid_files;
CREATE TRIGGER check_bid_content BEFORE INSERT OR DELETE ON bid_files FOR EACH ROW EXECUTE FUNCTION check_bid_content();
CREATE TRIGGER keep_offer BEFORE UPDATE OF bid_id, file_name, content_type, bytes, sha256, storage_key, salt, commitment ON bid_files
  FOR EACH ROW EXECUTE FUNCTION keep_offer();

-- A file of a kind that is kept encrypted never stands readable: neither its name from the announcement on, nor its bytes.
CREATE FUNCTION keep_files_encrypted() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF (SELECT is_encrypted FROM file_kinds WHERE kind = NEW.kind)
    AND (NEW.encrypted_name IS NULL OR NOT (SELECT is_encrypted FROM file_contents WHERE id = NEW.content_id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This upload began before files of bids were encrypted. Upload the file again.';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_files_encrypted() FROM PUBLIC;
CREATE TRIGGER keep_files_encrypted BEFORE INSERT OR UPDATE OF content_id ON files FOR EACH ROW EXECUTE FUNCTION keep_files_encrypted();

-- Announces a file of the acting person's whose name is encrypted for this id.
CREATE FUNCTION begin_encrypted_file(fresh uuid, use text, size bigint, hidden_name bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_user_id() IS NULL OR NOT account_is_open() OR NOT EXISTS (SELECT FROM file_kinds WHERE kind = use AND is_encrypted) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'You may not upload this file.';
  END IF;
  INSERT INTO files (id, kind, name, encrypted_name, bytes, uploaded_by)
  VALUES (fresh, use, 'File of a bid', hidden_name, size, current_user_id());
END
$$;
SELECT definer_function('begin_encrypted_file(uuid, text, bigint, bytea)');
GRANT EXECUTE ON FUNCTION begin_encrypted_file(uuid, text, bigint, bytea) TO application_role;

-- As before. `kept` has for each file of the draft the id, the name, the hash and the salt that the sealed offer says, and the name as
-- the firm reads it. The database commits to them, and stores neither the name nor the hash.
CREATE FUNCTION submit_bid(draft uuid, seen integer, amount bigint, note text, list jsonb,
  fresh uuid, offer_salt bytea, hidden bytea, own_copy bytea, kept jsonb)
RETURNS TABLE (outcome text, bid uuid, at timestamp with time zone, person uuid)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp
AS $$
DECLARE
  held bid_drafts := hold_draft(draft);
  project projects;
  earlier project_applications;
  made project_applications;
  lacking text;
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
    SELECT f.uploaded_by, f.content_id, c.bytes, c.content_type, k.id, k.name, k.sha256,
      decode(k.salt, 'hex') AS salt, decode(k.hidden_name, 'hex') AS hidden_name
    FROM files f JOIN file_contents c ON c.id = f.content_id
    LEFT JOIN jsonb_to_recordset(kept) AS k (file uuid, id uuid, name text, sha256 text, salt text, hidden_name text) ON k.file = f.id
    WHERE f.owner_id = draft AND f.kind = 'BID_FILE' ORDER BY f.created_at, f.id
  LOOP
    -- The opening writes the name and the hash into columns, which take no others.
    IF NOT coalesce(length(file.salt) = 32 AND file.sha256 ~ '^[0-9a-f]{64}$' AND btrim(file.name) <> '' AND length(file.name) <= 255
      AND is_one_line(file.name) AND length(file.hidden_name) > length(file.name), false) THEN
      RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'This is no sealed file.';
    END IF;
    INSERT INTO bid_files (id, bid_id, uploaded_by, file_name, content_type, bytes, sha256, salt, commitment)
    VALUES (file.id, made.id, file.uploaded_by, NULL, file.content_type, file.bytes, NULL, NULL,
      sealed_fingerprint(file.salt, file.name, file.sha256));
    INSERT INTO files (id, kind, name, encrypted_name, bytes, uploaded_by, content_id, owner_id)
    VALUES (file.id, 'SUBMITTED_BID_FILE', 'File of a bid', file.hidden_name, file.bytes, file.uploaded_by, file.content_id, made.id);
  END LOOP;
  UPDATE bid_drafts SET bid_id = made.id, submitted_revision = held.revision WHERE id = draft;
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT p.user_id, 'bid-submitted', left(format('Your firm’s bid on “%s” is in.', left(project.title, 100)), 200), '/bids'
  FROM company_people p WHERE p.company_id = held.company_id AND p.role IN ('OWNER', 'MEMBER') AND p.user_id <> current_user_id();
  RETURN QUERY SELECT 'SUBMITTED', made.id, made.submitted_at, made.applicant_id;
END
$$;
SELECT definer_function('submit_bid(uuid, integer, bigint, text, jsonb, uuid, bytea, bytea, bytea, jsonb)');
GRANT EXECUTE ON FUNCTION submit_bid(uuid, integer, bigint, text, jsonb, uuid, bytea, bytea, bytea, jsonb) TO application_role;
-- A process of the earlier version would seal no keys, and store names.
DROP FUNCTION submit_bid(uuid, integer, bigint, text, jsonb, uuid, bytea, bytea, bytea);

-- A bid is changed also where one of its sealed files is not what the bid committed to. Files that stand readable are older than the seal.
SELECT reword_function('open_bids(uuid, jsonb)',
  'SELECT o.bid, o.problem, o.amount, o.message, o.subcontractors, decode(o.salt, ''hex'') AS salt',
  'SELECT o.bid, o.problem, o.amount, o.message, o.subcontractors, o.files, decode(o.salt, ''hex'') AS salt');
SELECT reword_function('open_bids(uuid, jsonb)',
  'AS o (bid uuid, problem text, amount bigint, message text, subcontractors jsonb, salt text)',
  'AS o (bid uuid, problem text, amount bigint, message text, subcontractors jsonb, salt text, files jsonb)');
SELECT reword_function('open_bids(uuid, jsonb)',
  'AND c.list_commitment = sealed_fingerprint(g.salt, g.subcontractors::text) THEN NULL',
  $new$AND c.list_commitment = sealed_fingerprint(g.salt, g.subcontractors::text)
      AND NOT EXISTS (
        SELECT FROM bid_files f
        LEFT JOIN jsonb_to_recordset(g.files) AS s (id uuid, name text, sha256 text, salt text) ON s.id = f.id
        WHERE f.bid_id = g.bid AND f.file_name IS NULL
          AND f.commitment IS DISTINCT FROM sealed_fingerprint(decode(s.salt, 'hex'), s.name, s.sha256)) THEN NULL$new$);
SELECT reword_function('open_bids(uuid, jsonb)', 'PERFORM stamp_opening(ARRAY[wanted]);', $new$PERFORM open_files(wanted, offers);
  PERFORM stamp_opening(ARRAY[wanted]);$new$);
CREATE FUNCTION open_files(wanted uuid, offers jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  WITH given AS (
    SELECT s.id, s.name, s.sha256, decode(s.salt, 'hex') AS salt, decode(s.wrapped_key, 'hex') AS wrapped_key
    FROM jsonb_to_recordset(offers) AS o (bid uuid, files jsonb)
    JOIN project_applications b ON b.id = o.bid AND b.project_id = wanted AND b.status <> 'WITHDRAWN'
    JOIN bid_contents c ON c.bid_id = o.bid AND c.opened_at IS NOT NULL AND c.problem IS NULL,
    jsonb_to_recordset(coalesce(o.files, '[]')) AS s (id uuid, name text, sha256 text, salt text, wrapped_key text)
    JOIN bid_files f ON f.id = s.id AND f.file_name IS NULL
    WHERE f.bid_id = o.bid
  ), shown AS (
    UPDATE bid_files f SET file_name = g.name, sha256 = g.sha256, salt = g.salt FROM given g WHERE f.id = g.id
  ), named AS (
    UPDATE files f SET name = g.name, encrypted_name = NULL FROM given g WHERE f.id = g.id
  )
  INSERT INTO opened_file_keys (file_id, encrypted_key) SELECT id, wrapped_key FROM given WHERE wrapped_key IS NOT NULL;
END
$$;
SELECT definer_function('open_files(uuid, jsonb)');
-- `portal keys rotate` encrypts the name of a submitted file anew. Everything else of it stays.
SELECT reword_function('keep_submitted_files()', 'IF current_user <> ''definer_role'' THEN',
  $new$IF current_user <> 'definer_role' AND NOT (TG_OP = 'UPDATE' AND is_system() AND NEW.encrypted_name IS NOT NULL
    AND to_jsonb(NEW) - 'encrypted_name' = to_jsonb(OLD) - 'encrypted_name') THEN$new$);
-- The portal encrypts a copy of a scan as it does an upload.
DROP FUNCTION attach_certificate(uuid, uuid);
REVOKE CREATE ON SCHEMA public FROM definer_role;
