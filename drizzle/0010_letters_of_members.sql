-- portal: tx
-- Two functions that later migrations call in place of repeated blocks; letters that a member's own act sends; the audit
-- trail names the person whom the system acted for; refusals in plain words.

-- Closes a new table to everybody but the definer functions and backups, and keeps its `updated_at`. Policies and grants
-- for `application_role` and `admin_role` are the table's own.
CREATE FUNCTION protect_table(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY definer ON %s FOR ALL TO definer_role USING (true) WITH CHECK (true)', target);
  EXECUTE format('CREATE POLICY backup ON %s FOR SELECT TO backup_role USING (true)', target);
  EXECUTE format('GRANT SELECT ON %s TO backup_role', target);
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'updated_at' AND NOT attisdropped) THEN
    EXECUTE format('CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION touch_updated_at()', target);
  END IF;
  EXECUTE format('ALTER TABLE %s OWNER TO schema_owner', target);
END
$$;

-- Hands a SECURITY DEFINER function to `definer_role` and closes it to PUBLIC. The migration grants EXECUTE to those who
-- call it; `definer_role` needs a grant on each table that it touches.
CREATE FUNCTION definer_function(made regprocedure) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT (SELECT prosecdef AND coalesce(proconfig::text LIKE '%search_path=%pg_temp%', false) FROM pg_proc WHERE oid = made) THEN
    RAISE EXCEPTION 'The function % needs SECURITY DEFINER SET search_path = public, pg_temp.', made;
  END IF;
  EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
  GRANT CREATE ON SCHEMA public TO definer_role;
  EXECUTE format('ALTER FUNCTION %s OWNER TO definer_role', made);
  REVOKE CREATE ON SCHEMA public FROM definer_role;
END
$$;

-- Makes a function again with other words in its text. Fails when it does not hold the old ones.
CREATE FUNCTION reword_function(target regprocedure, old_words text, new_words text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  definition text := pg_get_functiondef(target);
BEGIN
  IF position(old_words IN definition) = 0 THEN
    RAISE EXCEPTION 'The function % does not say "%".', target, old_words;
  END IF;
  EXECUTE replace(definition, old_words, new_words);
END
$$;
REVOKE EXECUTE ON FUNCTION protect_table(regclass), definer_function(regprocedure), reword_function(regprocedure, text, text)
  FROM PUBLIC;

-- The letters that a member's own act may send. Without a permission the letter goes to the member alone; with one, to
-- any of the staff who hold it.
CREATE TABLE member_letters (
  letter text PRIMARY KEY NOT NULL,
  staff_permission text,
  CONSTRAINT member_letters_staff_permission_permissions_code_fk FOREIGN KEY (staff_permission) REFERENCES permissions(code)
);
CREATE INDEX idx_member_letters_staff_permission ON member_letters (staff_permission);
SELECT protect_table('member_letters');
GRANT SELECT, INSERT ON member_letters TO definer_role;

CREATE FUNCTION let_members_send(letter_name text, to_staff_with text DEFAULT NULL) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ INSERT INTO member_letters (letter, staff_permission) VALUES (letter_name, to_staff_with) $$;
SELECT definer_function('let_members_send(text, text)');

-- The inner parts of `enqueue_job` and `queue_mail`, after the check of the caller. Nobody calls these two directly.
CREATE FUNCTION add_job(queue_name text, payload jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  INSERT INTO jobs.job (name, data, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, keep_until, policy, dead_letter, heartbeat_seconds)
  SELECT name, payload, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, now() + retention_seconds * interval '1 second', policy, dead_letter, heartbeat_seconds
  FROM jobs.queue WHERE name = queue_name
  RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION 'Queue % doesn’t exist.', queue_name;
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('add_job(text, jsonb)');

CREATE FUNCTION add_mail(to_user uuid, to_address text, template_name text, subject_line text, plain text, html text)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid := time_ordered_uuid();
BEGIN
  INSERT INTO mails (id, user_id, recipient, template, subject, message_id)
  VALUES (made, to_user, to_address, template_name, subject_line, made || '@portal.namc-norcal');
  INSERT INTO mail_bodies (mail_id, text_body, html_body) VALUES (made, plain, html);
  PERFORM add_job('send-mail', jsonb_build_object('mailId', made));
  RETURN made;
END
$$;
SELECT definer_function('add_mail(uuid, text, text, text, text, text)');

CREATE OR REPLACE FUNCTION enqueue_job(queue_name text, payload jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_staff() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal and its staff can queue background jobs.';
  END IF;
  RETURN add_job(queue_name, payload);
END
$$;

CREATE OR REPLACE FUNCTION queue_mail(to_user uuid, to_address text, template_name text, subject_line text, plain text, html text)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_staff() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal and its staff can send mail.';
  END IF;
  RETURN add_mail(to_user, to_address, template_name, subject_line, plain, html);
END
$$;

-- Sends one of `member_letters` in the transaction of a member's act, and notifies its reader when `leads_to` is given. The
-- address is the account's own: the caller names a person and never an address.
CREATE FUNCTION send_member_letter(letter_name text, to_user uuid, subject_line text, plain text, html text, leads_to text DEFAULT NULL)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  rule member_letters;
  address text;
  made uuid;
BEGIN
  SELECT * INTO rule FROM member_letters WHERE letter = letter_name;
  IF NOT FOUND OR current_user_id() IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('A member can’t send the letter %s.', letter_name);
  END IF;
  IF rule.staff_permission IS NULL AND to_user IS DISTINCT FROM current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('The letter %s goes only to your own address.', letter_name);
  END IF;
  IF rule.staff_permission IS NOT NULL AND NOT EXISTS (
    SELECT FROM user_roles JOIN role_permissions USING (role_code)
    WHERE user_id = to_user AND permission_code = rule.staff_permission AND (expires_at IS NULL OR expires_at > now())
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('The letter %s goes only to staff who handle it.', letter_name);
  END IF;
  SELECT email INTO address FROM users WHERE id = to_user AND status <> 'CLOSED';
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account is closed.';
  END IF;
  made := add_mail(to_user, address, letter_name, subject_line, plain, html);
  IF leads_to IS NOT NULL THEN
    INSERT INTO notifications (user_id, kind, title, path) VALUES (to_user, letter_name, subject_line, leads_to);
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('send_member_letter(text, uuid, text, text, text, text)');
GRANT EXECUTE ON FUNCTION send_member_letter(text, uuid, text, text, text, text) TO application_role;
SELECT let_members_send('bid-received');

-- The trail names the person whom the system acted for. Policies go on seeing the system alone.
CREATE FUNCTION recorded_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_user_id(), nullif(current_setting('app.on_behalf_of', true), '')::uuid);
REVOKE EXECUTE ON FUNCTION recorded_user_id() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recorded_user_id() TO application_role, admin_role, definer_role;

DO $$
DECLARE
  target regprocedure;
BEGIN
  FOR target IN
    SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'record\_change\_of\_%'
    UNION ALL SELECT 'record_changes_of(text, text, text[], text[])'::regprocedure
  LOOP
    PERFORM reword_function(target, 'current_user_id()', 'recorded_user_id()');
  END LOOP;
END
$$;

DO $$
DECLARE
  change record;
BEGIN
  FOR change IN
    SELECT * FROM (VALUES
      ('follow_status_flow()', 'This cannot go from %s to %s.', 'The status can’t change from %s to %s.'),
      ('keep_an_administrator()', 'The last administrator stays one: name another one first.',
       'The portal needs at least one administrator. Make someone else an administrator first.'),
      ('keep_an_administrator_active()', 'The last administrator stays one: name another one first.',
       'The portal needs at least one administrator. Make someone else an administrator first.'),
      ('check_project()', 'The portal knows no skill %s.', 'Unknown skill: %s.'),
      ('check_project()', 'A project is awarded to an application: choose one.', 'To award this project, choose a bid.'),
      ('check_application()', 'There is no such project.', 'This project doesn’t exist.'),
      ('check_application()', 'This is your own project.', 'You can’t bid on your own project.'),
      ('check_application()', 'This project takes no applications now.', 'This project isn’t open for bids.'),
      ('check_application()', 'The deadline for applications has passed.', 'The bidding deadline has passed.'),
      ('check_application_change()', 'The deadline for applications has passed.', 'The bidding deadline has passed.'),
      ('check_application_change()', 'An application stays with its project and its applicant.',
       'A bid’s project and bidder can’t change.'),
      ('check_application_change()', 'Only the applicant changes what an application offers.',
       'Only the bidder can change a bid’s amount and message.'),
      ('check_application_change()', 'Close the project for applications before it is awarded.',
       'Close bidding before you award the project.'),
      ('seat_registration()', 'There is no such event.', 'This event doesn’t exist.'),
      ('check_registration_change()', 'A registration stays with its event and its member.',
       'A registration’s event and member can’t change.'),
      ('check_registration_change()', 'A registration cannot go from %s to %s.',
       'A registration can’t change from %s to %s.'),
      ('check_message()', 'This person cannot be written to.', 'This person can’t receive messages.'),
      ('check_mailbox_pair()', 'A message has exactly two mailbox rows, one a side.',
       'A message must have exactly two mailbox rows: one for the sender and one for the receiver.'),
      ('check_enrollment()', 'This course takes no enrollments.', 'This course isn’t open for enrollment.'),
      ('create_range_partition(text, text, timestamptz, timestamptz)', 'The partition %s is %s and should be %s.',
       'Partition %s has bounds %s; expected %s.'),
      ('pass_application_on()', 'Nobody has asked a question about this application.',
       'There is no question to answer on this application.'),
      ('notify_account(uuid, text, text, text)', 'Only the portal and its staff notify people.',
       'Only the portal and its staff can send notifications.'),
      ('end_two_factor_of(uuid)', 'Your own second step is turned off in your settings.',
       'To turn off your own two-step sign-in, go to your settings.'),
      ('end_two_factor_of(uuid)', 'This account is of a higher standing than yours.',
       'This account has a higher role than yours.')
    ) AS changes (target, old_words, new_words)
  LOOP
    PERFORM reword_function(change.target::regprocedure, change.old_words, change.new_words);
  END LOOP;
END
$$;

-- The searches answer in `meters`. A result column gets another name only when its function is made anew.
DO $$
DECLARE
  target regprocedure;
  definition text;
BEGIN
  FOR target IN
    SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname IN ('search_project_ids', 'search_member_ids')
  LOOP
    definition := replace(pg_get_functiondef(target), 'metres', 'meters');
    EXECUTE format('DROP FUNCTION %s', target);
    EXECUTE definition;
  END LOOP;
END
$$;
SELECT definer_function('search_project_ids(tsquery, text[], text[], text[], geometry, double precision, bigint, integer)');
SELECT definer_function('search_member_ids(tsquery, text[], text[], geometry, double precision, integer, text, text, uuid)');
GRANT EXECUTE ON FUNCTION
  search_project_ids(tsquery, text[], text[], text[], geometry, double precision, bigint, integer),
  search_member_ids(tsquery, text[], text[], geometry, double precision, integer, text, text, uuid)
  TO application_role, admin_role;
