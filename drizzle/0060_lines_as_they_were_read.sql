-- portal: tx
-- The line that each license was last read from, as a digest. An import reads a line with the same digest no further: its
-- license is as the line says.
CREATE TABLE contractor_line_digests (
  license_number text COLLATE "C" PRIMARY KEY NOT NULL,
  digest uuid NOT NULL
);
SELECT protect_table('contractor_line_digests');
CREATE POLICY import_all ON contractor_line_digests FOR ALL TO import_role USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON contractor_line_digests TO import_role;
GRANT SELECT, DELETE ON contractor_line_digests TO definer_role;

-- Whatever changes a license, the next file is compared with it again. An import writes the digests after the licenses.
CREATE FUNCTION forget_line_digests() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM contractor_line_digests d USING touched WHERE d.license_number = touched.license_number;
  RETURN NULL;
END
$$;
SELECT definer_function('forget_line_digests()');
CREATE TRIGGER forget_line_digests_of_changed AFTER UPDATE ON california_contractors
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION forget_line_digests();
CREATE TRIGGER forget_line_digests_of_deleted AFTER DELETE ON california_contractors
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION forget_line_digests();
