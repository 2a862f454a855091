-- portal: tx
-- Members follow projects. What becomes of a project is noted for its followers and its bidders in the transaction that changes it,
-- with a notification, and a job writes the letters.

CREATE TABLE project_follows (
  user_id uuid NOT NULL,
  project_id uuid NOT NULL,
  unsubscribe_key uuid DEFAULT gen_random_uuid() NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_follows_user_id_project_id_pk PRIMARY KEY(user_id,project_id),
  CONSTRAINT project_follows_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  CONSTRAINT project_follows_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX idx_project_follows_project ON project_follows (project_id);
CREATE UNIQUE INDEX project_follows_unsubscribe_key ON project_follows (unsubscribe_key);
SELECT protect_table('project_follows');
CREATE TRIGGER limit_own_rows AFTER INSERT ON project_follows FOR EACH ROW
  EXECUTE FUNCTION limit_own_rows('500', 'You follow %s projects already, and that’s the most. Unfollow one first.');

-- As with licenses: an active member adds, and everybody may give up what they follow. The key of the letters is for the system.
CREATE POLICY own_rows ON project_follows FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON project_follows FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT standing_allows('FOLLOW'))
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT' AND p.owner_id <> (SELECT current_user_id())));
CREATE POLICY own_delete ON project_follows FOR DELETE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY system_select ON project_follows FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_delete ON project_follows FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT (user_id, project_id, created_at), INSERT (user_id, project_id), DELETE ON project_follows TO application_role;
GRANT SELECT, DELETE ON project_follows TO system_role;
GRANT SELECT, INSERT, DELETE ON project_follows TO definer_role;

CREATE TABLE project_notices (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  project_id uuid NOT NULL,
  reason text NOT NULL,
  kind text NOT NULL,
  words text NOT NULL,
  deadline_at timestamp with time zone,
  days integer,
  noted_at timestamp with time zone DEFAULT now() NOT NULL,
  told_at timestamp with time zone,
  CONSTRAINT project_notices_reason_known CHECK (reason in ('FOLLOWS', 'BIDS', 'POSTED')),
  CONSTRAINT project_notices_one_line CHECK (is_one_line(kind) and is_one_line(words)),
  CONSTRAINT project_notices_words_sensible CHECK (btrim(words) <> '' and length(words) <= 300),
  CONSTRAINT project_notices_closing_dated CHECK ((kind = 'project-closing') = (days is not null) and (days is null or deadline_at is not null)),
  CONSTRAINT project_notices_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  CONSTRAINT project_notices_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX idx_project_notices_untold ON project_notices (user_id) WHERE told_at is null;
CREATE INDEX idx_project_notices_user ON project_notices (user_id);
CREATE INDEX idx_project_notices_project ON project_notices (project_id);
CREATE INDEX idx_project_notices_told ON project_notices (told_at) WHERE told_at is not null;
CREATE UNIQUE INDEX project_notices_closing_once ON project_notices (user_id,project_id,deadline_at,days) WHERE days is not null;
SELECT protect_table('project_notices');
CREATE POLICY system_select ON project_notices FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_update ON project_notices FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON project_notices FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, UPDATE (told_at), DELETE ON project_notices TO system_role;
GRANT SELECT, INSERT ON project_notices TO definer_role;

-- Notes news of a project for those who follow it and those who have bid, in the transaction that makes the news: a notification
-- now, and a letter by the job. `title` is the whole sentence of the notification, `in_words` the same without the project's name.
-- Triggers alone call it.
CREATE FUNCTION tell_of_project(about uuid, of_kind text, title text, in_words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  WITH concerned AS (
    SELECT person, bool_or(has_bid) AS has_bid FROM (
      SELECT user_id AS person, false AS has_bid FROM project_follows WHERE project_id = about
      UNION ALL
      SELECT applicant_id, true FROM project_applications WHERE project_id = about AND status IN ('SUBMITTED', 'SHORTLISTED')
    ) readers GROUP BY person
  ), noted AS (
    INSERT INTO project_notices (user_id, project_id, reason, kind, words)
    SELECT person, about, CASE WHEN has_bid THEN 'BIDS' ELSE 'FOLLOWS' END, of_kind, left(in_words, 300) FROM concerned
    RETURNING user_id
  )
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT user_id, of_kind, left(tell_of_project.title, 200), format('/projects/%s', about) FROM noted;
  IF FOUND THEN
    PERFORM add_job('tell-of-projects', '{}');
  END IF;
END
$$;
SELECT definer_function('tell_of_project(uuid, text, text, text)');

CREATE FUNCTION clock_words(at timestamptz, zone text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(at AT TIME ZONE zone, 'FMMonth FMDD, YYYY at FMHH12:MI AM');
REVOKE EXECUTE ON FUNCTION clock_words(timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clock_words(timestamptz, text) TO definer_role;

CREATE OR REPLACE FUNCTION tell_of_cancellation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM tell_of_project(NEW.id, 'project-canceled',
    format('“%s” was canceled: %s', left(NEW.title, 80), coalesce(NEW.cancel_reason, 'no reason given')),
    format('The project was canceled: %s', coalesce(NEW.cancel_reason, 'no reason given')));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tell_of_project_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT * INTO project FROM projects WHERE id = NEW.owner_id;
  IF project.status NOT IN ('DRAFT', 'PUBLISHED', 'BIDDING_OPEN') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding has ended, so the project can’t change.';
  END IF;
  PERFORM tell_of_project(project.id, 'project-file-added',
    format('“%s” has a new file: %s', left(project.title, 80), NEW.name), format('New file: %s', NEW.name));
  RETURN NULL;
END
$$;

-- The dates of a published project. The deadline of one with bids only moves to a later time (`keep_bidding_fair`).
CREATE FUNCTION tell_of_dates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  words text;
BEGIN
  IF NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN
    words := coalesce(clock_words(NEW.deadline_at, NEW.deadline_time_zone), 'not set');
    PERFORM tell_of_project(NEW.id, 'bidding-extended',
      format('The bidding deadline of “%s” is now %s.', left(NEW.title, 100), words),
      format('The bidding deadline is now %s. It was %s.', words,
        coalesce(clock_words(OLD.deadline_at, OLD.deadline_time_zone), 'not set')));
  END IF;
  IF NEW.site_walk_at IS DISTINCT FROM OLD.site_walk_at OR NEW.questions_until IS DISTINCT FROM OLD.questions_until THEN
    words := concat_ws(' ',
      CASE WHEN NEW.site_walk_at IS DISTINCT FROM OLD.site_walk_at
        THEN format('The site walk is now %s.', coalesce(clock_words(NEW.site_walk_at, NEW.deadline_time_zone), 'not planned')) END,
      CASE WHEN NEW.questions_until IS DISTINCT FROM OLD.questions_until
        THEN format('Questions are now taken until %s.', coalesce(clock_words(NEW.questions_until, NEW.deadline_time_zone), 'the deadline')) END);
    PERFORM tell_of_project(NEW.id, 'project-dates-changed', format('New dates for “%s”. %s', left(NEW.title, 80), words), words);
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_dates()');
CREATE TRIGGER tell_of_dates AFTER UPDATE OF deadline_at, site_walk_at, questions_until ON projects FOR EACH ROW
  WHEN (NEW.status IN ('PUBLISHED', 'BIDDING_OPEN') AND OLD.status <> 'DRAFT'
    AND (NEW.deadline_at, NEW.site_walk_at, NEW.questions_until) IS DISTINCT FROM (OLD.deadline_at, OLD.site_walk_at, OLD.questions_until))
  EXECUTE FUNCTION tell_of_dates();
CREATE FUNCTION tell_of_closing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM tell_of_project(NEW.id, 'project-closed', format('The bidding on “%s” was closed early.', left(NEW.title, 100)),
    'The bidding was closed early. The project takes no more bids.');
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_closing()');
CREATE TRIGGER tell_of_closing AFTER UPDATE OF status ON projects FOR EACH ROW
  WHEN (NEW.status = 'CLOSED' AND OLD.status = 'BIDDING_OPEN' AND NEW.deadline_at > now()) EXECUTE FUNCTION tell_of_closing();
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('keep_bidding_fair()', $old$    INSERT INTO notifications (user_id, kind, title, path)
    SELECT DISTINCT applicant_id, 'bidding-extended',
      format('The bidding deadline of “%s” is now %s.', left(NEW.title, 100),
        to_char(NEW.deadline_at AT TIME ZONE NEW.deadline_time_zone, 'FMMonth FMDD, YYYY at FMHH12:MI AM')),
      format('/projects/%s', NEW.id)
    FROM project_applications WHERE project_id = NEW.id AND status IN ('SUBMITTED', 'SHORTLISTED');
$old$, '');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Notes for the followers of open projects that three days, or one day, are left. The deadline is part of what was noted: one that
-- moves is noted again. Somebody who began to follow it later than that hears of the next step alone.
CREATE FUNCTION note_closing_projects() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  found bigint;
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself does this.';
  END IF;
  WITH closing AS (
    SELECT p.id, p.title, p.deadline_at, p.deadline_time_zone,
      CASE WHEN p.deadline_at <= now() + interval '1 day' THEN 1 ELSE 3 END AS days
    FROM projects p
    WHERE p.status IN ('PUBLISHED', 'BIDDING_OPEN') AND p.deadline_at > now() AND p.deadline_at <= now() + interval '3 days'
  ), noted AS (
    INSERT INTO project_notices (user_id, project_id, reason, kind, words, deadline_at, days)
    SELECT f.user_id, c.id, 'FOLLOWS', 'project-closing',
      format('Bids are due %s.', clock_words(c.deadline_at, c.deadline_time_zone)), c.deadline_at, c.days
    FROM closing c JOIN project_follows f ON f.project_id = c.id
    WHERE f.created_at <= c.deadline_at - make_interval(days => c.days)
    ON CONFLICT DO NOTHING
    RETURNING user_id, project_id
  )
  INSERT INTO notifications (user_id, kind, title, path)
  SELECT n.user_id, 'project-closing',
    format('“%s”: bids are due %s.', left(c.title, 100), clock_words(c.deadline_at, c.deadline_time_zone)), format('/projects/%s', c.id)
  FROM noted n JOIN closing c ON c.id = n.project_id;
  GET DIAGNOSTICS found = ROW_COUNT;
  RETURN found;
END
$$;
SELECT definer_function('note_closing_projects()');
GRANT EXECUTE ON FUNCTION note_closing_projects() TO system_role;

-- Ends what the keys of a letter stand for, for somebody who is not signed in. A second time finds nothing, which is as well.
CREATE FUNCTION stop_letters(wanted uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM project_follows WHERE unsubscribe_key = ANY (wanted);
END
$$;
SELECT definer_function('stop_letters(uuid[])');
GRANT EXECUTE ON FUNCTION stop_letters(uuid[]) TO application_role;
