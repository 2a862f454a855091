-- portal: tx
-- Each version of the portal that has run, in order. Statements are compared across the last change.
CREATE TABLE deploys (
  number integer PRIMARY KEY NOT NULL,
  version text NOT NULL,
  first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT deploys_in_order CHECK (number > 0),
  CONSTRAINT deploys_one_line CHECK (is_one_line(version))
);

SELECT protect_table('deploys');
CREATE POLICY staff_read ON deploys FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON deploys FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON deploys TO admin_role;
GRANT INSERT ON deploys TO system_role;
