-- portal: tx
-- The last findings of the database's checks, the limits that staff have set, and the heartbeat that shows how old a
-- replica's data is.
CREATE TABLE health_states (
  check_name text PRIMARY KEY NOT NULL,
  state text NOT NULL,
  value double precision,
  says text NOT NULL,
  evidence json NOT NULL,
  took_ms double precision NOT NULL,
  since timestamp with time zone NOT NULL,
  checked_at timestamp with time zone NOT NULL,
  CONSTRAINT health_states_state_known CHECK (state in ('ok', 'warn', 'bad', 'unknown', 'not applicable')),
  CONSTRAINT health_states_one_line CHECK (is_one_line(check_name) and is_one_line(says))
);
CREATE TABLE health_thresholds (
  check_name text PRIMARY KEY NOT NULL,
  warn double precision NOT NULL,
  bad double precision NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT health_thresholds_in_order CHECK (warn >= 0 and bad >= warn),
  CONSTRAINT health_thresholds_one_line CHECK (is_one_line(check_name))
);
CREATE TABLE portal_heartbeat (
  is_only boolean PRIMARY KEY DEFAULT true NOT NULL,
  beat_at timestamp with time zone NOT NULL,
  CONSTRAINT portal_heartbeat_one_row CHECK (is_only)
);
INSERT INTO portal_heartbeat (beat_at) VALUES (now());

GRANT INSERT ON permissions, role_permissions TO definer_role;
SELECT set_config('app.actor', 'system:portal migrate', true);
SET LOCAL ROLE definer_role;
INSERT INTO permissions (code, description) VALUES
  ('health.read', 'See the health of the database'),
  ('health.manage', 'Change when a check of the database warns')
ON CONFLICT DO NOTHING;
INSERT INTO role_permissions (role_code, permission_code)
SELECT roles.code, given.permission
FROM roles, (VALUES ('administrator', 'health.read'), ('administrator', 'health.manage'), ('auditor', 'health.read')) given (role, permission)
WHERE roles.code = given.role
ON CONFLICT DO NOTHING;
RESET ROLE;
SELECT set_config('app.actor', '', true);
REVOKE INSERT ON permissions, role_permissions FROM definer_role;

SELECT protect_table('health_states');
CREATE POLICY staff_read ON health_states FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON health_states FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON health_states FOR UPDATE TO admin_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON health_states FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON health_states TO admin_role;
GRANT INSERT, UPDATE, DELETE ON health_states TO system_role;

SELECT protect_table('health_thresholds');
CREATE POLICY staff_read ON health_thresholds FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY staff_insert ON health_thresholds FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('health.manage')));
CREATE POLICY staff_update ON health_thresholds FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('health.manage'))) WITH CHECK ((SELECT holds_permission('health.manage')));
CREATE POLICY staff_delete ON health_thresholds FOR DELETE TO admin_role
  USING ((SELECT holds_permission('health.manage')));
GRANT SELECT, DELETE ON health_thresholds TO admin_role;
GRANT INSERT (check_name, warn, bad), UPDATE (warn, bad) ON health_thresholds TO admin_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('health_thresholds', 'check_name', '{check_name,warn,bad}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- A login that watches the servers reads the heartbeat on each of them, and how far each sequence is.
SELECT protect_table('portal_heartbeat');
CREATE POLICY system_read ON portal_heartbeat FOR SELECT TO admin_role USING ((SELECT is_system()));
CREATE POLICY system_update ON portal_heartbeat FOR UPDATE TO admin_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY watchers_read ON portal_heartbeat FOR SELECT TO pg_monitor USING (true);
GRANT SELECT, UPDATE (beat_at) ON portal_heartbeat TO system_role;
GRANT SELECT ON portal_heartbeat TO pg_monitor;
GRANT USAGE ON SCHEMA public TO pg_monitor;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO pg_monitor;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO pg_monitor;
