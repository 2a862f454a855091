-- portal: tx
-- A mail is the name of a letter and what the letter is about. The worker writes its words when it sends it, and makes
-- the link in it at that moment. So no table holds a link that works. A visitor's question about an address is one row,
-- whether or not the address has an account.

CREATE TABLE mail_contents (
  mail_id uuid PRIMARY KEY NOT NULL,
  about jsonb NOT NULL,
  encrypted_page bytea,
  CONSTRAINT mail_contents_mail_id_mails_id_fk FOREIGN KEY (mail_id) REFERENCES mails(id) ON DELETE CASCADE
);
SELECT protect_table('mail_contents');
CREATE POLICY system_select ON mail_contents FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_update ON mail_contents FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON mail_contents FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, UPDATE (encrypted_page), DELETE ON mail_contents TO system_role;
GRANT INSERT ON mail_contents TO definer_role;

ALTER TABLE mails
  ADD COLUMN is_to_confirmed boolean DEFAULT false NOT NULL,
  ADD COLUMN security_version integer;
ALTER TABLE mails DROP CONSTRAINT mails_status_known,
  ADD CONSTRAINT mails_status_known CHECK (status in ('WAITING', 'SENT', 'KEPT', 'DROPPED', 'FAILED')) NOT VALID;
CREATE POLICY system_delete ON mails FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT DELETE ON mails TO system_role;

-- A link that an earlier attempt of the same mail made stays good: that attempt may have arrived.
ALTER TABLE account_links ADD COLUMN mail_id uuid;

-- Questions of visitors about an email address. The worker finds out whether the address has an account.
CREATE TABLE account_requests (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  kind text NOT NULL,
  email text NOT NULL,
  about jsonb NOT NULL,
  address inet,
  user_agent text,
  request_id text DEFAULT nullif(current_setting('app.request_id', true), ''),
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT account_requests_kind_known CHECK (kind in ('SIGN_IN_REFUSED', 'RESET_PASSWORD', 'CONFIRM_AGAIN', 'APPLY')),
  CONSTRAINT account_requests_user_agent_short CHECK (length(user_agent) <= 500)
);
CREATE INDEX idx_account_requests_created ON account_requests (created_at);
SELECT protect_table('account_requests');
CREATE POLICY system_select ON account_requests FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON account_requests FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON account_requests FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (kind, email, about, address, user_agent), DELETE ON account_requests TO system_role;

-- A job with a higher number goes first.
DROP FUNCTION add_job(text, jsonb);
CREATE FUNCTION add_job(queue_name text, payload jsonb, urgency integer DEFAULT 0) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  INSERT INTO jobs.job (name, data, priority, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, keep_until, policy, dead_letter, heartbeat_seconds)
  SELECT name, payload, urgency, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, now() + retention_seconds * interval '1 second', policy, dead_letter, heartbeat_seconds
  FROM jobs.queue WHERE name = queue_name
  RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION 'Queue % doesn’t exist.', queue_name;
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('add_job(text, jsonb, integer)');

DROP FUNCTION queue_mail(uuid, text, text, text, text, text);
DROP FUNCTION send_letter(text, uuid, text, text, text, text);
DROP FUNCTION add_mail(uuid, text, text, text, text, text);

-- Nobody calls this directly. It remembers whether the address is the confirmed one of its account, and the account's
-- security version, because both may have changed when the mail is sent.
CREATE FUNCTION add_mail(to_user uuid, to_address text, letter_name text, subject_line text, about jsonb, urgency integer)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid := time_ordered_uuid();
  account users;
BEGIN
  IF to_user IS NULL THEN
    SELECT * INTO account FROM users WHERE email_key = lower(to_address);
  ELSE
    SELECT * INTO account FROM users WHERE id = to_user;
  END IF;
  INSERT INTO mails (id, user_id, recipient, template, subject, message_id, is_to_confirmed, security_version)
  VALUES (made, account.id, lower(to_address), letter_name, subject_line, made || '@portal.namc-norcal',
          coalesce(account.email_key = lower(to_address) AND account.email_verified_at IS NOT NULL, false),
          account.security_version);
  INSERT INTO mail_contents (mail_id, about) VALUES (made, add_mail.about);
  PERFORM add_job('send-mail', jsonb_build_object('mailId', made), urgency);
  RETURN made;
END
$$;
SELECT definer_function('add_mail(uuid, text, text, text, jsonb, integer)');

CREATE FUNCTION queue_mail(to_user uuid, to_address text, letter_name text, subject_line text, about jsonb, urgency integer)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself can mail any address.';
  END IF;
  RETURN add_mail(to_user, to_address, letter_name, subject_line, about, urgency);
END
$$;
SELECT definer_function('queue_mail(uuid, text, text, text, jsonb, integer)');
GRANT EXECUTE ON FUNCTION queue_mail(uuid, text, text, text, jsonb, integer) TO system_role;

-- Sends a letter in the transaction of a person's act, and notifies its reader when `leads_to` is given. The address is the
-- account's own: the caller names a person and never an address. Such a letter is never urgent.
CREATE FUNCTION send_letter(letter_name text, to_user uuid, subject_line text, about jsonb, leads_to text DEFAULT NULL)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  own_address text;
  made uuid;
BEGIN
  PERFORM assert_may_send(letter_name, to_user);
  SELECT email INTO own_address FROM users WHERE id = to_user AND status <> 'CLOSED';
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account is closed.';
  END IF;
  made := add_mail(to_user, own_address, letter_name, subject_line, about, 0);
  IF leads_to IS NOT NULL THEN
    INSERT INTO notifications (user_id, kind, title, path) VALUES (to_user, letter_name, subject_line, leads_to);
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('send_letter(text, uuid, text, jsonb, text)');
GRANT EXECUTE ON FUNCTION send_letter(text, uuid, text, jsonb, text) TO application_role, admin_role;
GRANT SELECT (security_version) ON users TO definer_role;

-- The words of mail that was written before hold links that work. They go. Mail that still waits is asked for again by
-- its reader: its letter and what it was about cannot be told from its words.
-- squawk-ignore ban-drop-table
DROP TABLE mail_bodies;
