-- portal: tx
-- Questions about a project. Members ask, the poster answers, and all who may read the plans read both. Nobody learns who asked: no
-- role of people and no work of the portal reads the column, the trail records nothing of these rows, and no letter goes to the asker
-- alone, because staff see to whom letters go.

CREATE TABLE project_questions (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  asker_id uuid,
  question text NOT NULL,
  status text DEFAULT 'OPEN' NOT NULL,
  published text,
  answer text,
  refusal text,
  asked_at timestamp with time zone DEFAULT now() NOT NULL,
  decided_at timestamp with time zone,
  CONSTRAINT project_questions_status_known CHECK (status in ('OPEN', 'ANSWERED', 'REFUSED')),
  CONSTRAINT project_questions_texts_sensible CHECK (btrim(question) <> '' and length(question) <= 2000 and btrim(published) <> '' and length(published) <= 2000 and btrim(answer) <> '' and length(answer) <= 10000 and btrim(refusal) <> '' and length(refusal) <= 1000),
  CONSTRAINT project_questions_decision_whole CHECK (case status when 'OPEN' then decided_at is null and published is null and answer is null and refusal is null when 'ANSWERED' then decided_at is not null and published is not null and answer is not null and refusal is null else decided_at is not null and refusal is not null and published is null and answer is null end),
  CONSTRAINT project_questions_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  CONSTRAINT project_questions_asker_id_users_id_fk FOREIGN KEY (asker_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX idx_project_questions_project ON project_questions (project_id,decided_at DESC NULLS FIRST,id);
CREATE INDEX idx_project_questions_asker ON project_questions (asker_id);
-- The planner's statistics tell about values past every policy: EXPLAIN estimates rows from them.
ALTER TABLE project_questions ALTER COLUMN asker_id SET STATISTICS 0, ALTER COLUMN question SET STATISTICS 0;
SELECT protect_table('project_questions');

-- The asker and the poster reach the row. All that it says comes from the function below, which decides first, and reads then.
CREATE POLICY own_or_of_own_project ON project_questions FOR SELECT TO application_role
  USING (asker_id = (SELECT current_user_id())
    OR EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY own_insert ON project_questions FOR INSERT TO application_role
  WITH CHECK (asker_id = (SELECT current_user_id()) AND (SELECT standing_allows('READ_PLANS'))
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'));
CREATE POLICY poster_decides ON project_questions FOR UPDATE TO application_role
  USING ((SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())))
  WITH CHECK ((SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
GRANT SELECT (id, project_id, status), INSERT (project_id, asker_id, question), UPDATE (status, published, answer, refusal)
  ON project_questions TO application_role;
GRANT SELECT, UPDATE (asker_id) ON project_questions TO definer_role;

-- Whether it is in time is decided by the clock at the moment of writing.
CREATE FUNCTION check_question() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  IF TG_OP = 'INSERT' AND NOT may_insert_for(NEW.asker_id, '') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO project FROM projects WHERE id = NEW.project_id FOR SHARE;
  IF TG_OP = 'INSERT' THEN
    IF project.owner_id = NEW.asker_id THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This is your own project. Send an addendum instead.';
    END IF;
    IF project.status NOT IN ('PUBLISHED', 'BIDDING_OPEN') OR project.deadline_at <= clock_timestamp() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding has ended, so the project takes no more questions.';
    END IF;
    IF project.questions_until <= clock_timestamp() THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The time for questions is over.';
    END IF;
    IF (SELECT count(*) FROM project_questions
        WHERE project_id = NEW.project_id AND asker_id = NEW.asker_id AND status = 'OPEN') >= 20 THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'You have 20 open questions on this project. Wait for the answers.';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status <> 'OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This question is decided. Send an addendum to correct an answer.';
  END IF;
  IF project.status NOT IN ('PUBLISHED', 'BIDDING_OPEN') OR project.deadline_at <= clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bidding has ended, so the project can’t change.';
  END IF;
  NEW.decided_at := clock_timestamp();
  RETURN NEW;
END
$$;
SELECT definer_function('check_question()');
CREATE TRIGGER check_question BEFORE INSERT ON project_questions FOR EACH ROW EXECUTE FUNCTION check_question();
CREATE TRIGGER check_decision BEFORE UPDATE OF status, published, answer, refusal ON project_questions FOR EACH ROW
  WHEN ((NEW.status, NEW.published, NEW.answer, NEW.refusal) IS DISTINCT FROM (OLD.status, OLD.published, OLD.answer, OLD.refusal))
  EXECUTE FUNCTION check_question();

-- The poster hears that there is a question, and not whose. The asker follows the project from now on, so that the answer comes to
-- the asker as to everybody who follows it. A refused question is told to the asker by a notification, which nobody else reads.
CREATE FUNCTION tell_of_question() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT * INTO project FROM projects WHERE id = NEW.project_id;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO project_follows (user_id, project_id) VALUES (NEW.asker_id, NEW.project_id) ON CONFLICT DO NOTHING;
    INSERT INTO project_notices (user_id, project_id, reason, kind, words)
    VALUES (project.owner_id, project.id, 'POSTED', 'question-asked', 'Somebody has asked a question. Answer it for all who bid.');
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (project.owner_id, 'question-asked', format('A question about “%s”', left(project.title, 100)),
      format('/projects/%s/edit', project.id));
    PERFORM add_job('tell-of-projects', '{}');
  ELSIF NEW.status = 'ANSWERED' THEN
    PERFORM tell_of_project(project.id, 'question-answered', format('A question about “%s” was answered', left(project.title, 100)),
      'A question was answered. The question and the answer are on the project’s page.');
  ELSIF NEW.asker_id IS NOT NULL THEN
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (NEW.asker_id, 'question-refused', format('Your question about “%s” is not answered', left(project.title, 100)),
      format('/projects/%s', project.id));
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_question()');
CREATE TRIGGER tell_of_question AFTER INSERT ON project_questions FOR EACH ROW EXECUTE FUNCTION tell_of_question();
CREATE TRIGGER tell_of_decision AFTER UPDATE OF status ON project_questions FOR EACH ROW
  WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION tell_of_question();

-- The questions that the caller reads: the answered ones as the poster published them, for all who may read the plans; one's own as
-- they were asked; all of them for the poster. When a question was asked only its asker and the poster see. Staff read the answered ones.
CREATE FUNCTION questions_of(wanted uuid)
RETURNS TABLE (id uuid, project_id uuid, status text, is_own boolean, question text, published text, answer text, refusal text,
  asked_at timestamptz, decided_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  is_of_members boolean := current_setting('role') = 'application_role';
  person uuid := CASE WHEN is_of_members THEN current_user_id() END;
  is_poster boolean := EXISTS (SELECT FROM projects p WHERE p.id = wanted AND p.owner_id = person);
  reads_plans boolean := is_poster OR standing_allows('READ_PLANS') OR is_staff();
BEGIN
  RETURN QUERY
    SELECT q.id, q.project_id, q.status, coalesce(q.asker_id = person, false),
      CASE WHEN is_poster OR q.asker_id = person THEN q.question END, q.published, q.answer,
      CASE WHEN is_poster OR q.asker_id = person THEN q.refusal END,
      CASE WHEN is_poster OR q.asker_id = person THEN q.asked_at END, q.decided_at
    FROM project_questions q
    WHERE q.project_id = wanted AND (is_poster OR q.asker_id = person OR (q.status = 'ANSWERED' AND reads_plans));
END
$$;
SELECT definer_function('questions_of(uuid)');
GRANT EXECUTE ON FUNCTION questions_of(uuid) TO application_role, admin_role;

-- For the export of a person's own data.
CREATE FUNCTION own_questions() RETURNS TABLE (project_id uuid, question text, status text, asked_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT q.project_id, q.question, q.status, q.asked_at FROM project_questions q
    WHERE current_setting('role') = 'application_role' AND q.asker_id = current_user_id() ORDER BY q.id;
END
$$;
SELECT definer_function('own_questions()');
GRANT EXECUTE ON FUNCTION own_questions() TO application_role;

-- A closed account leaves its questions, and nobody who asked them.
CREATE FUNCTION forget_asker(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself does this.';
  END IF;
  UPDATE project_questions SET asker_id = NULL WHERE asker_id = person;
END
$$;
SELECT definer_function('forget_asker(uuid)');
GRANT EXECUTE ON FUNCTION forget_asker(uuid) TO system_role;
