-- portal: tx
-- A fault that lasts opens an alert, which tells staff when it begins, gets worse and ends.
ALTER TABLE health_states ADD COLUMN rounds integer DEFAULT 1 NOT NULL;

CREATE TABLE health_alerts (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  check_name text NOT NULL,
  state text NOT NULL,
  says text NOT NULL,
  evidence json NOT NULL,
  opened_at timestamp with time zone DEFAULT now() NOT NULL,
  resolved_at timestamp with time zone,
  told_state text,
  told_at timestamp with time zone,
  told_end_at timestamp with time zone,
  acknowledged_state text,
  acknowledged_until timestamp with time zone,
  acknowledged_reason text,
  CONSTRAINT health_alerts_state_known CHECK (state in ('unknown', 'warn', 'bad')),
  CONSTRAINT health_alerts_told_known CHECK (told_state in ('unknown', 'warn', 'bad')),
  CONSTRAINT health_alerts_acknowledged_known CHECK (acknowledged_state in ('unknown', 'warn', 'bad')),
  CONSTRAINT health_alerts_one_line CHECK (is_one_line(check_name) and is_one_line(says) and is_one_line(acknowledged_reason)),
  CONSTRAINT health_alerts_acknowledged_whole CHECK (num_nonnulls(acknowledged_state, acknowledged_until, acknowledged_reason) in (0, 3))
);
CREATE UNIQUE INDEX health_alerts_one_open ON health_alerts (check_name) WHERE resolved_at is null;
CREATE INDEX idx_health_alerts_resolved ON health_alerts (resolved_at DESC, id DESC) WHERE resolved_at is not null;

CREATE TABLE health_maintenance (
  is_only boolean PRIMARY KEY DEFAULT true NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  CONSTRAINT health_maintenance_one_row CHECK (is_only),
  CONSTRAINT health_maintenance_in_order CHECK (ends_at > starts_at),
  CONSTRAINT health_maintenance_one_line CHECK (is_one_line(reason))
);

SELECT protect_table('health_alerts');
CREATE POLICY staff_read ON health_alerts FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON health_alerts FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY staff_update ON health_alerts FOR UPDATE TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.manage')))
  WITH CHECK ((SELECT is_system() OR holds_permission('health.manage')));
CREATE POLICY system_delete ON health_alerts FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT, UPDATE (acknowledged_state, acknowledged_until, acknowledged_reason) ON health_alerts TO admin_role;
GRANT INSERT, UPDATE, DELETE ON health_alerts TO system_role;

SELECT protect_table('health_maintenance');
CREATE POLICY staff_read ON health_maintenance FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY staff_insert ON health_maintenance FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('health.manage')));
CREATE POLICY staff_update ON health_maintenance FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('health.manage'))) WITH CHECK ((SELECT holds_permission('health.manage')));
CREATE POLICY staff_delete ON health_maintenance FOR DELETE TO admin_role
  USING ((SELECT holds_permission('health.manage')));
GRANT SELECT, DELETE ON health_maintenance TO admin_role;
GRANT INSERT (starts_at, ends_at, reason), UPDATE (starts_at, ends_at, reason) ON health_maintenance TO admin_role;
