-- portal: tx
-- A company has a logo and pictures of its work. Whoever finds the company in the directory sees them.

INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, most_side) VALUES
  ('COMPANY_LOGO', 'companies', 5000000, '{image/jpeg,image/png,image/webp}', 400),
  ('COMPANY_PICTURE', 'companies', 10000000, '{image/jpeg,image/png,image/webp}', 1600);
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON companies FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();

-- True for a company that the directory shows to the acting person.
CREATE FUNCTION is_in_directory(firm uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM companies c
    WHERE c.id = firm AND is_shown_to(c.directory_audience, directory_reach())
      AND EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id WHERE p.company_id = c.id AND u.status = 'ACTIVE'));
END
$$;
SELECT definer_function('is_in_directory(uuid)');
GRANT EXECUTE ON FUNCTION is_in_directory(uuid) TO application_role, admin_role;
CREATE POLICY in_directory ON files FOR SELECT TO application_role
  USING (kind IN ('COMPANY_LOGO', 'COMPANY_PICTURE') AND owner_id IS NOT NULL AND is_in_directory(owner_id));

-- The lock on the company in `give_file_once` puts two pictures in order, so that the count holds.
CREATE FUNCTION limit_pictures() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF (SELECT count(*) FROM files WHERE owner_id = NEW.owner_id AND kind = NEW.kind) > 12 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A company can show up to 12 pictures. Remove one first.';
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('limit_pictures()');
CREATE TRIGGER limit_pictures AFTER UPDATE OF owner_id ON files FOR EACH ROW
  WHEN (NEW.kind = 'COMPANY_PICTURE' AND NEW.owner_id IS NOT NULL) EXECUTE FUNCTION limit_pictures();
