-- portal: tx
-- Applications for membership, accounts and what lets somebody into one, mail, and the way to the queue.

GRANT CREATE ON SCHEMA public TO definer_role;

CREATE TABLE account_events (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  address inet,
  user_agent text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT account_events_kind_known CHECK (kind in ('APPLIED', 'EMAIL_VERIFIED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'SESSION_ENDED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_CHANGED', 'TWO_FACTOR_ON', 'TWO_FACTOR_OFF', 'RECOVERY_CODE_USED', 'CLOSED')),
  CONSTRAINT account_events_user_agent_short CHECK (length(user_agent) <= 500)
);
CREATE TABLE account_links (
  token_hash text PRIMARY KEY NOT NULL,
  user_id uuid NOT NULL,
  purpose text NOT NULL,
  email citext NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT account_links_token_hash_sha256 CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT account_links_purpose_known CHECK (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL')),
  CONSTRAINT account_links_expire_later CHECK (expires_at > created_at)
);
CREATE TABLE application_messages (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  application_id uuid NOT NULL,
  author_id uuid,
  is_from_staff boolean NOT NULL,
  body text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT application_messages_body_sensible CHECK (btrim(body) <> '' and length(body) <= 4000)
);
CREATE TABLE membership_applications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  tier_code text NOT NULL,
  status text DEFAULT 'UNVERIFIED' NOT NULL,
  statement text DEFAULT '' NOT NULL,
  reason text,
  decided_by uuid,
  decided_at timestamp with time zone,
  submitted_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT membership_applications_user_once UNIQUE(user_id),
  CONSTRAINT membership_applications_status_known CHECK (status in ('UNVERIFIED', 'SUBMITTED', 'QUESTION', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
  CONSTRAINT membership_applications_texts_short CHECK (length(statement) <= 2000 and length(reason) <= 1000),
  CONSTRAINT membership_applications_declined_with_reason CHECK (status <> 'DECLINED' or btrim(reason) <> '')
);
CREATE TABLE recovery_codes (
  user_id uuid NOT NULL,
  code_hash text NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT recovery_codes_user_id_code_hash_pk PRIMARY KEY(user_id,code_hash),
  CONSTRAINT recovery_codes_code_hash_sha256 CHECK (code_hash ~ '^[0-9a-f]{64}$')
);
CREATE TABLE two_factor_secrets (
  user_id uuid PRIMARY KEY NOT NULL,
  encrypted_secret bytea NOT NULL,
  confirmed_at timestamp with time zone,
  last_used_step bigint,
  created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE mail_bodies (
  mail_id uuid PRIMARY KEY NOT NULL,
  text_body text NOT NULL,
  html_body text NOT NULL
);
CREATE TABLE mails (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid,
  recipient text NOT NULL,
  template text NOT NULL,
  subject text NOT NULL,
  message_id text NOT NULL,
  status text DEFAULT 'WAITING' NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  problem text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  sent_at timestamp with time zone,
  CONSTRAINT mails_message_id_key UNIQUE(message_id),
  CONSTRAINT mails_status_known CHECK (status in ('WAITING', 'SENT', 'KEPT', 'FAILED')),
  CONSTRAINT mails_recipient_one_line CHECK (recipient !~ '[[:cntrl:]]' and subject !~ '[[:cntrl:]]')
);
ALTER TABLE sessions ADD COLUMN two_factor_at timestamp with time zone;
ALTER TABLE account_events ADD CONSTRAINT account_events_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE account_links ADD CONSTRAINT account_links_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE application_messages ADD CONSTRAINT application_messages_application FOREIGN KEY (application_id) REFERENCES membership_applications(id) ON DELETE CASCADE;
ALTER TABLE application_messages ADD CONSTRAINT application_messages_author FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE membership_applications ADD CONSTRAINT membership_applications_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE membership_applications ADD CONSTRAINT membership_applications_tier_code_membership_tiers_code_fk FOREIGN KEY (tier_code) REFERENCES membership_tiers(code);
ALTER TABLE membership_applications ADD CONSTRAINT membership_applications_decided_by_users_id_fk FOREIGN KEY (decided_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE recovery_codes ADD CONSTRAINT recovery_codes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE two_factor_secrets ADD CONSTRAINT two_factor_secrets_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE mail_bodies ADD CONSTRAINT mail_bodies_mail_id_mails_id_fk FOREIGN KEY (mail_id) REFERENCES mails(id) ON DELETE CASCADE;
ALTER TABLE mails ADD CONSTRAINT mails_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL;
CREATE INDEX idx_account_events_user ON account_events (user_id,created_at DESC NULLS FIRST);
CREATE INDEX idx_account_links_user ON account_links (user_id,purpose);
CREATE INDEX idx_account_links_expires ON account_links (expires_at);
CREATE INDEX idx_application_messages_application ON application_messages (application_id,id);
CREATE INDEX idx_application_messages_author ON application_messages (author_id);
CREATE INDEX idx_membership_applications_status ON membership_applications (status,submitted_at,id);
CREATE INDEX idx_membership_applications_tier ON membership_applications (tier_code);
CREATE INDEX idx_membership_applications_decided_by ON membership_applications (decided_by);
CREATE INDEX idx_mails_user ON mails (user_id,created_at DESC NULLS FIRST);
CREATE INDEX idx_mails_created ON mails (created_at DESC NULLS FIRST,id);

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON membership_applications FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON membership_applications FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('UNVERIFIED>SUBMITTED', 'UNVERIFIED>WITHDRAWN', 'SUBMITTED>QUESTION',
    'SUBMITTED>APPROVED', 'SUBMITTED>DECLINED', 'SUBMITTED>WITHDRAWN', 'QUESTION>SUBMITTED', 'QUESTION>APPROVED',
    'QUESTION>DECLINED', 'QUESTION>WITHDRAWN');

-- What a decision means happens with it: the account follows its application, and an approved one begins a year of
-- membership, today in California.
CREATE FUNCTION settle_application() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  IF NEW.status IN ('APPROVED', 'DECLINED') THEN
    NEW.decided_at := now();
    NEW.decided_by := current_user_id();
  END IF;
  IF NEW.status = 'SUBMITTED' AND NEW.submitted_at IS NULL THEN
    NEW.submitted_at := now();
  END IF;
  IF NEW.status = 'APPROVED' THEN
    UPDATE users SET status = 'ACTIVE', member_type = tiers.member_type
    FROM membership_tiers tiers WHERE users.id = NEW.user_id AND tiers.code = NEW.tier_code;
    INSERT INTO memberships (user_id, tier_code, starts_on, ends_on)
    VALUES (NEW.user_id, NEW.tier_code, today, (today + interval '1 year' - interval '1 day')::date);
  ELSIF NEW.status = 'DECLINED' THEN
    UPDATE users SET status = 'DECLINED' WHERE id = NEW.user_id;
  ELSIF NEW.status = 'WITHDRAWN' THEN
    UPDATE users SET status = 'CLOSED' WHERE id = NEW.user_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER settle_application BEFORE UPDATE OF status ON membership_applications FOR EACH ROW
  WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION settle_application();

-- A question waits for the applicant, an answer for staff.
CREATE FUNCTION pass_application_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  found_status text;
BEGIN
  SELECT status INTO found_status FROM membership_applications WHERE id = NEW.application_id FOR NO KEY UPDATE;
  IF NEW.is_from_staff THEN
    UPDATE membership_applications SET status = 'QUESTION' WHERE id = NEW.application_id AND status <> 'QUESTION';
  ELSIF found_status = 'QUESTION' THEN
    UPDATE membership_applications SET status = 'SUBMITTED' WHERE id = NEW.application_id;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Nobody has asked a question about this application.';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER pass_application_on AFTER INSERT ON application_messages FOR EACH ROW
  EXECUTE FUNCTION pass_application_on();

-- The queue's own tables are made by `portal migrate` with the queue's library, in the schema `jobs`. A job that is
-- asked for here is part of the caller's transaction, with the settings of its queue.
CREATE FUNCTION enqueue_job(queue_name text, payload jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  IF NOT is_staff() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal and its staff begin background work.';
  END IF;
  INSERT INTO jobs.job (name, data, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, keep_until, policy, dead_letter, heartbeat_seconds)
  SELECT name, payload, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, now() + retention_seconds * interval '1 second', policy, dead_letter, heartbeat_seconds
  FROM jobs.queue WHERE name = queue_name
  RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION 'There is no queue %.', queue_name;
  END IF;
  RETURN made;
END
$$;

-- Background work as those see it who look after it: what it was about stays in the queue.
CREATE FUNCTION list_jobs(wanted_states text[], most integer)
RETURNS TABLE (id uuid, queue text, state text, attempts integer, most_attempts integer, problem text,
               created_at timestamptz, starts_at timestamptz, completed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('jobs.manage') THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT j.id, j.name, j.state::text, j.retry_count + (j.started_on IS NOT NULL)::int, j.retry_limit + 1,
         left(coalesce(j.output ->> 'message', j.output ->> 'value'), 500), j.created_on, j.start_after, j.completed_on
  FROM jobs.job j WHERE j.state::text = ANY (wanted_states)
  ORDER BY coalesce(j.completed_on, j.created_on) DESC, j.id LIMIT most;
END
$$;

-- Runs again what failed for good.
CREATE FUNCTION retry_job(wanted uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('jobs.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'This needs the permission jobs.manage.';
  END IF;
  UPDATE jobs.job SET state = 'retry', retry_limit = retry_limit + 1, completed_on = NULL,
    start_after = greatest(start_after, now())
  WHERE id = wanted AND state = 'failed';
  RETURN FOUND;
END
$$;

-- Writes a mail and asks for it to be sent, in the transaction of what it tells of.
CREATE FUNCTION queue_mail(to_user uuid, to_address text, template_name text, subject_line text, plain text, html text)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid := time_ordered_uuid();
BEGIN
  IF NOT is_staff() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal and its staff send mail.';
  END IF;
  INSERT INTO mails (id, user_id, recipient, template, subject, message_id)
  VALUES (made, to_user, to_address, template_name, subject_line, made || '@portal.namc-norcal');
  INSERT INTO mail_bodies (mail_id, text_body, html_body) VALUES (made, plain, html);
  PERFORM enqueue_job('send-mail', jsonb_build_object('mailId', made));
  RETURN made;
END
$$;

ALTER TABLE account_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE account_links ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE application_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE membership_applications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE two_factor_secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE mails ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE mail_bodies ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['account_events', 'account_links', 'application_messages', 'membership_applications',
    'recovery_codes', 'two_factor_secrets', 'mails', 'mail_bodies'] LOOP
    EXECUTE format('ALTER TABLE %I OWNER TO schema_owner', target);
    EXECUTE format('CREATE POLICY definer ON %I FOR ALL TO definer_role USING (true) WITH CHECK (true)', target);
    EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO backup_role USING (true)', target);
    EXECUTE format('GRANT SELECT ON %I TO backup_role', target);
  END LOOP;
END
$$;

CREATE POLICY own_rows ON membership_applications FOR SELECT TO application_role
  USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON membership_applications FOR SELECT TO admin_role
  USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_insert ON membership_applications FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY staff_update ON membership_applications FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('members.edit')))
  WITH CHECK ((SELECT holds_permission('members.edit')));
GRANT SELECT ON membership_applications TO application_role, admin_role;
GRANT INSERT, UPDATE ON membership_applications TO admin_role;

CREATE POLICY own_rows ON application_messages FOR SELECT TO application_role
  USING (application_id IN (SELECT id FROM membership_applications WHERE user_id = (SELECT current_user_id())));
CREATE POLICY own_insert ON application_messages FOR INSERT TO application_role
  WITH CHECK (author_id = (SELECT current_user_id()) AND NOT is_from_staff
    AND application_id IN (SELECT id FROM membership_applications WHERE user_id = (SELECT current_user_id())));
CREATE POLICY staff_read ON application_messages FOR SELECT TO admin_role
  USING ((SELECT holds_permission('members.read')));
CREATE POLICY staff_insert ON application_messages FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('members.edit')));
GRANT SELECT, INSERT ON application_messages TO application_role, admin_role;

CREATE POLICY own_rows ON account_events FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON account_events FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_insert ON account_events FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON account_events TO application_role, admin_role;
GRANT INSERT ON account_events TO admin_role;

-- What lets somebody in is for the system to compare, and for nobody to read.
CREATE POLICY system_only ON account_links FOR ALL TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_only ON two_factor_secrets FOR ALL TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_only ON recovery_codes FOR ALL TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_only ON mail_bodies FOR ALL TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, INSERT, UPDATE, DELETE ON account_links, two_factor_secrets, recovery_codes TO admin_role;
GRANT SELECT, DELETE ON mail_bodies TO admin_role;
-- A closed account has no password.
GRANT DELETE ON user_credentials TO admin_role;

CREATE POLICY staff_read ON mails FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_update ON mails FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, UPDATE ON mails TO admin_role;

GRANT SELECT, INSERT ON mails, mail_bodies, memberships TO definer_role;
GRANT SELECT, UPDATE ON membership_applications TO definer_role;
GRANT SELECT ON membership_tiers TO definer_role;
GRANT UPDATE (status, member_type, updated_at) ON users TO definer_role;

SELECT record_changes_of('membership_applications', 'id', '{user_id,tier_code,status,reason,decided_by,decided_at}',
  '{statement}');
SELECT record_changes_of('two_factor_secrets', 'user_id', '{confirmed_at}', '{encrypted_secret}');

DO $$
DECLARE
  made regprocedure;
BEGIN
  FOR made IN
    SELECT p.oid FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
      AND proname IN ('settle_application', 'pass_application_on', 'enqueue_job', 'list_jobs', 'retry_job', 'queue_mail')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
    EXECUTE format('ALTER FUNCTION %s OWNER TO definer_role', made);
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb), list_jobs(text[], integer), retry_job(uuid),
  queue_mail(uuid, text, text, text, text, text) TO admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;

SET LOCAL ROLE admin_role;
SELECT set_config('app.actor', 'system:portal migrate', true);
INSERT INTO permissions (code, description) VALUES ('jobs.manage', 'See background work, and run again what failed');
INSERT INTO role_permissions (role_code, permission_code) VALUES ('administrator', 'jobs.manage');
RESET ROLE;
SELECT set_config('app.actor', '', true);
