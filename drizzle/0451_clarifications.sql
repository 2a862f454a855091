-- portal: tx
-- A clarification: the poster asks one bidder about its bid, after the opening and before the decision, and the firm answers by a day.
-- Nothing that was sent changes. Another one corrects it.

CREATE TABLE bid_clarifications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  bid_id uuid NOT NULL,
  question_id uuid,
  body text NOT NULL,
  answer_until timestamp with time zone,
  sent_by uuid,
  sent_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT bid_clarifications_body_sensible CHECK (btrim(body) <> '' and length(body) <= 5000),
  CONSTRAINT bid_clarifications_question_or_answer CHECK ((question_id is null) = (answer_until is not null)),
  CONSTRAINT bid_clarifications_bid_id_project_applications_id_fk FOREIGN KEY (bid_id) REFERENCES project_applications (id) ON DELETE CASCADE,
  CONSTRAINT bid_clarifications_question_id_bid_clarifications_id_fk FOREIGN KEY (question_id) REFERENCES bid_clarifications (id) ON DELETE CASCADE,
  CONSTRAINT bid_clarifications_sent_by_users_id_fk FOREIGN KEY (sent_by) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX idx_bid_clarifications_bid ON bid_clarifications (bid_id, sent_at, id);
CREATE INDEX idx_bid_clarifications_question ON bid_clarifications (question_id);
CREATE INDEX idx_bid_clarifications_sent_by ON bid_clarifications (sent_by);
SELECT protect_table('bid_clarifications');
-- The firm, and the poster. Staff read them in the bidding log.
CREATE POLICY firm_and_poster ON bid_clarifications FOR SELECT TO application_role
  USING (bid_id IN (SELECT b.id FROM project_applications b
    WHERE b.applicant_id = (SELECT current_user_id()) OR b.company_id = ANY ((SELECT bidding_companies())::uuid[])
      OR b.project_id IN (SELECT p.id FROM projects p WHERE p.owner_id = (SELECT current_user_id()))));
GRANT SELECT ON bid_clarifications TO application_role;
GRANT SELECT, INSERT ON bid_clarifications TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('bid_clarifications', 'id', '{bid_id,question_id,answer_until,sent_by,sent_at}', '{body}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Refuses a clarification of a bid that is decided or withdrawn. The lock of the project, which a decision takes too, puts the two in
-- order.
CREATE FUNCTION hold_undecided_bid(wanted uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  project projects;
BEGIN
  SELECT p.* INTO project FROM projects p JOIN project_applications b ON b.project_id = p.id WHERE b.id = wanted FOR SHARE OF p;
  IF NOT bids_are_open(project.status, project.opened_at, project.deadline_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bids aren’t open.';
  END IF;
  PERFORM FROM project_applications WHERE id = wanted AND status IN ('SUBMITTED', 'SHORTLISTED') FOR SHARE;
  IF NOT FOUND OR project.status = 'AWARDED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bid is decided or withdrawn.';
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION hold_undecided_bid(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_undecided_bid(uuid) TO definer_role;

-- The last instant of a day on the clocks of the project is the end of the time to answer. Null for a bid on another's project.
CREATE FUNCTION ask_bidder(bid uuid, question text, day date, portal text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  about record;
  made uuid;
  told record;
  until timestamptz;
BEGIN
  SELECT p.id, p.title, p.deadline_time_zone AS zone, b.company_id, b.applicant_id INTO about
  FROM project_applications b JOIN projects p ON p.id = b.project_id
  WHERE b.id = bid AND p.owner_id = current_user_id() AND account_is_open();
  IF about.id IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM hold_undecided_bid(bid);
  until := (day + 1)::timestamp AT TIME ZONE about.zone;
  INSERT INTO bid_clarifications (bid_id, body, answer_until, sent_by)
  SELECT bid, question, until, current_user_id()
  WHERE until > clock_timestamp() AND day <= (clock_timestamp() AT TIME ZONE about.zone)::date + interval '1 year' RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'answerBy',
      MESSAGE = CASE WHEN until > clock_timestamp() THEN 'Choose a day within a year.' ELSE 'Choose a day that isn’t over.' END;
  END IF;
  FOR told IN
    SELECT DISTINCT u.id, u.email FROM users u
    WHERE u.status <> 'CLOSED' AND (u.id = about.applicant_id OR u.id IN (
      SELECT m.user_id FROM company_people m WHERE m.company_id = about.company_id AND m.role IN ('OWNER', 'MEMBER')))
  LOOP
    PERFORM add_mail(told.id, told.email, 'bid-question', 'The poster asks about your bid',
      jsonb_build_object('origin', portal, 'projectTitle', about.title, 'bidId', bid, 'day', to_char(day, 'FMMonth FMDD, YYYY')), 0);
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (told.id, 'bid-question', left(format('The poster of “%s” asks about your bid. Answer by %s.',
      left(about.title, 100), to_char(day, 'FMMonth FMDD, YYYY')), 200), format('/bids/%s', bid));
  END LOOP;
  RETURN made;
END
$$;
SELECT definer_function('ask_bidder(uuid, text, date, text)');
GRANT EXECUTE ON FUNCTION ask_bidder(uuid, text, date, text) TO application_role;

-- Null for a question to another firm.
CREATE FUNCTION answer_clarification(question uuid, answer text, portal text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  about record;
  made uuid;
BEGIN
  SELECT q.id, q.bid_id AS bid, q.answer_until, p.id AS project, p.title, u.id AS poster, u.email, u.status,
    coalesce(c.name, concat_ws(' ', bidder.first_name, bidder.last_name)) AS firm INTO about
  FROM bid_clarifications q JOIN project_applications b ON b.id = q.bid_id JOIN projects p ON p.id = b.project_id
  JOIN users u ON u.id = p.owner_id JOIN users bidder ON bidder.id = b.applicant_id LEFT JOIN companies c ON c.id = b.company_id
  WHERE q.id = question AND q.question_id IS NULL AND account_is_open()
    AND (b.applicant_id = current_user_id() OR b.company_id = ANY (bidding_companies()));
  IF about.id IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM hold_undecided_bid(about.bid);
  INSERT INTO bid_clarifications (bid_id, question_id, body, sent_by)
  SELECT about.bid, question, answer, current_user_id() WHERE clock_timestamp() < about.answer_until RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The time to answer is over.';
  END IF;
  IF about.status <> 'CLOSED' THEN
    PERFORM add_mail(about.poster, about.email, 'bid-answer', 'A bidder answered your question',
      jsonb_build_object('origin', portal, 'projectTitle', about.title, 'projectId', about.project, 'firm', about.firm), 0);
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (about.poster, 'bid-answer', left(format('%s answered your question about its bid on “%s”.', left(about.firm, 60), left(about.title, 80)), 200),
      format('/projects/%s/bids', about.project));
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('answer_clarification(uuid, text, text)');
GRANT EXECUTE ON FUNCTION answer_clarification(uuid, text, text) TO application_role;

-- The log names them, also where the bid was withdrawn after it was asked about.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('bidding_log(uuid)', $old$    UNION ALL
    SELECT b.decided_at, 9,$old$, $new$    UNION ALL
    SELECT q.sent_at, 7, CASE WHEN q.question_id IS NULL THEN 'ASKED' ELSE 'ANSWERED' END, b.firm_name,
      (SELECT concat_ws(' ', u.first_name, u.last_name) FROM users u WHERE u.id = q.sent_by), b.id, NULL, q.body
    FROM bid_clarifications q JOIN bids b ON b.id = q.bid_id
    UNION ALL
    SELECT b.decided_at, 9,$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
