-- portal: tx
-- The measured waste of each large index. The maintenance of the database measures once a week.
CREATE TABLE index_measurements (
  index_name text NOT NULL,
  filenode bigint NOT NULL,
  bytes double precision NOT NULL,
  wasted double precision NOT NULL,
  density double precision NOT NULL,
  measured_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT index_measurements_index_name_pk PRIMARY KEY (index_name),
  CONSTRAINT index_measurements_in_range CHECK (bytes >= 0 and wasted between 0 and bytes and density between 0 and 100),
  CONSTRAINT index_measurements_one_line CHECK (is_one_line(index_name))
);

SELECT protect_table('index_measurements');
CREATE POLICY staff_read ON index_measurements FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON index_measurements FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON index_measurements FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON index_measurements FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON index_measurements TO admin_role;
GRANT INSERT, UPDATE, DELETE ON index_measurements TO system_role;
