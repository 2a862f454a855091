-- portal: tx
-- What must hold whoever writes and however many write at once: triggers, and the functions that search past the
-- policies. A rule that says no raises NAMC1; its message is meant for the person who asked.

GRANT CREATE ON SCHEMA public TO definer_role;

CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

DO $$
DECLARE
  target text;
BEGIN
  FOR target IN
    SELECT relname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE attname = 'updated_at' AND relkind = 'r' AND relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_updated_at()', target);
  END LOOP;
END
$$;

-- A status moves along the arrows that the trigger names ('DRAFT>PUBLISHED'), and no other way.
CREATE FUNCTION follow_status_flow() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.status <> OLD.status AND NOT (OLD.status || '>' || NEW.status) = ANY (TG_ARGV) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', TABLE = TG_TABLE_NAME, COLUMN = 'status',
      MESSAGE = format('This cannot go from %s to %s.', lower(replace(OLD.status, '_', ' ')),
                       lower(replace(NEW.status, '_', ' ')));
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON users FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('PENDING>ACTIVE', 'PENDING>DECLINED', 'PENDING>CLOSED', 'ACTIVE>LAPSED',
    'ACTIVE>SUSPENDED', 'ACTIVE>CLOSED', 'LAPSED>ACTIVE', 'LAPSED>SUSPENDED', 'LAPSED>CLOSED', 'SUSPENDED>ACTIVE',
    'SUSPENDED>LAPSED', 'SUSPENDED>CLOSED', 'DECLINED>PENDING', 'DECLINED>CLOSED');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON projects FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('DRAFT>PUBLISHED', 'DRAFT>BIDDING_OPEN', 'DRAFT>CANCELLED',
    'PUBLISHED>BIDDING_OPEN', 'PUBLISHED>CANCELLED', 'BIDDING_OPEN>CLOSED', 'BIDDING_OPEN>CANCELLED',
    'CLOSED>BIDDING_OPEN', 'CLOSED>AWARDED', 'CLOSED>CANCELLED');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON project_applications FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('SUBMITTED>SHORTLISTED', 'SUBMITTED>WITHDRAWN', 'SUBMITTED>DECLINED',
    'SUBMITTED>AWARDED', 'SHORTLISTED>SUBMITTED', 'SHORTLISTED>WITHDRAWN', 'SHORTLISTED>DECLINED',
    'SHORTLISTED>AWARDED');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON events FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('DRAFT>PUBLISHED', 'DRAFT>REGISTRATION_OPEN', 'DRAFT>CANCELLED',
    'PUBLISHED>REGISTRATION_OPEN', 'PUBLISHED>CANCELLED', 'PUBLISHED>COMPLETED',
    'REGISTRATION_OPEN>REGISTRATION_CLOSED', 'REGISTRATION_OPEN>COMPLETED', 'REGISTRATION_OPEN>CANCELLED',
    'REGISTRATION_CLOSED>REGISTRATION_OPEN', 'REGISTRATION_CLOSED>COMPLETED', 'REGISTRATION_CLOSED>CANCELLED');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON memberships FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('ACTIVE>ENDED', 'ACTIVE>CANCELLED', 'ENDED>ACTIVE');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON payments FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('PENDING>SUCCEEDED', 'PENDING>FAILED', 'FAILED>SUCCEEDED');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON member_feedback FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('OPEN>IN_PROGRESS', 'OPEN>RESOLVED', 'OPEN>CLOSED', 'IN_PROGRESS>OPEN',
    'IN_PROGRESS>RESOLVED', 'IN_PROGRESS>CLOSED', 'RESOLVED>OPEN', 'RESOLVED>CLOSED', 'CLOSED>OPEN');

-- Whether a license belongs to a member follows from the members.
CREATE FUNCTION mark_member_licenses() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE california_contractors c
  SET is_namc_member = EXISTS (SELECT FROM users WHERE license_number = c.license_number AND status = 'ACTIVE')
  WHERE license_number IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.license_number END, NEW.license_number)
    AND is_namc_member <> EXISTS (SELECT FROM users WHERE license_number = c.license_number AND status = 'ACTIVE');
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_member_licenses_added AFTER INSERT ON users FOR EACH ROW
  WHEN (NEW.license_number IS NOT NULL AND NEW.status = 'ACTIVE') EXECUTE FUNCTION mark_member_licenses();
CREATE TRIGGER mark_member_licenses AFTER UPDATE OF status, license_number ON users FOR EACH ROW
  WHEN (OLD.status <> NEW.status OR OLD.license_number IS DISTINCT FROM NEW.license_number)
  EXECUTE FUNCTION mark_member_licenses();

-- Somebody can always let somebody in: one lasting administrator at least, once there has been one. The role's row
-- is locked, so that two who leave at once leave one after the other.
CREATE FUNCTION keep_an_administrator() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM roles WHERE code = 'administrator' FOR UPDATE;
  IF NOT EXISTS (
    SELECT FROM user_roles JOIN users ON users.id = user_id
    WHERE role_code = 'administrator' AND expires_at IS NULL AND users.status = 'ACTIVE'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The last administrator stays one: name another one first.';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_an_administrator AFTER DELETE ON user_roles FOR EACH ROW
  WHEN (OLD.role_code = 'administrator') EXECUTE FUNCTION keep_an_administrator();
CREATE TRIGGER keep_an_administrator_lasting AFTER UPDATE OF expires_at, role_code, user_id ON user_roles FOR EACH ROW
  WHEN (OLD.role_code = 'administrator') EXECUTE FUNCTION keep_an_administrator();
CREATE FUNCTION keep_an_administrator_active() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM roles WHERE code = 'administrator' FOR UPDATE;
  IF EXISTS (SELECT FROM user_roles WHERE user_id = OLD.id AND role_code = 'administrator')
    AND NOT EXISTS (
      SELECT FROM user_roles JOIN users ON users.id = user_id
      WHERE role_code = 'administrator' AND expires_at IS NULL AND users.status = 'ACTIVE'
    ) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The last administrator stays one: name another one first.';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_an_administrator AFTER UPDATE OF status ON users FOR EACH ROW
  WHEN (OLD.status = 'ACTIVE' AND NEW.status <> 'ACTIVE') EXECUTE FUNCTION keep_an_administrator_active();

-- Projects.
CREATE FUNCTION check_project() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  unknown text;
BEGIN
  SELECT string_agg(wanted, ', ') INTO unknown FROM unnest(NEW.skills_required) AS wanted
  WHERE NOT EXISTS (SELECT FROM skills WHERE code = wanted);
  IF unknown IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'skills_required',
      MESSAGE = format('The portal knows no skill %s.', unknown);
  END IF;
  IF NEW.status <> 'DRAFT' AND NEW.published_at IS NULL THEN
    NEW.published_at := now();
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.status = 'AWARDED' AND OLD.status <> 'AWARDED'
    AND NOT EXISTS (SELECT FROM project_applications WHERE project_id = NEW.id AND status = 'AWARDED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A project is awarded to an application: choose one.';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_project BEFORE INSERT OR UPDATE OF status, skills_required ON projects FOR EACH ROW
  EXECUTE FUNCTION check_project();

-- The project's row is held while the application is written, so that a project that closes meanwhile waits, or
-- closes first.
CREATE FUNCTION check_application() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR SHARE;
  IF NOT FOUND OR project.status = 'DRAFT' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'There is no such project.';
  END IF;
  IF project.owner_id = NEW.applicant_id THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This is your own project.';
  END IF;
  IF project.status <> 'BIDDING_OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This project takes no applications now.';
  END IF;
  IF project.deadline_at <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The deadline for applications has passed.';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_application BEFORE INSERT ON project_applications FOR EACH ROW EXECUTE FUNCTION check_application();

CREATE FUNCTION check_application_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  IF (NEW.project_id, NEW.applicant_id, NEW.submitted_at) IS DISTINCT FROM (OLD.project_id, OLD.applicant_id, OLD.submitted_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An application stays with its project and its applicant.';
  END IF;
  IF (NEW.amount_cents, NEW.message) IS DISTINCT FROM (OLD.amount_cents, OLD.message) THEN
    IF current_user_id() IS DISTINCT FROM OLD.applicant_id AND NOT is_system() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Only the applicant changes what an application offers.';
    END IF;
    SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR SHARE;
    IF project.status <> 'BIDDING_OPEN' OR project.deadline_at <= clock_timestamp() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The deadline for applications has passed.';
    END IF;
  END IF;
  IF NEW.status = 'AWARDED' AND OLD.status <> 'AWARDED' THEN
    SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR UPDATE;
    IF project.status <> 'CLOSED' THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Close the project for applications before it is awarded.';
    END IF;
  END IF;
  IF NEW.status IN ('DECLINED', 'AWARDED') AND OLD.status NOT IN ('DECLINED', 'AWARDED') THEN
    NEW.decided_at := now();
    NEW.decided_by := current_user_id();
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_application_change BEFORE UPDATE ON project_applications FOR EACH ROW
  EXECUTE FUNCTION check_application_change();

-- An award awards the project, and declines the others.
CREATE FUNCTION award_project() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE projects SET status = 'AWARDED' WHERE id = NEW.project_id;
  UPDATE project_applications SET status = 'DECLINED'
  WHERE project_id = NEW.project_id AND id <> NEW.id AND status IN ('SUBMITTED', 'SHORTLISTED');
  RETURN NULL;
END
$$;
CREATE TRIGGER award_project AFTER UPDATE OF status ON project_applications FOR EACH ROW
  WHEN (NEW.status = 'AWARDED' AND OLD.status <> 'AWARDED') EXECUTE FUNCTION award_project();

-- Events. Whoever takes or gives up a seat holds the event's row: registrations of one event come one after the
-- other, each gets its place in the queue while it holds it, and the check `events_never_oversold` has the last word.
CREATE FUNCTION takes_seat(status text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN status IN ('REGISTERED', 'ATTENDED', 'NO_SHOW');

CREATE FUNCTION seat_registration() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  event events;
BEGIN
  SELECT * INTO event FROM events WHERE id = NEW.event_id FOR UPDATE;
  IF NOT FOUND OR event.status = 'DRAFT' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'There is no such event.';
  END IF;
  IF event.status <> 'REGISTRATION_OPEN' OR event.start_at <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Registration for this event is closed.';
  END IF;
  NEW.queue_number := nextval(pg_get_serial_sequence('event_registrations', 'queue_number'));
  NEW.registered_at := clock_timestamp();
  IF event.capacity IS NULL OR event.registered_count < event.capacity THEN
    NEW.status := 'REGISTERED';
    UPDATE events SET registered_count = registered_count + 1 WHERE id = NEW.event_id;
  ELSE
    NEW.status := 'WAITLISTED';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER seat_registration BEFORE INSERT ON event_registrations FOR EACH ROW EXECUTE FUNCTION seat_registration();

-- Free seats go to those who wait, first come first served. The event's row is held by the caller.
CREATE FUNCTION move_waiting_list_up(event_to_fill uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  event events;
  next_in_line uuid;
BEGIN
  LOOP
    SELECT * INTO event FROM events WHERE id = event_to_fill;
    EXIT WHEN event.status <> 'REGISTRATION_OPEN' AND event.status <> 'REGISTRATION_CLOSED';
    EXIT WHEN event.registered_count >= event.capacity;
    SELECT id INTO next_in_line FROM event_registrations
    WHERE event_id = event_to_fill AND status = 'WAITLISTED' ORDER BY queue_number LIMIT 1;
    EXIT WHEN NOT FOUND;
    UPDATE event_registrations SET status = 'REGISTERED' WHERE id = next_in_line;
  END LOOP;
END
$$;

CREATE FUNCTION check_registration_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF (NEW.event_id, NEW.user_id, NEW.queue_number) IS DISTINCT FROM (OLD.event_id, OLD.user_id, OLD.queue_number) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A registration stays with its event and its member.';
  END IF;
  IF NEW.status = OLD.status THEN
    RETURN NEW;
  END IF;
  -- From the waiting list to a seat only in its order, which is another trigger's doing.
  IF NOT (OLD.status || '>' || NEW.status) IN ('REGISTERED>CANCELLED', 'WAITLISTED>CANCELLED', 'REGISTERED>ATTENDED',
      'REGISTERED>NO_SHOW', 'ATTENDED>NO_SHOW', 'NO_SHOW>ATTENDED')
    AND NOT (pg_trigger_depth() > 1 AND OLD.status = 'WAITLISTED' AND NEW.status = 'REGISTERED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('A registration cannot go from %s to %s.',
      lower(replace(OLD.status, '_', ' ')), lower(replace(NEW.status, '_', ' ')));
  END IF;
  PERFORM FROM events WHERE id = NEW.event_id FOR UPDATE;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_registration_change BEFORE UPDATE ON event_registrations FOR EACH ROW
  EXECUTE FUNCTION check_registration_change();

CREATE FUNCTION count_seats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE events SET registered_count = registered_count + CASE WHEN takes_seat(NEW.status) THEN 1 ELSE -1 END
  WHERE id = NEW.event_id;
  IF NOT takes_seat(NEW.status) THEN
    PERFORM move_waiting_list_up(NEW.event_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER count_seats AFTER UPDATE OF status ON event_registrations FOR EACH ROW
  WHEN (takes_seat(OLD.status) <> takes_seat(NEW.status)) EXECUTE FUNCTION count_seats();

CREATE FUNCTION fill_added_seats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM move_waiting_list_up(NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER fill_added_seats AFTER UPDATE OF capacity ON events FOR EACH ROW
  WHEN (NEW.capacity IS DISTINCT FROM OLD.capacity) EXECUTE FUNCTION fill_added_seats();

-- To be called before a registration is given up: the event's row comes before the registration's, in every
-- transaction, so that two who leave at once never wait for one another.
CREATE FUNCTION hold_event_of(registration uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT FROM events WHERE id = (SELECT event_id FROM event_registrations WHERE id = registration) FOR UPDATE $$;

-- Messages.
CREATE FUNCTION check_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM users WHERE id = NEW.receiver_id AND status = 'ACTIVE') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This person cannot be written to.';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_message BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION check_message();

CREATE FUNCTION deliver_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO mailbox (owner_id, message_id, correspondent_id, direction, sent_at)
  VALUES (NEW.sender_id, NEW.id, NEW.receiver_id, 'SENT', NEW.sent_at),
         (NEW.receiver_id, NEW.id, NEW.sender_id, 'RECEIVED', NEW.sent_at);
  RETURN NULL;
END
$$;
CREATE TRIGGER deliver_message AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION deliver_message();

-- At the commit, each message that lives has the two rows of its two sides.
CREATE FUNCTION check_mailbox_pair() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  message messages;
BEGIN
  SELECT * INTO message FROM messages WHERE id = coalesce(NEW.message_id, OLD.message_id);
  IF FOUND AND 2 <> (
    SELECT count(*) FILTER (WHERE (owner_id, correspondent_id, direction) IN (
        (message.sender_id, message.receiver_id, 'SENT'), (message.receiver_id, message.sender_id, 'RECEIVED')))
      + 2 * count(*) FILTER (WHERE owner_id NOT IN (message.sender_id, message.receiver_id))
    FROM mailbox WHERE message_id = message.id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A message has exactly two mailbox rows, one a side.';
  END IF;
  RETURN NULL;
END
$$;
-- Not for each INSERT: the rows of `deliver_message` are right, and nobody is granted another way in.
CREATE CONSTRAINT TRIGGER check_mailbox_pair AFTER DELETE OR UPDATE OF owner_id, message_id, correspondent_id, direction
  ON mailbox DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_mailbox_pair();
CREATE CONSTRAINT TRIGGER check_mailbox_pair_added AFTER INSERT ON mailbox DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (pg_trigger_depth() < 2) EXECUTE FUNCTION check_mailbox_pair();

-- Learning.
CREATE FUNCTION check_enrollment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM courses WHERE id = NEW.course_id AND status = 'PUBLISHED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This course takes no enrollments.';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_enrollment BEFORE INSERT ON course_enrollments FOR EACH ROW EXECUTE FUNCTION check_enrollment();

CREATE SEQUENCE certificate_numbers;

-- The last module completed completes the course. The enrollment is held, so that two modules finished at once are
-- both seen.
CREATE FUNCTION complete_course() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  enrollment course_enrollments;
BEGIN
  SELECT * INTO enrollment FROM course_enrollments WHERE id = NEW.enrollment_id FOR UPDATE;
  IF enrollment.completed_at IS NULL AND NOT EXISTS (
    SELECT FROM course_modules
    WHERE course_id = NEW.course_id
      AND NOT EXISTS (SELECT FROM module_completions
                      WHERE enrollment_id = NEW.enrollment_id AND module_id = course_modules.id)
  ) THEN
    UPDATE course_enrollments
    SET completed_at = now(),
        certificate_number = format('NAMC-%s-%s', extract(year FROM now() AT TIME ZONE 'America/Los_Angeles'),
                                    lpad(nextval('certificate_numbers')::text, 6, '0'))
    WHERE id = NEW.enrollment_id;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER complete_course AFTER INSERT ON module_completions FOR EACH ROW EXECUTE FUNCTION complete_course();

-- Money.
CREATE FUNCTION count_refund() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE payments SET refunded_cents = refunded_cents + NEW.amount_cents WHERE id = NEW.payment_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER count_refund AFTER INSERT ON payment_refunds FOR EACH ROW EXECUTE FUNCTION count_refund();

-- Search past the policies: `@@`, `&&` and `<->` are not leakproof, so that behind a filtering policy no index serves
-- them. These two repeat the rule of who may see what and answer with ids alone; the caller reads the rows as itself.
-- Without words and place members come by name, from `after_…` on: a view that is a barrier cannot be read in the
-- order of an index. Built from the conditions that are asked for, and planned for their values.
CREATE FUNCTION search_project_ids(
  words tsquery, wanted_categories text[], wanted_statuses text[], wanted_skills text[],
  near geometry, within_metres double precision, budget_cents bigint, most integer
) RETURNS TABLE (id uuid, metres double precision)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  -- The two shapes that are asked for most have a plan that is kept: made anew for each search, it cost twice the
  -- search for a rare word.
  IF wanted_categories IS NULL AND wanted_skills IS NULL AND budget_cents IS NULL THEN
    IF words IS NOT NULL AND near IS NULL THEN
      RETURN QUERY SELECT p.id, NULL::float8 FROM projects p
      WHERE p.status = ANY (wanted_statuses) AND p.status <> 'DRAFT' AND p.search_vector @@ words
      ORDER BY ts_rank_cd(p.search_vector, words) DESC, p.created_at DESC, p.id DESC LIMIT most;
      RETURN;
    ELSIF words IS NULL AND near IS NOT NULL THEN
      RETURN QUERY SELECT p.id, ST_Distance(p.albers, near) FROM projects p
      WHERE p.status = ANY (wanted_statuses) AND p.status <> 'DRAFT' AND p.albers IS NOT NULL
        AND p.albers::point <@ circle(near::point, within_metres)
      ORDER BY p.albers::point <-> near::point LIMIT most;
      RETURN;
    END IF;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id, %s FROM projects WHERE status = ANY ($3) AND status <> ''DRAFT'' %s %s %s %s %s ORDER BY %s LIMIT $8',
    CASE WHEN near IS NULL THEN 'NULL::float8' ELSE 'ST_Distance(albers, $5)' END,
    CASE WHEN words IS NOT NULL THEN 'AND search_vector @@ $1' END,
    CASE WHEN wanted_categories IS NOT NULL THEN 'AND category = ANY ($2)' END,
    CASE WHEN wanted_skills IS NOT NULL THEN 'AND skills_required && $4' END,
    CASE WHEN near IS NOT NULL THEN 'AND albers IS NOT NULL AND albers::point <@ circle($5::point, $6)' END,
    CASE WHEN budget_cents IS NOT NULL THEN 'AND budget_max_cents >= $7' END,
    CASE WHEN near IS NOT NULL THEN 'albers::point <-> $5::point'
         WHEN words IS NOT NULL THEN 'ts_rank_cd(search_vector, $1) DESC, created_at DESC, id DESC'
         ELSE 'created_at DESC, id DESC' END)
  USING words, wanted_categories, wanted_statuses, wanted_skills, near, within_metres, budget_cents, most;
END
$$;

CREATE FUNCTION search_member_ids(
  words tsquery, wanted_types text[], wanted_skills text[], near geometry, within_metres double precision, most integer,
  after_last_name text DEFAULT NULL, after_first_name text DEFAULT NULL, after_id uuid DEFAULT NULL
) RETURNS TABLE (id uuid, metres double precision)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  IF NOT (is_active_member() OR is_staff()) THEN
    RETURN;
  END IF;
  IF wanted_types IS NULL AND wanted_skills IS NULL THEN
    IF words IS NULL AND near IS NULL AND after_id IS NULL THEN
      RETURN QUERY SELECT u.id, NULL::float8 FROM users u
      WHERE u.is_listed ORDER BY lower(u.last_name), lower(u.first_name), u.id LIMIT most;
      RETURN;
    ELSIF words IS NULL AND near IS NULL THEN
      RETURN QUERY SELECT u.id, NULL::float8 FROM users u
      WHERE u.is_listed AND (lower(u.last_name), lower(u.first_name), u.id) > (after_last_name, after_first_name, after_id)
      ORDER BY lower(u.last_name), lower(u.first_name), u.id LIMIT most;
      RETURN;
    ELSIF words IS NOT NULL AND near IS NULL THEN
      RETURN QUERY SELECT u.id, NULL::float8 FROM users u
      WHERE u.is_listed AND u.search_vector @@ words ORDER BY ts_rank_cd(u.search_vector, words) DESC, u.id LIMIT most;
      RETURN;
    END IF;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id, %s FROM users WHERE is_listed %s %s %s %s %s ORDER BY %s LIMIT $6',
    CASE WHEN near IS NULL THEN 'NULL::float8' ELSE 'ST_Distance(albers, $4)' END,
    CASE WHEN words IS NOT NULL THEN 'AND search_vector @@ $1' END,
    CASE WHEN wanted_types IS NOT NULL THEN 'AND member_type = ANY ($2)' END,
    CASE WHEN wanted_skills IS NOT NULL
         THEN 'AND id IN (SELECT user_id FROM user_skills WHERE skill_code = ANY ($3))' END,
    CASE WHEN near IS NOT NULL
         THEN 'AND show_on_map AND albers IS NOT NULL AND albers::point <@ circle($4::point, $5)' END,
    CASE WHEN after_id IS NOT NULL THEN 'AND (lower(last_name), lower(first_name), id) > ($7, $8, $9)' END,
    CASE WHEN near IS NOT NULL THEN 'albers::point <-> $4::point'
         WHEN words IS NOT NULL THEN 'ts_rank_cd(search_vector, $1) DESC, id'
         ELSE 'lower(last_name), lower(first_name), id' END)
  USING words, wanted_types, wanted_skills, near, within_metres, most, after_last_name, after_first_name, after_id;
END
$$;

GRANT SELECT ON project_applications TO definer_role;
GRANT UPDATE ON projects, project_applications, events, event_registrations, payments, course_enrollments, roles
  TO definer_role;
GRANT UPDATE (is_namc_member) ON california_contractors TO definer_role;
GRANT INSERT ON mailbox TO definer_role;
GRANT USAGE ON SEQUENCE certificate_numbers, event_registrations_queue_number_seq TO definer_role;

DO $$
DECLARE
  made regprocedure;
BEGIN
  FOR made IN
    SELECT p.oid FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proowner <> 'definer_role'::regrole
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
    EXECUTE format('ALTER FUNCTION %s OWNER TO definer_role', made);
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION hold_event_of(uuid),
  search_project_ids(tsquery, text[], text[], text[], geometry, double precision, bigint, integer),
  search_member_ids(tsquery, text[], text[], geometry, double precision, integer, text, text, uuid)
  TO application_role, admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
