-- portal: tx
-- What has changed for somebody, so that their open pages hear of it at once. The rows are written in the transaction of
-- the change, by triggers, and a notification of the server says whose pages have to look: an account's id, or a permission.

CREATE TABLE live_events (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid,
  permission text,
  kind text NOT NULL,
  subject_id uuid,
  transaction_id bigint DEFAULT (pg_current_xact_id()::text)::bigint NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT live_events_one_audience_known CHECK ((user_id is null) <> (permission is null)),
  CONSTRAINT live_events_kind_known CHECK (kind in ('notification', 'notifications-read', 'account', 'sessions', 'applications', 'imports', 'jobs'))
);
ALTER TABLE live_events ADD CONSTRAINT live_events_user_id_users_id_fk
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE live_events ADD CONSTRAINT live_events_permission_permissions_code_fk
  FOREIGN KEY (permission) REFERENCES permissions(code);
CREATE INDEX idx_live_events_user ON live_events (user_id,transaction_id);
CREATE INDEX idx_live_events_permission ON live_events (permission,transaction_id);

SELECT protect_table('live_events');
CREATE POLICY own_rows ON live_events FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON live_events FOR SELECT TO admin_role
  USING ((SELECT is_system()) OR (permission IS NOT NULL AND holds_permission(permission)));
CREATE POLICY system_delete ON live_events FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON live_events TO application_role, admin_role;
GRANT DELETE ON live_events TO admin_role;
-- Of one's own sessions. A stream tells news of staff work only while the second factor counts.
GRANT SELECT (two_factor_at) ON sessions TO application_role;
GRANT SELECT, INSERT ON live_events TO definer_role;

-- For the pages of one account. A row of a deleted account's session has nobody to tell.
CREATE FUNCTION tell_account_live(account uuid, of_kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO live_events (user_id, kind) SELECT id, of_kind FROM users WHERE id = account;
  PERFORM pg_notify('portal_live', account::text);
END
$$;
SELECT definer_function('tell_account_live(uuid, text)');

-- For the pages of the staff who hold a permission. Once for each transaction: a page asks for the whole list anyway.
CREATE FUNCTION tell_staff_live(to_permission text, of_kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO live_events (permission, kind)
  SELECT to_permission, of_kind
  WHERE NOT EXISTS (
    SELECT FROM live_events
    WHERE permission = to_permission AND kind = of_kind AND transaction_id = (pg_current_xact_id()::text)::bigint);
  PERFORM pg_notify('portal_live', to_permission);
END
$$;
SELECT definer_function('tell_staff_live(text, text)');
-- The worker's queue tells of its jobs.
GRANT EXECUTE ON FUNCTION tell_staff_live(text, text) TO queue_role;

CREATE FUNCTION tell_of_notifications() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO live_events (user_id, kind, subject_id) SELECT a.user_id, 'notification', a.id FROM after a ORDER BY a.id;
  PERFORM pg_notify('portal_live', a.user_id::text) FROM (SELECT DISTINCT user_id FROM after) a;
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_notifications()');
CREATE TRIGGER tell_of_notifications AFTER INSERT ON notifications
  REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tell_of_notifications();

CREATE FUNCTION tell_of_read_notifications() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM tell_account_live(changed.user_id, 'notifications-read')
  FROM (SELECT DISTINCT a.user_id FROM after a JOIN before b ON b.id = a.id
        WHERE (a.read_at IS NULL) <> (b.read_at IS NULL)) changed;
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_read_notifications()');
CREATE TRIGGER tell_of_read_notifications AFTER UPDATE ON notifications
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tell_of_read_notifications();

-- The pages of a session that has ended learn it from this, and close.
CREATE FUNCTION tell_of_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM tell_account_live(NEW.user_id, 'account');
  ELSE
    PERFORM tell_account_live(CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END, 'sessions');
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_session()');
CREATE TRIGGER tell_of_session AFTER INSERT OR DELETE ON sessions
  FOR EACH ROW EXECUTE FUNCTION tell_of_session();
-- A role that was given or taken, and a second factor, make the session's token change.
CREATE TRIGGER tell_of_changed_session AFTER UPDATE OF rotation ON sessions
  FOR EACH ROW WHEN (NEW.rotation = 'DUE' AND OLD.rotation IS DISTINCT FROM NEW.rotation)
  EXECUTE FUNCTION tell_of_session();

CREATE FUNCTION tell_of_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM tell_account_live(NEW.id, 'account');
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_account()');
-- Without a list of columns: another trigger may raise the security version of a row that changes otherwise.
CREATE TRIGGER tell_of_account AFTER UPDATE ON users
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.security_version IS DISTINCT FROM NEW.security_version)
  EXECUTE FUNCTION tell_of_account();

CREATE FUNCTION tell_of_staff_work() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM tell_staff_live(TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END
$$;
SELECT definer_function('tell_of_staff_work()');
CREATE TRIGGER tell_of_imports AFTER INSERT OR UPDATE OR DELETE ON contractor_imports
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_staff_work('contractors.import', 'imports');
CREATE TRIGGER tell_of_fetches AFTER INSERT OR UPDATE OR DELETE ON contractor_fetches
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_staff_work('contractors.import', 'imports');
CREATE TRIGGER tell_of_applications AFTER INSERT OR UPDATE OR DELETE ON membership_applications
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_staff_work('applications.read', 'applications');
CREATE TRIGGER tell_of_reviews AFTER INSERT OR UPDATE OR DELETE ON application_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_staff_work('applications.read', 'applications');

GRANT CREATE ON SCHEMA public TO definer_role;
-- A job that waits is shown before a worker takes it.
SELECT reword_function('add_job(text, jsonb, integer)', 'RETURN made;', E'PERFORM tell_staff_live(''jobs.manage'', ''jobs'');\n  RETURN made;');
REVOKE CREATE ON SCHEMA public FROM definer_role;
