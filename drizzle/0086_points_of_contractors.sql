-- portal: tx
-- Every point at which a license is or was. Hundreds share the center of a ZIP code, so the nearest licenses of some kind are
-- met soonest point by point. A point that nobody has any more does no harm.
CREATE TABLE contractor_points (
  albers geometry(Point, 3310) PRIMARY KEY NOT NULL
);
INSERT INTO contractor_points (albers) SELECT DISTINCT albers FROM california_contractors WHERE albers IS NOT NULL;
CREATE INDEX idx_contractor_points_nearest ON contractor_points USING gist (albers);
SELECT protect_table('contractor_points');
CREATE POLICY everyone_reads ON contractor_points FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY system_reads ON contractor_points FOR SELECT TO system_role USING ((SELECT is_system()));
GRANT SELECT ON contractor_points TO application_role, admin_role, system_role;
GRANT SELECT, INSERT ON contractor_points TO definer_role;

CREATE FUNCTION note_contractor_points() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO contractor_points (albers)
  SELECT DISTINCT albers FROM touched WHERE albers IS NOT NULL
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
SELECT definer_function('note_contractor_points()');
CREATE TRIGGER note_points_of_new AFTER INSERT ON california_contractors
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_contractor_points();
CREATE TRIGGER note_points_of_changed AFTER UPDATE ON california_contractors
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_contractor_points();
