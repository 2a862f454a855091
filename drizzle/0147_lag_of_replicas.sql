-- portal: tx
-- How far each server was behind, minute by minute for two days and then hour by hour for 90.
CREATE TABLE replication_points (
  server text NOT NULL,
  at timestamp with time zone NOT NULL,
  minutes integer NOT NULL,
  role text NOT NULL,
  seconds double precision,
  bytes double precision,
  CONSTRAINT replication_points_server_minutes_at_pk PRIMARY KEY (server, minutes, at),
  CONSTRAINT replication_points_minutes_known CHECK (minutes in (1, 60)),
  CONSTRAINT replication_points_role_known CHECK (role in ('PRIMARY', 'REPLICA', 'SILENT')),
  CONSTRAINT replication_points_only_of_replicas CHECK (role = 'REPLICA' or num_nonnulls(seconds, bytes) = 0),
  CONSTRAINT replication_points_one_line CHECK (is_one_line(server))
);

SELECT protect_table('replication_points');
CREATE POLICY staff_read ON replication_points FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON replication_points FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON replication_points FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON replication_points TO admin_role;
GRANT INSERT, DELETE ON replication_points TO system_role;
