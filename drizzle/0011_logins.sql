-- portal: tx
-- The login of the connection decides who acts, and not a setting alone.

-- The system's own role, and the job queue's. On a server `docker/postgres/logins.sql` has made them. On the embedded
-- database, whose one login is the superuser, this does.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['system_role', 'queue_role'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
  IF NOT pg_has_role('system_role', 'admin_role', 'USAGE') THEN
    GRANT admin_role TO system_role;
  END IF;
  IF NOT pg_has_role('queue_role', 'system_role', 'USAGE') THEN
    GRANT system_role TO queue_role;
  END IF;
END
$$;

-- The portal's own work: jobs, the command line. The setting says so, and the login may. A superuser is a member of every
-- role, so on the embedded database the setting decides.
CREATE OR REPLACE FUNCTION is_system() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.actor', true), '') LIKE 'system:%'
  AND pg_has_role(session_user, 'system_role', 'member');

-- `visitor`, `member`, `staff` or `system:name`. A connection that claims more than its login may be is recorded under the
-- login's own name.
CREATE OR REPLACE FUNCTION current_actor() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN current_setting('app.actor', true) IN ('visitor', 'member') THEN current_setting('app.actor', true)
  WHEN current_setting('app.actor', true) = 'staff' AND pg_has_role(session_user, 'admin_role', 'member')
    THEN current_setting('app.actor', true)
  WHEN current_setting('app.actor', true) LIKE 'system:%' AND pg_has_role(session_user, 'system_role', 'member')
    THEN current_setting('app.actor', true)
  ELSE session_user::text
END;

-- A person's permissions count on a connection of staff. The connections of visitors and members never have any.
CREATE OR REPLACE FUNCTION holds_permission(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN is_system() OR (pg_has_role(session_user, 'admin_role', 'member') AND EXISTS (
    SELECT FROM user_roles
    JOIN role_permissions USING (role_code)
    JOIN users ON users.id = user_roles.user_id
    WHERE user_roles.user_id = current_user_id() AND permission_code = wanted
      AND (expires_at IS NULL OR expires_at > now()) AND users.status = 'ACTIVE'
  ));
END
$$;

CREATE OR REPLACE FUNCTION is_staff() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN is_system() OR (pg_has_role(session_user, 'admin_role', 'member') AND EXISTS (
    SELECT FROM user_roles
    JOIN role_permissions USING (role_code)
    JOIN users ON users.id = user_roles.user_id
    WHERE user_roles.user_id = current_user_id()
      AND (expires_at IS NULL OR expires_at > now()) AND users.status = 'ACTIVE'
  ));
END
$$;
