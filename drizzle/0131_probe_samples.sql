-- portal: tx
-- What a probe outside the portal saw, by minute. A minute without a row is unknown.
CREATE TABLE probe_samples (
  probe text NOT NULL,
  minute timestamp with time zone NOT NULL,
  asked integer NOT NULL,
  answered integer NOT NULL,
  PRIMARY KEY (probe, minute),
  CONSTRAINT probe_samples_one_line CHECK (is_one_line(probe)),
  CONSTRAINT probe_samples_whole_minutes CHECK (minute = date_trunc('minute', minute, 'UTC')),
  CONSTRAINT probe_samples_in_range CHECK (asked > 0 and answered between 0 and asked)
);

SELECT protect_table('probe_samples');
CREATE POLICY staff_read ON probe_samples FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON probe_samples FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON probe_samples FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON probe_samples FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON probe_samples TO admin_role;
GRANT INSERT, UPDATE, DELETE ON probe_samples TO system_role;
