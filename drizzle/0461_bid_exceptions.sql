-- portal: tx
-- An exception lets one named firm submit after the deadline, for a reason, while the bids are sealed. The opening waits for the last
-- of them. Nothing of an exception changes.

CREATE TABLE bid_exceptions (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  company_id uuid,
  until timestamp with time zone NOT NULL,
  reason text NOT NULL,
  granted_by uuid,
  granted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT bid_exceptions_reason_one_line CHECK (is_one_line(reason)),
  CONSTRAINT bid_exceptions_reason_sensible CHECK (btrim(reason) <> '' and length(reason) <= 300),
  CONSTRAINT bid_exceptions_until_later CHECK (until > granted_at),
  CONSTRAINT bid_exceptions_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE RESTRICT,
  CONSTRAINT bid_exceptions_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE SET NULL,
  CONSTRAINT bid_exceptions_granted_by_users_id_fk FOREIGN KEY (granted_by) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX idx_bid_exceptions_project ON bid_exceptions (project_id, company_id, until);
CREATE INDEX idx_bid_exceptions_company ON bid_exceptions (company_id);
CREATE INDEX idx_bid_exceptions_granted_by ON bid_exceptions (granted_by);
SELECT protect_table('bid_exceptions');
-- The end of the last exception. `grant_bid_exception` alone writes it.
ALTER TABLE projects ADD COLUMN exceptions_until timestamp with time zone;
ALTER TABLE projects ADD CONSTRAINT projects_opened_after_exceptions CHECK (opened_at is null or exceptions_until is null or opened_at >= exceptions_until) NOT VALID;

-- All that an exception says comes from `exceptions_of`, which decides first, and reads then. These reach the row.
CREATE POLICY firm_reads ON bid_exceptions FOR SELECT TO application_role USING (company_id = ANY ((SELECT bidding_companies())::uuid[]));
CREATE POLICY staff_read ON bid_exceptions FOR SELECT TO admin_role USING ((SELECT holds_permission('projects.manage')) AND NOT has_own_bid(project_id));
GRANT SELECT ON bid_exceptions TO application_role, admin_role;
GRANT SELECT, INSERT, UPDATE (company_id) ON bid_exceptions TO definer_role;
GRANT SELECT (exceptions_until) ON projects TO application_role, admin_role;
GRANT UPDATE (exceptions_until) ON projects TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
-- The trail doesn't say whose an exception is and why: people read it before the opening.
-- The firm stays out of the trail: its digest could be found by trying every firm, and the row itself never changes.
SELECT record_changes_of('bid_exceptions', 'id', '{project_id,until,granted_by,granted_at}', '{reason}');

-- The end of the time in which a firm submits. Each exception counts for its firm alone.
CREATE FUNCTION bids_until(project projects, firm uuid) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT greatest(project.deadline_at, (SELECT max(until) FROM bid_exceptions WHERE project_id = project.id AND company_id = firm))
$$;
REVOKE EXECUTE ON FUNCTION bids_until(projects, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bids_until(projects, uuid) TO definer_role;

-- The end of the time for the reader's own firms, which need no right to the exceptions of others. Null for a project that the reader
-- doesn't see, and without a deadline.
CREATE FUNCTION own_bids_until(wanted uuid, firm uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT CASE WHEN firm = ANY (bidding_companies()) THEN bids_until(p, firm) ELSE p.deadline_at END
    FROM projects p WHERE p.id = wanted AND p.status <> 'DRAFT');
END
$$;
SELECT definer_function('own_bids_until(uuid, uuid)');
GRANT EXECUTE ON FUNCTION own_bids_until(uuid, uuid) TO application_role, admin_role;

-- The functions that take a bid and decide whether it is in time. Each compares the clock of its own statement.
SELECT reword_function('assert_may_bid(uuid, uuid)', 'project.deadline_at <= clock_timestamp()', 'bids_until(project, firm) <= clock_timestamp()');
SELECT reword_function('check_application()', 'IF project.deadline_at <= least(NEW.submitted_at, clock_timestamp()) THEN',
  $new$IF (CASE WHEN is_system() OR NEW.company_id = ANY (bidding_companies()) THEN bids_until(project, NEW.company_id) ELSE project.deadline_at END)
    <= least(NEW.submitted_at, clock_timestamp()) THEN$new$);
SELECT reword_function('check_bid_content()', 'project.deadline_at <= instant', 'bids_until(project, bid.company_id) <= instant');
SELECT reword_function('check_application_change()', $old$EXISTS (
    SELECT FROM projects WHERE id = NEW.project_id AND deadline_at <= clock_timestamp())$old$,
  $new$EXISTS (
    SELECT FROM projects p WHERE p.id = NEW.project_id AND bids_until(p, NEW.company_id) <= clock_timestamp())$new$);
SELECT reword_function('check_acknowledgement()', 'project.deadline_at <= clock_timestamp()',
  $new$greatest(project.deadline_at, (SELECT max(bids_until(project, m.company_id)) FROM company_people m
      WHERE m.user_id = NEW.user_id AND m.role IN ('OWNER', 'MEMBER'))) <= clock_timestamp()$new$);

-- The opening waits. Each of these takes the end of the sealed time where it took the deadline.
SELECT reword_function('ask_opening(uuid)', 'p.deadline_at)', 'greatest(p.deadline_at, p.exceptions_until))');
SELECT reword_function('hold_for_opening(uuid)', 'p.deadline_at)', 'greatest(p.deadline_at, p.exceptions_until))');
SELECT reword_function('open_bids(uuid, jsonb)', 'p.deadline_at)', 'greatest(p.deadline_at, p.exceptions_until))');
SELECT reword_function('open_unsealed(integer)', 'bids_are_due(p.status, p.opened_at, p.deadline_at)',
  'bids_are_due(p.status, p.opened_at, greatest(p.deadline_at, p.exceptions_until))');
SELECT reword_function('projects_to_open(integer)', 'bids_are_due(p.status, p.opened_at, p.deadline_at)',
  'bids_are_due(p.status, p.opened_at, greatest(p.deadline_at, p.exceptions_until))');
SELECT reword_function('keep_bidding_fair()', 'coalesce(OLD.deadline_at <= clock_timestamp(), false)',
  'coalesce(greatest(OLD.deadline_at, OLD.exceptions_until) <= clock_timestamp(), false)');
-- A bidding that somebody may still join stays as it is.
SELECT reword_function('keep_bidding_fair()', 'IF NOT EXISTS (SELECT FROM project_applications WHERE project_id = NEW.id) THEN',
  $new$IF NEW.status <> OLD.status AND NEW.status = 'CLOSED' AND OLD.exceptions_until > clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = format('One firm may submit until %s, so the bidding stays open until then.', clock_words(OLD.exceptions_until, OLD.deadline_time_zone));
  END IF;
  IF NOT EXISTS (SELECT FROM project_applications WHERE project_id = NEW.id) THEN$new$);
SELECT reword_function('offers_to_seal(integer)', 'p.deadline_at > now()', 'greatest(p.deadline_at, p.exceptions_until) > now()');

-- Grants an exception for a project of the acting person's, or as staff who manage projects. The lock of the project puts it in order
-- with the opening, the deadline and every bid. The firm's people get a letter and a notification. All who bid and follow hear that
-- there is an exception, and not for whom. Returns null for a project that isn't the caller's and for a firm that the caller doesn't find.
CREATE FUNCTION grant_bid_exception(wanted uuid, firm uuid, ends timestamptz, why text, portal text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
  made uuid;
  words text;
  told record;
  known timestamptz;
  is_of_staff boolean := current_setting('role') <> 'application_role' AND holds_permission('projects.manage');
BEGIN
  SELECT * INTO project FROM projects WHERE id = wanted AND status <> 'DRAFT'
    AND (owner_id = current_user_id() OR is_of_staff) FOR NO KEY UPDATE;
  IF NOT FOUND OR NOT account_is_open() THEN
    RETURN NULL;
  END IF;
  PERFORM FROM companies c WHERE c.id = firm AND (is_of_staff OR is_in_directory(c.id));
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  PERFORM refuse_own_bidder(wanted);
  IF current_setting('role') = 'admin_role' AND firm = ANY (bidding_companies()) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Your firm bids on this project, so a colleague has to do this.';
  END IF;
  IF firm = project.company_id OR EXISTS (SELECT FROM company_people WHERE company_id = firm AND user_id = project.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The poster’s own firm can’t bid on this project.';
  END IF;
  IF project.opened_at IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bids are open, so nobody can submit anymore.';
  END IF;
  IF project.status <> 'BIDDING_OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project isn’t open for bids.';
  END IF;
  IF ends <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'until', MESSAGE = 'Choose a time that hasn’t passed.';
  END IF;
  -- An exception that this person doesn't know of stays sealed: the answer is then the same as for every firm.
  known := greatest(project.deadline_at, (SELECT max(e.until) FROM bid_exceptions e
    WHERE e.project_id = wanted AND e.company_id = firm AND (is_of_staff OR e.granted_by = current_user_id())));
  IF ends <= known THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'until',
      MESSAGE = format('This firm may submit until %s already. Choose a later time.', clock_words(known, project.deadline_time_zone));
  END IF;
  IF ends > project.deadline_at + interval '3 days' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'until', MESSAGE = 'An exception ends three days after the deadline at the latest.';
  END IF;
  INSERT INTO bid_exceptions (project_id, company_id, until, reason, granted_by)
  VALUES (wanted, firm, ends, why, current_user_id()) RETURNING id INTO made;
  UPDATE projects SET exceptions_until = greatest(exceptions_until, ends) WHERE id = wanted;
  words := clock_words(bids_until(project, firm), project.deadline_time_zone);
  FOR told IN
    SELECT u.id, u.email FROM company_people m JOIN users u ON u.id = m.user_id AND u.status <> 'CLOSED'
    WHERE m.company_id = firm AND m.role IN ('OWNER', 'MEMBER') ORDER BY u.id
  LOOP
    PERFORM add_mail(told.id, told.email, 'bid-exception', 'Your firm has more time to bid',
      jsonb_build_object('origin', portal, 'projectTitle', project.title, 'projectId', wanted, 'until', words, 'reason', why), 0);
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (told.id, 'bid-exception', left(format('Your firm may bid on “%s” until %s.', left(project.title, 100), words), 200),
      format('/projects/%s/bid', wanted));
  END LOOP;
  words := clock_words(greatest(project.deadline_at, project.exceptions_until, ends), project.deadline_time_zone);
  PERFORM tell_of_project(wanted, 'bid-exception-granted',
    format('“%s”: one firm has more time. The bids open after %s.', left(project.title, 80), words),
    format('One firm has more time to submit its bid. The deadline stays for everybody else. The bids open after %s.', words));
  PERFORM tell_poster(wanted, format('NAMC staff gave one firm more time to bid, until %s.', clock_words(ends, project.deadline_time_zone)));
  RETURN made;
END
$$;
SELECT definer_function('grant_bid_exception(uuid, uuid, timestamptz, text, text)');
GRANT EXECUTE ON FUNCTION grant_bid_exception(uuid, uuid, timestamptz, text, text) TO application_role, admin_role;

-- The exceptions for a project. That there is one, and until when, is for the poster, staff, and all whose firms have bid or have one. Whose
-- it is and why is sealed like a bid until the opening: before it the firm, who granted it, and staff who manage projects know.
CREATE FUNCTION exceptions_of(wanted uuid)
RETURNS TABLE (id uuid, until timestamptz, granted_at timestamptz, firm text, reason text, grantor text, is_own boolean)
LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  is_of_staff boolean := current_setting('role') <> 'application_role';
  manages boolean := is_of_staff AND holds_permission('projects.manage') AND NOT has_own_bid(wanted);
  firms uuid[] := CASE WHEN is_of_staff THEN '{}' ELSE bidding_companies() END;
  reads boolean := reads_opened_bids(wanted);
  is_concerned boolean := manages OR reads OR is_of_staff AND holds_permission('bids.read')
    OR EXISTS (SELECT FROM projects p WHERE p.id = wanted AND p.owner_id = current_user_id())
    OR EXISTS (SELECT FROM project_applications b WHERE b.project_id = wanted AND b.status <> 'WITHDRAWN'
      AND (b.applicant_id = current_user_id() OR b.company_id = ANY (firms)));
BEGIN
  RETURN QUERY
    SELECT e.id, e.until, e.granted_at, CASE WHEN k.knows THEN c.name END, CASE WHEN k.knows THEN e.reason END,
      CASE WHEN k.knows THEN concat_ws(' ', u.first_name, u.last_name) END, coalesce(e.company_id = ANY (firms), false)
    FROM bid_exceptions e LEFT JOIN companies c ON c.id = e.company_id LEFT JOIN users u ON u.id = e.granted_by
    CROSS JOIN LATERAL (SELECT coalesce(manages OR reads OR e.granted_by = current_user_id() OR e.company_id = ANY (firms), false) AS knows) k
    WHERE e.project_id = wanted AND (is_concerned OR e.company_id = ANY (firms))
    ORDER BY e.granted_at, e.id;
END
$$;
SELECT definer_function('exceptions_of(uuid)');
GRANT EXECUTE ON FUNCTION exceptions_of(uuid) TO application_role, admin_role;

-- The firms that an exception can be for, by words of their names: those of the directory for the poster, and all for staff who manage
-- projects. The search says nothing of who bids.
CREATE FUNCTION firms_to_except(wanted uuid, words text) RETURNS TABLE (id uuid, name text, city text)
LANGUAGE plpgsql STABLE ROWS 8 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  is_of_staff boolean := current_setting('role') <> 'application_role' AND holds_permission('projects.manage');
BEGIN
  IF NOT is_of_staff AND NOT EXISTS (SELECT FROM projects p WHERE p.id = wanted AND p.owner_id = current_user_id()) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT c.id, c.name, c.city FROM companies c
    WHERE position(search_name(words) IN search_name(c.name)) > 0 AND (is_of_staff OR is_in_directory(c.id))
    ORDER BY c.name, c.id LIMIT 8;
END
$$;
SELECT definer_function('firms_to_except(uuid, text)');
GRANT EXECUTE ON FUNCTION firms_to_except(uuid, text) TO application_role, admin_role;

SELECT reword_function('bidding_log(uuid)', $old$    UNION ALL
    SELECT b.submitted_at, 4,$old$, $new$    UNION ALL
    SELECT e.granted_at, 3, 'EXCEPTION', c.name, (SELECT concat_ws(' ', u.first_name, u.last_name) FROM users u WHERE u.id = e.granted_by), NULL, NULL,
      format('Until %s: %s', clock_words(e.until, (SELECT p.deadline_time_zone FROM projects p WHERE p.id = wanted)), e.reason)
    FROM bid_exceptions e LEFT JOIN companies c ON c.id = e.company_id WHERE e.project_id = wanted
    UNION ALL
    SELECT b.submitted_at, 4,$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
