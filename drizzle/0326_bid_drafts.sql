-- portal: tx
-- A firm drafts its bid together, submits it, revises it and withdraws it. A draft is encrypted by the application. Each submission
-- is a bid of its own, which takes the place of the firm's earlier one; its files are frozen.

CREATE TABLE bid_drafts (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  company_id uuid NOT NULL,
  encrypted_content bytea,
  version integer DEFAULT 1 NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  submitted_revision integer,
  bid_id uuid,
  edited_by uuid,
  notes text DEFAULT '' NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT bid_drafts_once UNIQUE (project_id, company_id),
  CONSTRAINT bid_drafts_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE RESTRICT,
  CONSTRAINT bid_drafts_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT bid_drafts_bid_id_project_applications_id_fk FOREIGN KEY (bid_id) REFERENCES project_applications (id) ON DELETE SET NULL,
  CONSTRAINT bid_drafts_edited_by_users_id_fk FOREIGN KEY (edited_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT bid_drafts_notes_short CHECK (length(notes) <= 5000)
);
CREATE INDEX idx_bid_drafts_company ON bid_drafts (company_id);
CREATE INDEX idx_bid_drafts_bid ON bid_drafts (bid_id);
CREATE INDEX idx_bid_drafts_edited_by ON bid_drafts (edited_by);
SELECT protect_table('bid_drafts');

-- A draft is its firm's alone: no staff and no report reads it. The functions below begin, save and submit it.
CREATE POLICY people_read ON bid_drafts FOR SELECT TO application_role
  USING (company_id = ANY ((SELECT bidding_companies())::uuid[]));
CREATE POLICY people_note ON bid_drafts FOR UPDATE TO application_role
  USING ((SELECT account_is_open()) AND company_id = ANY ((SELECT bidding_companies())::uuid[]))
  WITH CHECK (company_id = ANY ((SELECT bidding_companies())::uuid[]));
-- `portal keys rotate` encrypts the rows anew.
CREATE POLICY system_read ON bid_drafts FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_update ON bid_drafts FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, UPDATE (notes) ON bid_drafts TO application_role;
-- For `may_read_owner`, which finds no draft for staff.
CREATE POLICY no_staff ON bid_drafts FOR SELECT TO admin_role USING (false);
GRANT SELECT (id) ON bid_drafts TO admin_role;
GRANT SELECT, UPDATE (encrypted_content, notes) ON bid_drafts TO system_role;
GRANT SELECT, INSERT, UPDATE ON bid_drafts TO definer_role;

-- A revision names the bid whose place it takes. Somebody who withdraws after the deadline says why.
ALTER TABLE project_applications
  ADD COLUMN replaces_id uuid,
  ADD COLUMN withdraw_reason text;
ALTER TABLE project_applications
  ADD CONSTRAINT project_applications_replaces_id_fk FOREIGN KEY (replaces_id) REFERENCES project_applications (id) ON DELETE SET NULL NOT VALID,
  ADD CONSTRAINT project_applications_reasons_one_line CHECK (is_one_line(withdraw_reason)) NOT VALID,
  ADD CONSTRAINT project_applications_withdraw_reason_sensible CHECK (withdraw_reason is null or (status = 'WITHDRAWN' and btrim(withdraw_reason) <> '' and length(withdraw_reason) <= 300)) NOT VALID;
GRANT UPDATE (withdraw_reason) ON project_applications TO application_role;
GRANT INSERT ON project_applications, bid_contents, bid_files TO definer_role;

-- The subcontractors of an offer, sealed like the offer, with a commitment of their own.
ALTER TABLE bid_contents
  ADD COLUMN subcontractors jsonb DEFAULT '[]' NOT NULL,
  ADD COLUMN list_commitment text;
ALTER TABLE bid_contents
  ALTER COLUMN subcontractors SET STATISTICS 0, ALTER COLUMN list_commitment SET STATISTICS 0;
ALTER TABLE bid_contents
  ADD CONSTRAINT bid_contents_subcontractors_sensible CHECK (jsonb_typeof(subcontractors) = 'array' and jsonb_array_length(subcontractors) <= 50 and length(subcontractors::text) <= 60000) NOT VALID;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('project_applications', 'id',
  '{project_id,applicant_id,company_id,status,submitted_at,decided_at,decided_by,replaces_id,withdraw_reason}');
SELECT record_changes_of('bid_contents', 'bid_id', '{commitment,list_commitment}');
SELECT reword_function('check_bid_content()', E'NEW.salt := gen_random_bytes(32);\n  END IF;', $new$NEW.salt := gen_random_bytes(32);
  END IF;
  IF to_jsonb(NEW) ? 'list_commitment' THEN
    NEW.list_commitment := sealed_fingerprint(NEW.salt, NEW.subcontractors::text);
  END IF;$new$);

-- A bid of a firm is read and withdrawn by the people who bid for the firm.
ALTER POLICY applicant_or_owner ON project_applications
  USING (applicant_id = (SELECT current_user_id()) OR company_id = ANY ((SELECT bidding_companies())::uuid[])
    OR project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
ALTER POLICY applicant_withdraws ON project_applications
  USING ((applicant_id = (SELECT current_user_id()) OR company_id = ANY ((SELECT bidding_companies())::uuid[])) AND (SELECT account_is_open()))
  WITH CHECK ((applicant_id = (SELECT current_user_id()) OR company_id = ANY ((SELECT bidding_companies())::uuid[])) AND status = 'WITHDRAWN');
GRANT EXECUTE ON FUNCTION bidding_companies() TO definer_role;
SELECT reword_function('readable_bids(uuid[])', 'person uuid :=', $new$firms uuid[] := CASE WHEN is_of_members THEN bidding_companies() END;
  person uuid :=$new$);
SELECT reword_function('readable_bids(uuid[])', 'a.applicant_id = person', 'a.applicant_id = person OR a.company_id = ANY (firms)');
-- A firm bids through `submit_bid`, which names it.
SELECT reword_function('name_bidding_firm()', 'NOT may_insert_for', 'NEW.company_id IS NOT NULL OR NOT may_insert_for');
-- Nobody decides about a bid of their own firm.
SELECT reword_function('check_application_change()', 'IF NEW.status <> OLD.status AND NEW.status <> ''WITHDRAWN'' THEN', $new$IF NEW.status = 'WITHDRAWN' AND OLD.status <> 'WITHDRAWN' AND NEW.withdraw_reason IS NULL AND EXISTS (
    SELECT FROM projects WHERE id = NEW.project_id AND deadline_at <= clock_timestamp()) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'withdraw_reason', MESSAGE = 'The deadline has passed. Say why you withdraw the bid.';
  END IF;
  IF NEW.withdraw_reason IS DISTINCT FROM OLD.withdraw_reason AND OLD.status = 'WITHDRAWN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bid is withdrawn already.';
  END IF;
  IF NEW.status <> OLD.status AND NEW.status <> 'WITHDRAWN' THEN$new$);

-- Files of a draft, and the frozen copies of a submitted bid's. The copies share the stored bytes and do not count twice.
INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, most_side) VALUES
  ('BID_FILE', 'bid_drafts', 50000000, '{application/pdf,image/jpeg,image/png,image/webp}', 6000),
  ('SUBMITTED_BID_FILE', 'project_applications', 50000000, '{application/pdf,image/jpeg,image/png,image/webp}', 6000);
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON bid_drafts FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON project_applications FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();
SELECT reword_function('limit_files()', 'WHERE uploaded_by = NEW.uploaded_by;', 'WHERE uploaded_by = NEW.uploaded_by AND kind <> ''SUBMITTED_BID_FILE'';');
GRANT INSERT ON files TO definer_role;
GRANT EXECUTE ON FUNCTION readable_bids(uuid[]) TO application_role, admin_role;
CREATE POLICY readers_of_bids ON files AS RESTRICTIVE FOR SELECT TO application_role
  USING (kind <> 'SUBMITTED_BID_FILE' OR owner_id = ANY (readable_bids(ARRAY[owner_id])));
CREATE POLICY staff_readers_of_bids ON files AS RESTRICTIVE FOR SELECT TO admin_role
  USING (kind <> 'SUBMITTED_BID_FILE' OR (SELECT is_system()) OR owner_id = ANY (readable_bids(ARRAY[owner_id])));
CREATE FUNCTION keep_submitted_files() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_user <> 'definer_role' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The files of a submitted bid stay as they were submitted.';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;
REVOKE EXECUTE ON FUNCTION keep_submitted_files() FROM PUBLIC;
CREATE TRIGGER keep_submitted_files BEFORE INSERT OR UPDATE ON files FOR EACH ROW
  WHEN (NEW.kind = 'SUBMITTED_BID_FILE') EXECUTE FUNCTION keep_submitted_files();
CREATE TRIGGER keep_submitted_files_there BEFORE DELETE ON files FOR EACH ROW
  WHEN (OLD.kind = 'SUBMITTED_BID_FILE') EXECUTE FUNCTION keep_submitted_files();
DROP POLICY own_insert ON bid_files;
DROP POLICY own_delete ON bid_files;
REVOKE INSERT, DELETE ON bid_files FROM application_role;

-- A draft whose files changed is another revision: what somebody submits is what they looked at.
CREATE FUNCTION count_draft_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE bid_drafts SET revision = revision + 1, edited_by = coalesce(current_user_id(), edited_by)
  WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.owner_id ELSE NEW.owner_id END;
  RETURN NULL;
END
$$;
SELECT definer_function('count_draft_revision()');
CREATE TRIGGER count_draft_revision AFTER INSERT ON files FOR EACH ROW
  WHEN (NEW.kind = 'BID_FILE' AND NEW.owner_id IS NOT NULL) EXECUTE FUNCTION count_draft_revision();
CREATE TRIGGER count_draft_revision_given AFTER UPDATE OF owner_id ON files FOR EACH ROW
  WHEN (NEW.kind = 'BID_FILE' AND NEW.owner_id IS NOT NULL) EXECUTE FUNCTION count_draft_revision();
CREATE TRIGGER count_draft_revision_removed AFTER DELETE ON files FOR EACH ROW
  WHEN (OLD.kind = 'BID_FILE' AND OLD.owner_id IS NOT NULL) EXECUTE FUNCTION count_draft_revision();

-- Refuses what nobody may do for the firm and the project. Says the same of an unknown project as of a draft.
CREATE FUNCTION assert_may_bid(wanted uuid, firm uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  IF NOT standing_allows('BID') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = standing_refusal('BID');
  END IF;
  IF NOT coalesce(firm = ANY (bidding_companies()), false) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'You do not bid for this company.';
  END IF;
  SELECT * INTO project FROM projects WHERE id = wanted AND status <> 'DRAFT';
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project doesn’t exist.';
  END IF;
  IF project.owner_id = current_user_id() OR project.company_id = firm THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'You can’t bid on your own project.';
  END IF;
  IF project.status NOT IN ('PUBLISHED', 'BIDDING_OPEN') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project isn’t open for bids.';
  END IF;
  IF project.deadline_at <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding deadline has passed.';
  END IF;
END
$$;
SELECT definer_function('assert_may_bid(uuid, uuid)');

-- The firm's draft for a project, which the first one who asks begins.
CREATE FUNCTION begin_bid(wanted uuid, firm uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  found uuid;
BEGIN
  PERFORM assert_may_bid(wanted, firm);
  INSERT INTO bid_drafts (project_id, company_id, edited_by) VALUES (wanted, firm, current_user_id())
  ON CONFLICT (project_id, company_id) DO NOTHING;
  SELECT id INTO found FROM bid_drafts WHERE project_id = wanted AND company_id = firm;
  RETURN found;
END
$$;
SELECT definer_function('begin_bid(uuid, uuid)');
GRANT EXECUTE ON FUNCTION begin_bid(uuid, uuid) TO application_role;

-- The draft, locked, of somebody who may bid for its firm. Null for another firm's and an unknown one.
CREATE FUNCTION hold_draft(draft uuid) RETURNS bid_drafts
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  held bid_drafts;
BEGIN
  SELECT * INTO held FROM bid_drafts WHERE id = draft AND company_id = ANY (bidding_companies()) FOR UPDATE;
  IF FOUND THEN
    PERFORM assert_may_bid(held.project_id, held.company_id);
  END IF;
  RETURN held;
END
$$;
SELECT definer_function('hold_draft(uuid)');

-- Saves a draft over the version that its editor saw. No row if there is no such draft; a null version if somebody saved since.
CREATE FUNCTION save_bid_draft(draft uuid, seen integer, content bytea)
RETURNS TABLE (new_version integer, new_revision integer, at timestamp with time zone)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp
AS $$
DECLARE
  held bid_drafts := hold_draft(draft);
BEGIN
  IF held.id IS NULL THEN
    RETURN;
  END IF;
  IF held.version <> seen THEN
    RETURN QUERY SELECT NULL::integer, held.revision, held.updated_at;
    RETURN;
  END IF;
  RETURN QUERY
    UPDATE bid_drafts d SET encrypted_content = content, version = d.version + 1, revision = d.revision + 1, edited_by = current_user_id()
    WHERE d.id = draft RETURNING d.version, d.revision, d.updated_at;
END
$$;
SELECT definer_function('save_bid_draft(uuid, integer, bytea)');
GRANT EXECUTE ON FUNCTION save_bid_draft(uuid, integer, bytea) TO application_role;

-- Puts a copy of a certificate's scan into a draft. False where the person reads no such certificate or bids for no such firm.
CREATE FUNCTION attach_certificate(draft uuid, certificate uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  held bid_drafts := hold_draft(draft);
BEGIN
  IF held.id IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO files (kind, name, bytes, uploaded_by, content_id, owner_id)
  SELECT 'BID_FILE', f.name, f.bytes, current_user_id(), f.content_id, draft
  FROM certifications c JOIN files f ON f.owner_id = c.id AND f.kind = 'CERTIFICATE'
  WHERE c.id = certificate AND c.company_id = held.company_id
  ORDER BY f.created_at DESC, f.id DESC LIMIT 1;
  RETURN FOUND;
END
$$;
SELECT definer_function('attach_certificate(uuid, uuid)');
GRANT EXECUTE ON FUNCTION attach_certificate(uuid, uuid) TO application_role;

-- The first thing that keeps an offer from being submitted, in words. Section 4104 of the Public Contract Code says what a list of
-- subcontractors has to name; public works need the registration number too.
CREATE FUNCTION lacking_in_offer(project projects, amount bigint, note text, list jsonb, files bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT coalesce(
    CASE WHEN amount IS NULL AND btrim(note) = '' AND files = 0 THEN 'Enter a price, a cover note, or add a file before you submit.' END,
    (SELECT format('Subcontractor %s needs %s.', place, lacking) FROM (
      SELECT place, concat_ws(', ',
        CASE WHEN coalesce(sub ->> 'name', '') = '' THEN 'a name' END,
        CASE WHEN coalesce(sub ->> 'place', '') = '' THEN 'a place of business' END,
        CASE WHEN coalesce(sub ->> 'licenseNumber', '') = '' THEN 'a license number' END,
        CASE WHEN project.is_public_works AND coalesce(sub ->> 'dirNumber', '') = '' THEN 'a DIR registration number' END,
        CASE WHEN coalesce(sub ->> 'work', '') = '' THEN 'the portion of the work' END,
        CASE WHEN sub ->> 'amountCents' IS NULL AND sub ->> 'percent' IS NULL THEN 'an amount or a percentage' END) AS lacking
      FROM jsonb_array_elements(list) WITH ORDINALITY s (sub, place)) l WHERE lacking <> '' ORDER BY place LIMIT 1))
$$;
REVOKE EXECUTE ON FUNCTION lacking_in_offer(projects, bigint, text, jsonb, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lacking_in_offer(projects, bigint, text, jsonb, bigint) TO definer_role;

-- Submits a draft as its editor saw it. `outcome`: SUBMITTED; ALREADY, if this revision is in; STALE, if somebody changed the draft
-- since. No row if there is no such draft. The triggers of a bid decide by the clock whether it is in time. The firm's earlier bid
-- stands until this one is in.
CREATE FUNCTION submit_bid(draft uuid, seen integer, amount bigint, note text, list jsonb)
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
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = lacking;
  END IF;
  IF earlier.id IS NOT NULL THEN
    UPDATE project_applications SET status = 'WITHDRAWN' WHERE id = earlier.id;
  END IF;
  INSERT INTO project_applications (project_id, applicant_id, company_id, replaces_id)
  VALUES (held.project_id, current_user_id(), held.company_id, held.bid_id) RETURNING * INTO made;
  INSERT INTO bid_contents (bid_id, amount_cents, message, subcontractors) VALUES (made.id, amount, note, list);
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
SELECT definer_function('submit_bid(uuid, integer, bigint, text, jsonb)');
GRANT EXECUTE ON FUNCTION submit_bid(uuid, integer, bigint, text, jsonb) TO application_role;
GRANT SELECT ON file_contents TO definer_role;

-- Of two drafts for one project that a merge of companies brings together, the survivor's own stays.
CREATE FUNCTION merge_drafts(survivor uuid, duplicate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE bid_drafts d SET company_id = survivor
  WHERE company_id = duplicate
    AND NOT EXISTS (SELECT FROM bid_drafts own WHERE own.company_id = survivor AND own.project_id = d.project_id);
END
$$;
SELECT definer_function('merge_drafts(uuid, uuid)');
SELECT reword_function('plain_company_references()', '''project_interests''', '''project_interests'', ''bid_drafts''');
SELECT reword_function('merge_companies(uuid, uuid, text, text, text)', 'PERFORM merge_interests(kept, merged);',
  $new$PERFORM merge_interests(kept, merged);
  PERFORM merge_drafts(kept, merged);$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
SELECT let_members_send('bid-received', 'We received your bid', NULL, '/bids');
