-- portal: tx
-- Sessions change their token when what their owner may do changes, and say where they were seen last; notifications; who
-- of the staff has an application open.

GRANT CREATE ON SCHEMA public TO definer_role;

CREATE TABLE application_reviews (
  application_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  opened_at timestamp with time zone DEFAULT now() NOT NULL,
  seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT application_reviews_application_id_reviewer_id_pk PRIMARY KEY(application_id,reviewer_id)
);
CREATE TABLE notifications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  path text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  read_at timestamp with time zone,
  CONSTRAINT notifications_title_sensible CHECK (btrim(title) <> '' and length(title) <= 200),
  CONSTRAINT notifications_path_inside CHECK (path ~ '^/[^/\\]' and length(path) <= 300)
);
ALTER TABLE sessions ADD COLUMN last_address inet;
ALTER TABLE sessions ADD COLUMN rotation text CONSTRAINT sessions_rotation_known CHECK (rotation in ('DUE', 'DONE'));
ALTER TABLE application_reviews ADD CONSTRAINT application_reviews_application FOREIGN KEY (application_id) REFERENCES membership_applications(id) ON DELETE CASCADE;
ALTER TABLE application_reviews ADD CONSTRAINT application_reviews_reviewer_id_users_id_fk FOREIGN KEY (reviewer_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE notifications ADD CONSTRAINT notifications_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE INDEX idx_application_reviews_reviewer ON application_reviews (reviewer_id);
CREATE INDEX idx_notifications_user ON notifications (user_id,id DESC NULLS FIRST);
CREATE INDEX idx_notifications_unread ON notifications (user_id) WHERE read_at is null;

-- Whoever gains or loses a privilege goes on with another token: one that was seen before is worth nothing more.
CREATE FUNCTION rotate_sessions_of_holder() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE sessions SET rotation = 'DUE'
  WHERE user_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END AND rotation IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER rotate_sessions_of_holder AFTER INSERT OR DELETE OR UPDATE OF role_code, user_id, expires_at ON user_roles
  FOR EACH ROW EXECUTE FUNCTION rotate_sessions_of_holder();

CREATE FUNCTION rotate_sessions_of_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE sessions SET rotation = 'DUE'
  WHERE rotation IS NULL AND user_id IN (
    SELECT user_id FROM user_roles
    WHERE role_code = CASE WHEN TG_OP = 'DELETE' THEN OLD.role_code ELSE NEW.role_code END);
  RETURN NULL;
END
$$;
CREATE TRIGGER rotate_sessions_of_role AFTER INSERT OR DELETE ON role_permissions
  FOR EACH ROW EXECUTE FUNCTION rotate_sessions_of_role();

-- Tells somebody something inside the portal, in the transaction of what it tells of.
CREATE FUNCTION notify_account(account uuid, of_kind text, in_words text, leads_to text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  IF NOT is_staff() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal and its staff notify people.';
  END IF;
  INSERT INTO notifications (user_id, kind, title, path) VALUES (account, of_kind, in_words, leads_to) RETURNING id INTO made;
  RETURN made;
END
$$;

-- For whoever has lost the authenticator and the recovery codes, once staff have made sure who they are. What lets somebody
-- in stays unreadable.
CREATE FUNCTION end_two_factor_of(account uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('members.edit') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'This needs the permission members.edit.';
  END IF;
  IF account = current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Your own second step is turned off in your settings.';
  END IF;
  IF standing_of(account) > own_standing() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account is of a higher standing than yours.';
  END IF;
  DELETE FROM two_factor_secrets WHERE user_id = account;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM recovery_codes WHERE user_id = account;
  UPDATE sessions SET two_factor_at = NULL WHERE user_id = account AND two_factor_at IS NOT NULL;
  INSERT INTO account_events (user_id, kind) VALUES (account, 'TWO_FACTOR_OFF');
  RETURN true;
END
$$;

ALTER TABLE application_reviews ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['application_reviews', 'notifications'] LOOP
    EXECUTE format('ALTER TABLE %I OWNER TO schema_owner', target);
    EXECUTE format('CREATE POLICY definer ON %I FOR ALL TO definer_role USING (true) WITH CHECK (true)', target);
    EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO backup_role USING (true)', target);
    EXECUTE format('GRANT SELECT ON %I TO backup_role', target);
  END LOOP;
END
$$;

-- Staff say of themselves alone that they have it open.
CREATE POLICY staff_read ON application_reviews FOR SELECT TO admin_role
  USING ((SELECT holds_permission('members.read')));
CREATE POLICY staff_insert ON application_reviews FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('members.edit'))
    AND ((SELECT is_system()) OR reviewer_id = (SELECT current_user_id())));
CREATE POLICY staff_update ON application_reviews FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('members.edit')))
  WITH CHECK ((SELECT is_system()) OR reviewer_id = (SELECT current_user_id()));
GRANT SELECT, INSERT (application_id, reviewer_id), UPDATE (reviewer_id, opened_at, seen_at) ON application_reviews TO admin_role;

CREATE POLICY own_rows ON notifications FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_update ON notifications FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id())) WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY system_read ON notifications FOR SELECT TO admin_role USING ((SELECT is_system()));
CREATE POLICY system_delete ON notifications FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT, UPDATE (read_at) ON notifications TO application_role;
GRANT SELECT, DELETE ON notifications TO admin_role;

GRANT SELECT (last_address, rotation) ON sessions TO application_role;
-- A closed account's events stay, without the place that they came from.
CREATE POLICY system_update ON account_events FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT UPDATE (address, user_agent) ON account_events TO admin_role;

-- A closed account leaves no word of its owner's, and no number of theirs.
CREATE POLICY system_delete ON application_messages FOR DELETE TO admin_role USING ((SELECT is_system()));
CREATE POLICY system_delete ON secure_data FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT DELETE ON application_messages, secure_data TO admin_role;

GRANT SELECT, INSERT ON notifications TO definer_role;
GRANT SELECT (user_id, rotation, two_factor_at), UPDATE (rotation, two_factor_at) ON sessions TO definer_role;
GRANT SELECT (user_id), DELETE ON two_factor_secrets, recovery_codes TO definer_role;
GRANT INSERT (user_id, kind) ON account_events TO definer_role;

DO $$
DECLARE
  made regprocedure;
BEGIN
  FOR made IN
    SELECT p.oid FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
      AND proname IN ('rotate_sessions_of_holder', 'rotate_sessions_of_role', 'notify_account', 'end_two_factor_of')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
    EXECUTE format('ALTER FUNCTION %s OWNER TO definer_role', made);
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION notify_account(uuid, text, text, text), end_two_factor_of(uuid) TO admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
