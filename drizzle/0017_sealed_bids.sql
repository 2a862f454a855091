-- portal: tx
-- Sealed bids. No procedure or page has written a bid before this migration, so the offers that it moves are few, and it
-- refuses more than bids can wait for. A bid's offer and files stand in tables that nobody but the bidder reads before the bids are opened. Decisions
-- wait for the opening, and a project that has bids keeps its deadline, which can only be extended, with notice to all bidders.

-- The salted fingerprint of an offer. The trail holds it in place of the offer. Once the salt can be read, anybody who can
-- read the offer can compute the fingerprint again and compare.
CREATE FUNCTION sealed_fingerprint(salt bytea, VARIADIC content text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT encode(sha256(salt || convert_to(array_to_json(content)::text, 'UTF8')), 'hex') $$;
REVOKE EXECUTE ON FUNCTION sealed_fingerprint(bytea, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sealed_fingerprint(bytea, text[]) TO application_role, admin_role, definer_role, backup_role;

CREATE TABLE bid_contents (
  bid_id uuid PRIMARY KEY NOT NULL,
  amount_cents bigint,
  currency text DEFAULT 'USD' NOT NULL,
  message text NOT NULL,
  salt bytea DEFAULT gen_random_bytes(32) NOT NULL,
  commitment text GENERATED ALWAYS AS (sealed_fingerprint(salt, amount_cents::text, currency, message)) STORED NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT bid_contents_currency_known CHECK (currency in ('USD')),
  CONSTRAINT bid_contents_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT bid_contents_message_short CHECK (length(message) <= 10000)
);
CREATE TABLE bid_files (
  bid_id uuid NOT NULL,
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  uploaded_by uuid,
  file_name text NOT NULL,
  content_type text DEFAULT 'application/octet-stream' NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  storage_key text DEFAULT gen_random_uuid()::text NOT NULL,
  salt bytea DEFAULT gen_random_bytes(32) NOT NULL,
  commitment text GENERATED ALWAYS AS (sealed_fingerprint(salt, file_name, sha256)) STORED NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT bid_files_storage_key_unique UNIQUE(storage_key),
  CONSTRAINT bid_files_bytes_positive CHECK (bytes > 0),
  CONSTRAINT bid_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
CREATE INDEX idx_bid_files_bid ON bid_files (bid_id,created_at,id);
CREATE INDEX idx_bid_files_uploaded_by ON bid_files (uploaded_by);

-- The planner's statistics tell about values past every policy: EXPLAIN estimates rows from them.
ALTER TABLE bid_contents
  ALTER COLUMN amount_cents SET STATISTICS 0, ALTER COLUMN currency SET STATISTICS 0,
  ALTER COLUMN message SET STATISTICS 0, ALTER COLUMN salt SET STATISTICS 0, ALTER COLUMN commitment SET STATISTICS 0;
ALTER TABLE bid_files
  ALTER COLUMN file_name SET STATISTICS 0, ALTER COLUMN content_type SET STATISTICS 0, ALTER COLUMN bytes SET STATISTICS 0,
  ALTER COLUMN sha256 SET STATISTICS 0, ALTER COLUMN storage_key SET STATISTICS 0, ALTER COLUMN salt SET STATISTICS 0,
  ALTER COLUMN commitment SET STATISTICS 0;

-- The instant of the act that opens the bids. While no such act exists, the deadline opens them.
ALTER TABLE projects ADD COLUMN opened_at timestamp with time zone
  CONSTRAINT projects_opened_after_deadline CHECK (opened_at is null or (deadline_at is not null and opened_at >= deadline_at));

-- Whether the bids of a project with these values are open. A canceled project's bids are not.
CREATE FUNCTION bids_are_open(status text, opened_at timestamptz, deadline_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN status IN ('BIDDING_OPEN', 'CLOSED', 'AWARDED') AND coalesce(opened_at, deadline_at) <= now();
REVOKE EXECUTE ON FUNCTION bids_are_open(text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bids_are_open(text, timestamptz, timestamptz)
  TO application_role, admin_role, definer_role, report_role;

-- The offers move, and leave their commitments in the trail. Bids wait meanwhile; readers do not.
LOCK TABLE project_applications IN SHARE ROW EXCLUSIVE MODE;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('bid_contents', 'bid_id', '{commitment}');
SELECT record_changes_of('bid_files', 'id', '{bid_id,uploaded_by,commitment}');
SELECT record_changes_of('project_applications', 'id',
  '{project_id,applicant_id,status,submitted_at,decided_at,decided_by}');
SELECT record_changes_of('projects', 'id',
  '{owner_id,title,category,status,budget_min_cents,budget_max_cents,currency,deadline_at,deadline_time_zone,skills_required,city,state,zip_code,published_at,opened_at}',
  '{description}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
ALTER TABLE project_applications NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  bids bigint := (SELECT count(*) FROM project_applications);
BEGIN
  IF bids > 20000 AND current_setting('portal.move_all_bids', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'There are % bids, and the portal would wait longer than 2 s while more than 20000 are sealed.', bids
      USING HINT = 'Stop the portal, run ALTER ROLE portal_owner SET portal.move_all_bids = ''on'', and migrate again.';
  END IF;
END
$$;
INSERT INTO bid_contents (bid_id, amount_cents, currency, message, created_at)
SELECT id, amount_cents, currency, message, submitted_at FROM project_applications;
ALTER TABLE project_applications FORCE ROW LEVEL SECURITY;
ALTER TABLE bid_contents ADD CONSTRAINT bid_contents_bid_id_project_applications_id_fk
  FOREIGN KEY (bid_id) REFERENCES project_applications(id) ON DELETE CASCADE;
ALTER TABLE bid_files ADD CONSTRAINT bid_files_bid_id_project_applications_id_fk
  FOREIGN KEY (bid_id) REFERENCES project_applications(id) ON DELETE CASCADE;
ALTER TABLE bid_files ADD CONSTRAINT bid_files_uploaded_by_users_id_fk
  FOREIGN KEY (uploaded_by) REFERENCES users(id) ON DELETE SET NULL;

SELECT protect_table('bid_contents');
SELECT protect_table('bid_files');

-- A policy hides rows, and not what a condition on them tells: PostgreSQL evaluates a comparison of a column before the
-- policy's sub-select, so EXPLAIN or a clock would tell whether a hidden amount is below another. Therefore no role of people
-- or of the portal reads a sealed column. The functions below decide first, and read then.
CREATE POLICY own ON bid_contents FOR SELECT TO application_role
  USING (bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())));
CREATE POLICY own_insert ON bid_contents FOR INSERT TO application_role
  WITH CHECK ((SELECT is_active_member())
    AND bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())));
CREATE POLICY own_update ON bid_contents FOR UPDATE TO application_role
  USING ((SELECT is_active_member())
    AND bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())))
  WITH CHECK ((SELECT is_active_member())
    AND bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())));
CREATE POLICY system_insert ON bid_contents FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT (bid_id) ON bid_contents TO application_role;
GRANT INSERT (bid_id, amount_cents, currency, message) ON bid_contents TO application_role, system_role;
GRANT UPDATE (amount_cents, message) ON bid_contents TO application_role;
GRANT SELECT ON bid_contents, bid_files TO definer_role;

CREATE POLICY own ON bid_files FOR SELECT TO application_role
  USING (bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())));
CREATE POLICY own_insert ON bid_files FOR INSERT TO application_role
  WITH CHECK ((SELECT is_active_member()) AND uploaded_by = (SELECT current_user_id())
    AND bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())));
CREATE POLICY own_delete ON bid_files FOR DELETE TO application_role
  USING ((SELECT is_active_member())
    AND bid_id IN (SELECT id FROM project_applications WHERE applicant_id = (SELECT current_user_id())));
GRANT SELECT (bid_id, id) ON bid_files TO application_role;
GRANT INSERT (bid_id, uploaded_by, file_name, bytes, sha256), DELETE ON bid_files TO application_role;

-- The bids among these whose offers the caller reads. A bidder reads their own. From the opening on, whoever sees a bid reads
-- its offer, unless the bid was withdrawn: the project's owner, staff with the permission, the portal's own work. Only a
-- connection of members counts as the bidder's, because staff and the portal's own work could name any person.
CREATE FUNCTION readable_bids(bid_ids uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  is_of_members boolean := current_setting('role') = 'application_role';
  person uuid := CASE WHEN is_of_members THEN current_user_id() END;
  sees_all boolean := NOT is_of_members AND holds_permission('bids.read');
BEGIN
  RETURN ARRAY(
    SELECT a.id FROM project_applications a JOIN projects p ON p.id = a.project_id
    WHERE a.id = ANY (bid_ids)
      AND (a.applicant_id = person
        OR ((sees_all OR p.owner_id = person) AND a.status <> 'WITHDRAWN'
          AND bids_are_open(p.status, p.opened_at, p.deadline_at))));
END
$$;
SELECT definer_function('readable_bids(uuid[])');
CREATE FUNCTION offers_of(bid_ids uuid[]) RETURNS SETOF bid_contents
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp
AS $$
DECLARE
  readable uuid[] := readable_bids(bid_ids);
BEGIN
  RETURN QUERY SELECT * FROM bid_contents WHERE bid_id = ANY (readable);
END
$$;
SELECT definer_function('offers_of(uuid[])');
GRANT EXECUTE ON FUNCTION offers_of(uuid[]) TO application_role, admin_role;
CREATE FUNCTION files_of_bids(bid_ids uuid[]) RETURNS SETOF bid_files
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp
AS $$
DECLARE
  readable uuid[] := readable_bids(bid_ids);
BEGIN
  RETURN QUERY SELECT * FROM bid_files WHERE bid_id = ANY (readable);
END
$$;
SELECT definer_function('files_of_bids(uuid[])');
GRANT EXECUTE ON FUNCTION files_of_bids(uuid[]) TO application_role, admin_role;

-- Reports read the amounts of all opened bids here.
CREATE FUNCTION opened_offers() RETURNS TABLE (bid_id uuid, amount_cents bigint, currency text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10000 SET search_path = public, pg_temp
AS $$
DECLARE
  opened uuid[] := ARRAY(
    SELECT a.id FROM project_applications a JOIN projects p ON p.id = a.project_id
    WHERE a.status <> 'WITHDRAWN' AND bids_are_open(p.status, p.opened_at, p.deadline_at));
BEGIN
  RETURN QUERY SELECT c.bid_id, c.amount_cents, c.currency FROM bid_contents c WHERE c.bid_id = ANY (opened);
END
$$;
SELECT definer_function('opened_offers()');
GRANT EXECUTE ON FUNCTION opened_offers() TO report_role;

-- The bid's own row: a bidder withdraws and does nothing else with the status. The project's owner decides. Staff add no bids.
DROP POLICY applicant_update ON project_applications;
CREATE POLICY applicant_withdraws ON project_applications FOR UPDATE TO application_role
  USING (applicant_id = (SELECT current_user_id()) AND (SELECT account_is_open()))
  WITH CHECK (applicant_id = (SELECT current_user_id()) AND status = 'WITHDRAWN');
DROP POLICY owner_decides ON project_applications;
CREATE POLICY owner_decides ON project_applications FOR UPDATE TO application_role
  USING (applicant_id <> (SELECT current_user_id()) AND (SELECT account_is_open())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())))
  WITH CHECK (status <> 'WITHDRAWN' AND applicant_id <> (SELECT current_user_id())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
ALTER POLICY system_insert ON project_applications WITH CHECK ((SELECT is_system()) AND status = 'SUBMITTED');
-- Staff decide in the owner's place, and never withdraw in the bidder's.
CREATE POLICY bidder_withdraws ON project_applications AS RESTRICTIVE FOR UPDATE TO admin_role
  USING (true) WITH CHECK (status <> 'WITHDRAWN' OR (SELECT is_system()));
REVOKE INSERT, UPDATE ON project_applications FROM application_role, admin_role, system_role;
GRANT INSERT (project_id, applicant_id), UPDATE (status) ON project_applications TO application_role;
GRANT UPDATE (status) ON project_applications TO admin_role;
GRANT INSERT (id, project_id, applicant_id, submitted_at) ON project_applications TO system_role;

-- Rows that the trail recorded before offers were sealed hold amounts. They are hidden as long as the offer is.
CREATE POLICY sealed_bids ON audit_log AS RESTRICTIVE FOR SELECT TO admin_role
  USING (table_name <> 'project_applications' OR NOT changes ? 'amount_cents' OR (SELECT is_system())
    OR EXISTS (
      SELECT FROM project_applications a JOIN projects p ON p.id = a.project_id
      WHERE a.id = row_id::uuid AND a.status <> 'WITHDRAWN' AND bids_are_open(p.status, p.opened_at, p.deadline_at)));

-- The check reads `clock_timestamp()` and not `now()`, which is the transaction's beginning and may lie before the deadline. The
-- system also records bids that were submitted elsewhere, with the instant at which they came; the trail tells both.
CREATE OR REPLACE FUNCTION check_application() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  IF NOT may_insert_for(NEW.applicant_id, '') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR SHARE;
  IF NOT FOUND OR project.status = 'DRAFT' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project doesn’t exist.';
  END IF;
  IF project.owner_id = NEW.applicant_id THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'You can’t bid on your own project.';
  END IF;
  IF project.status <> 'BIDDING_OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project isn’t open for bids.';
  END IF;
  IF NOT is_system() THEN
    NEW.submitted_at := clock_timestamp();
  END IF;
  IF project.deadline_at <= least(NEW.submitted_at, clock_timestamp()) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding deadline has passed.';
  END IF;
  RETURN NEW;
END
$$;

-- An offer or a file is added, changed or removed by its bidder, before the deadline. A changed offer gets a new salt: the old
-- fingerprints in the trail stay closed when the seal is opened.
CREATE FUNCTION check_bid_content() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bid project_applications;
  project projects;
  bid_wanted uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.bid_id ELSE NEW.bid_id END;
  instant timestamptz := clock_timestamp();
BEGIN
  SELECT * INTO bid FROM project_applications WHERE id = bid_wanted;
  IF TG_OP = 'DELETE' AND NOT FOUND THEN
    RETURN OLD;
  END IF;
  IF NOT FOUND OR NOT may_insert_for(bid.applicant_id, '') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the bidder can change a bid’s offer.';
  END IF;
  SELECT * INTO project FROM projects WHERE id = bid.project_id FOR SHARE;
  IF is_system() AND TG_OP = 'INSERT' THEN
    instant := least(bid.submitted_at, instant);
  ELSE
    instant := clock_timestamp();
  END IF;
  IF project.status <> 'BIDDING_OPEN' OR project.deadline_at <= instant THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding deadline has passed.';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW.bid_id <> OLD.bid_id THEN
      RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'An offer can’t move to another bid.';
    END IF;
    NEW.salt := gen_random_bytes(32);
  END IF;
  RETURN NEW;
END
$$;
SELECT definer_function('check_bid_content()');
CREATE TRIGGER check_bid_content BEFORE INSERT OR UPDATE ON bid_contents FOR EACH ROW EXECUTE FUNCTION check_bid_content();
CREATE TRIGGER check_bid_content BEFORE INSERT OR UPDATE OR DELETE ON bid_files FOR EACH ROW EXECUTE FUNCTION check_bid_content();

-- Every act on a project's bids holds the project's row first, and then the bids' rows. `awardProject` takes it before the
-- bid's; a statement by hand takes it here, after the bid's.
CREATE OR REPLACE FUNCTION check_application_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  IF (NEW.project_id, NEW.applicant_id, NEW.submitted_at) IS DISTINCT FROM (OLD.project_id, OLD.applicant_id, OLD.submitted_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A bid’s project and bidder can’t change.';
  END IF;
  IF NEW.status <> OLD.status AND NEW.status <> 'WITHDRAWN' THEN
    SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
    IF project.status = 'AWARDED' AND NEW.status = 'AWARDED' THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project is already awarded to another bid.';
    END IF;
    IF NOT coalesce(coalesce(project.opened_at, project.deadline_at) <= clock_timestamp(), false) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Bids are sealed until the deadline. Decide after it.';
    END IF;
    IF NEW.status = 'AWARDED' AND project.status <> 'CLOSED' THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Close bidding before you award the project.';
    END IF;
  END IF;
  IF NEW.status IN ('DECLINED', 'AWARDED') AND OLD.status NOT IN ('DECLINED', 'AWARDED') THEN
    NEW.decided_at := now();
    NEW.decided_by := current_user_id();
  END IF;
  RETURN NEW;
END
$$;

-- The conditions of a bidding stay as the bidders found them. Only the deadline moves, to a later instant, for everybody and
-- with a notice to every bidder in the same transaction. The extension comes a minute before the deadline: it is committed
-- before anybody can read an offer.
CREATE FUNCTION keep_bidding_fair() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.opened_at IS DISTINCT FROM OLD.opened_at THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Bids open when the deadline passes.';
  END IF;
  IF NOT EXISTS (SELECT FROM project_applications WHERE project_id = NEW.id) THEN
    RETURN NEW;
  END IF;
  IF NEW.owner_id <> OLD.owner_id THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A project with bids keeps its owner.';
  END IF;
  IF NEW.status <> OLD.status AND NEW.status = 'BIDDING_OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Bidding can’t reopen on a project with bids.';
  END IF;
  IF NEW.status <> OLD.status AND NEW.status = 'CLOSED' AND OLD.deadline_at > clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Bidding on a project with bids closes at its deadline.';
  END IF;
  IF NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN
    IF NEW.status <> 'BIDDING_OPEN' OR OLD.status <> 'BIDDING_OPEN' OR OLD.deadline_at <= clock_timestamp() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding deadline has passed.';
    END IF;
    IF NEW.deadline_at IS NULL OR NEW.deadline_at < OLD.deadline_at THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The deadline of a project with bids can only be extended.';
    END IF;
    IF OLD.deadline_at <= clock_timestamp() + interval '1 minute' THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The deadline can’t be extended in its last minute.';
    END IF;
    INSERT INTO notifications (user_id, kind, title, path)
    SELECT DISTINCT applicant_id, 'bidding-extended',
      format('The bidding deadline of “%s” is now %s.', left(NEW.title, 100),
        to_char(NEW.deadline_at AT TIME ZONE NEW.deadline_time_zone, 'FMMonth FMDD, YYYY at FMHH12:MI AM')),
      '/notifications'
    FROM project_applications WHERE project_id = NEW.id AND status IN ('SUBMITTED', 'SHORTLISTED');
  END IF;
  RETURN NEW;
END
$$;
SELECT definer_function('keep_bidding_fair()');
CREATE TRIGGER keep_bidding_fair BEFORE UPDATE ON projects FOR EACH ROW
  WHEN ((OLD.owner_id, OLD.status, OLD.deadline_at, OLD.opened_at) IS DISTINCT FROM (NEW.owner_id, NEW.status, NEW.deadline_at, NEW.opened_at))
  EXECUTE FUNCTION keep_bidding_fair();
GRANT SELECT, INSERT ON notifications TO definer_role;
CREATE FUNCTION refuse_opened_project() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Bids open when the deadline passes.';
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_opened_project() FROM PUBLIC;
CREATE TRIGGER refuse_opened_project BEFORE INSERT ON projects FOR EACH ROW WHEN (NEW.opened_at IS NOT NULL)
  EXECUTE FUNCTION refuse_opened_project();

-- Last, because it waits for readers: the columns that the offers came from. A process of the earlier version takes no bids
-- from here on, and no copy of an offer stays behind for it to read.
-- squawk-ignore ban-drop-column
ALTER TABLE project_applications DROP COLUMN amount_cents, DROP COLUMN currency, DROP COLUMN message;
