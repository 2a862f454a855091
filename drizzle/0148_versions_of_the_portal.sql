-- portal: tx
-- Each version of the portal that has started, so that the cost of statements before and after a deploy can be compared.
CREATE TABLE portal_versions (
  version text PRIMARY KEY NOT NULL,
  started_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT portal_versions_one_line CHECK (is_one_line(version))
);
CREATE INDEX idx_portal_versions_started ON portal_versions (started_at DESC);

SELECT protect_table('portal_versions');
CREATE POLICY staff_read ON portal_versions FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON portal_versions FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON portal_versions TO admin_role;
GRANT INSERT (version) ON portal_versions TO system_role;
