-- portal: tx
-- A bidder reads who asks: the poster or staff. The asker hears the answer, and the poster of each. The same words twice, such as from two
-- clicks or two people at once, count once.
ALTER TABLE bid_clarifications ADD COLUMN is_of_staff boolean DEFAULT false NOT NULL;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('bid_clarifications', 'id', '{bid_id,question_id,answer_until,sent_by,is_of_staff,sent_at}', '{body}');
SELECT reword_function('ask_bidder(uuid, text, date, text)', 'b.company_id, b.applicant_id INTO about',
  $new$b.company_id, b.applicant_id,
    current_setting('role') <> 'application_role' AND p.owner_id IS DISTINCT FROM current_user_id() AS is_of_staff INTO about$new$);
-- The lock comes before that of the project, in both functions.
SELECT reword_function('ask_bidder(uuid, text, date, text)', '  PERFORM refuse_own_bidder(about.id);',
  $new$  PERFORM refuse_own_bidder(about.id);
  PERFORM pg_advisory_xact_lock(hashtextextended('clarifications of ' || bid, 0));$new$);
SELECT reword_function('ask_bidder(uuid, text, date, text)', '  INSERT INTO bid_clarifications (bid_id, body, answer_until, sent_by)
  SELECT bid, question, until, current_user_id()
  WHERE', $new$  IF question = (SELECT q.body FROM bid_clarifications q WHERE q.bid_id = bid ORDER BY q.sent_at DESC, q.id DESC LIMIT 1) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This question is sent already.';
  END IF;
  INSERT INTO bid_clarifications (bid_id, body, answer_until, sent_by, is_of_staff)
  SELECT bid, question, until, current_user_id(), about.is_of_staff
  WHERE$new$);
SELECT reword_function('ask_bidder(uuid, text, date, text)', $old$'bid-question', 'The poster asks about your bid',$old$,
  $new$'bid-question', CASE WHEN about.is_of_staff THEN 'NAMC staff ask about your bid' ELSE 'The poster asks about your bid' END,$new$);
SELECT reword_function('ask_bidder(uuid, text, date, text)', $old$to_char(day, 'FMMonth FMDD, YYYY')), 0);$old$,
  $new$to_char(day, 'FMMonth FMDD, YYYY'), 'isOfStaff', about.is_of_staff), 0);$new$);
SELECT reword_function('ask_bidder(uuid, text, date, text)', $old$format('The poster of “%s” asks about your bid. Answer by %s.',
      left$old$, $new$format(CASE WHEN about.is_of_staff THEN 'NAMC staff ask about your bid on “%s”. Answer by %s.' ELSE 'The poster of “%s” asks about your bid. Answer by %s.' END,
      left$new$);

CREATE OR REPLACE FUNCTION answer_clarification(question uuid, answer text, portal text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  about record;
  made uuid;
  told record;
  words text;
BEGIN
  SELECT q.id, q.bid_id AS bid, q.answer_until, q.is_of_staff, q.sent_by AS asker, p.id AS project, p.title, p.owner_id AS poster,
    firm_of_bid(b.id) AS firm INTO about
  FROM bid_clarifications q JOIN project_applications b ON b.id = q.bid_id JOIN projects p ON p.id = b.project_id
  WHERE q.id = question AND q.question_id IS NULL AND account_is_open()
    AND (b.applicant_id = current_user_id() OR b.company_id = ANY (bidding_companies()));
  IF about.id IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('clarifications of ' || about.bid, 0));
  PERFORM hold_undecided_bid(about.bid);
  IF answer = (SELECT a.body FROM bid_clarifications a WHERE a.question_id = question ORDER BY a.sent_at DESC, a.id DESC LIMIT 1) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This answer is sent already.';
  END IF;
  INSERT INTO bid_clarifications (bid_id, question_id, body, sent_by)
  SELECT about.bid, question, answer, current_user_id() WHERE clock_timestamp() < about.answer_until RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The time to answer is over.';
  END IF;
  -- Staff who no longer read bids hear nothing of them.
  FOR told IN
    SELECT u.id, u.email, u.id <> about.poster AS is_staff FROM users u
    WHERE u.status <> 'CLOSED' AND (u.id = about.poster OR about.is_of_staff AND u.id = about.asker AND u.status = 'ACTIVE' AND EXISTS (
      SELECT FROM user_roles r JOIN role_permissions g USING (role_code)
      WHERE r.user_id = u.id AND g.permission_code = 'bids.read' AND (r.expires_at IS NULL OR r.expires_at > now())))
    ORDER BY u.id
  LOOP
    words := CASE WHEN about.is_of_staff AND NOT told.is_staff THEN 'NAMC staff' ELSE 'you' END;
    PERFORM add_mail(told.id, told.email, 'bid-answer', format('A bidder answered %s', words),
      jsonb_build_object('origin', portal, 'projectTitle', about.title, 'projectId', about.project, 'firm', about.firm,
        'asker', words, 'isForStaff', told.is_staff), 0);
    INSERT INTO notifications (user_id, kind, title, path)
    VALUES (told.id, 'bid-answer', left(format('%s answered %s about its bid on “%s”.', left(about.firm, 60), words, left(about.title, 80)), 200),
      format(CASE WHEN told.is_staff THEN '/admin/projects/%s' ELSE '/projects/%s/bids' END, about.project));
  END LOOP;
  RETURN made;
END
$$;
SELECT reword_function('bidding_log(uuid)', $old$(SELECT concat_ws(' ', u.first_name, u.last_name) FROM users u WHERE u.id = q.sent_by), b.id$old$,
  $new$coalesce(person_in_log(q.sent_by, q.is_of_staff), CASE WHEN q.is_of_staff THEN 'NAMC staff' END), b.id$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
