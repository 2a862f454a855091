-- portal: tx
-- Every stored file of the portal. A file belongs to a row of another table, and whoever may read that row may read the file.

-- The uses of files: the table of the rows that they belong to, and what the portal takes.
CREATE TABLE file_kinds (
  kind text PRIMARY KEY NOT NULL,
  owner_table text NOT NULL,
  most_bytes bigint NOT NULL,
  content_types text[] NOT NULL,
  most_side integer,
  CONSTRAINT file_kinds_kind_pattern CHECK (kind ~ '^[A-Z_]{1,40}$'),
  CONSTRAINT file_kinds_owner_table_pattern CHECK (owner_table ~ '^[a-z_]{1,60}$'),
  CONSTRAINT file_kinds_sensible CHECK (most_bytes > 0 and cardinality(content_types) > 0 and most_side > 0)
);
INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, most_side)
VALUES ('PROFILE_PHOTO', 'users', 10000000, '{image/jpeg,image/png,image/webp}', 800);

-- Stored bytes, once for each content. `id` is the name of the object in the store, and no name is used again.
CREATE TABLE file_contents (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  sha256 text NOT NULL,
  bytes bigint NOT NULL,
  content_type text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  stored_at timestamp with time zone,
  discarded_at timestamp with time zone,
  CONSTRAINT file_contents_sha256_pattern CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT file_contents_content_type_pattern CHECK (content_type ~ '^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$'),
  CONSTRAINT file_contents_sensible CHECK (bytes > 0)
);
CREATE UNIQUE INDEX file_contents_once ON file_contents (sha256) WHERE stored_at is not null and discarded_at is null;
CREATE INDEX idx_file_contents_discarded ON file_contents (discarded_at) WHERE discarded_at is not null;

CREATE TABLE files (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  bytes bigint NOT NULL,
  uploaded_by uuid NOT NULL,
  content_id uuid,
  owner_id uuid,
  replaces_id uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT files_kind_file_kinds_kind_fk FOREIGN KEY (kind) REFERENCES file_kinds (kind),
  CONSTRAINT files_uploaded_by_users_id_fk FOREIGN KEY (uploaded_by) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT files_content_id_file_contents_id_fk FOREIGN KEY (content_id) REFERENCES file_contents (id),
  CONSTRAINT files_replaces_id_files_id_fk FOREIGN KEY (replaces_id) REFERENCES files (id) ON DELETE SET NULL,
  CONSTRAINT files_one_line CHECK (is_one_line(name)),
  CONSTRAINT files_sensible CHECK (btrim(name) <> '' and length(name) <= 255 and bytes > 0),
  CONSTRAINT files_whole_before_use CHECK (owner_id is null or content_id is not null)
);
CREATE INDEX idx_files_uploaded_by ON files (uploaded_by);
CREATE INDEX idx_files_owner ON files (owner_id, kind) WHERE owner_id is not null;
CREATE INDEX idx_files_content ON files (content_id);
CREATE INDEX idx_files_unused ON files (created_at) WHERE owner_id is null;
CREATE INDEX idx_files_kind ON files (kind);
CREATE UNIQUE INDEX files_one_photo ON files (owner_id) WHERE kind = 'PROFILE_PHOTO';
CREATE UNIQUE INDEX files_replaced_once ON files (replaces_id);

SELECT protect_table('file_kinds');
SELECT protect_table('file_contents');
SELECT protect_table('files');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('files', 'id', '{kind,bytes,uploaded_by,content_id,owner_id,replaces_id}', '{name}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- These two ask as the acting person, so that the policies of the owner's table decide.
CREATE FUNCTION may_read_owner(of_kind text, owner uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
  is_found boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', (SELECT owner_table FROM file_kinds WHERE kind = of_kind))
    INTO is_found USING owner;
  RETURN is_found;
END
$$;
-- A locked row is one that the person may change. The lock also puts two changes of one owner's files in order.
CREATE FUNCTION may_change_owner(of_kind text, owner uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  is_found boolean;
BEGIN
  EXECUTE format('SELECT true FROM %I WHERE id = $1 FOR NO KEY UPDATE', (SELECT owner_table FROM file_kinds WHERE kind = of_kind))
    INTO is_found USING owner;
  RETURN coalesce(is_found, false);
END
$$;
REVOKE EXECUTE ON FUNCTION may_read_owner(text, uuid), may_change_owner(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_read_owner(text, uuid), may_change_owner(text, uuid) TO application_role, admin_role;

CREATE POLICY everyone_reads ON file_kinds FOR SELECT TO application_role, admin_role USING (true);
GRANT SELECT ON file_kinds TO application_role, admin_role, definer_role;

-- A file that belongs to nothing yet is its uploader's.
CREATE POLICY readers ON files FOR SELECT TO application_role
  USING (CASE WHEN owner_id IS NULL THEN uploaded_by = (SELECT current_user_id()) ELSE may_read_owner(kind, owner_id) END);
CREATE POLICY staff_read ON files FOR SELECT TO admin_role
  USING ((SELECT is_system()) OR CASE WHEN owner_id IS NULL THEN uploaded_by = (SELECT current_user_id()) ELSE may_read_owner(kind, owner_id) END);
CREATE POLICY own_insert ON files FOR INSERT TO application_role
  WITH CHECK (uploaded_by = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY own_update ON files FOR UPDATE TO application_role
  USING (uploaded_by = (SELECT current_user_id()) AND (SELECT account_is_open()))
  WITH CHECK (uploaded_by = (SELECT current_user_id()));
CREATE POLICY system_update ON files FOR UPDATE TO system_role USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY own_delete ON files FOR DELETE TO application_role
  USING ((SELECT account_is_open())
    AND CASE WHEN owner_id IS NULL THEN uploaded_by = (SELECT current_user_id()) ELSE may_change_owner(kind, owner_id) END);
CREATE POLICY system_delete ON files FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (kind, name, bytes, uploaded_by), UPDATE (owner_id, replaces_id), DELETE ON files TO application_role;
GRANT SELECT ON files TO admin_role;
GRANT UPDATE (bytes, content_id, owner_id), DELETE ON files TO system_role;
GRANT SELECT, DELETE ON files TO definer_role;

CREATE POLICY of_readable_files ON file_contents FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM files f WHERE f.content_id = file_contents.id));
CREATE POLICY staff_read ON file_contents FOR SELECT TO admin_role
  USING ((SELECT is_system()) OR EXISTS (SELECT FROM files f WHERE f.content_id = file_contents.id));
CREATE POLICY system_insert ON file_contents FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON file_contents FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON file_contents FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT ON file_contents TO application_role, admin_role;
GRANT INSERT (sha256, bytes, content_type), UPDATE (stored_at, discarded_at), DELETE ON file_contents TO system_role;

-- The bytes that the files of one person may take together.
INSERT INTO portal_settings (name, value) VALUES ('file_quota_bytes', '1000000000');
CREATE FUNCTION file_quota() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT value::text::bigint FROM portal_settings WHERE name = 'file_quota_bytes');
END
$$;
SELECT definer_function('file_quota()');
GRANT EXECUTE ON FUNCTION file_quota() TO application_role, admin_role;

-- The announced size counts from the beginning. One person's files are counted one transaction after the other.
CREATE FUNCTION limit_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  most bigint := (SELECT most_bytes FROM file_kinds WHERE kind = NEW.kind);
  held bigint;
BEGIN
  IF NEW.bytes > most THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('This file is too large. It can have up to %s MB.', most / 1000000);
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('files ' || NEW.uploaded_by, 0));
  SELECT sum(bytes) INTO held FROM files WHERE uploaded_by = NEW.uploaded_by;
  IF held > file_quota() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = format('Your files can take up to %s MB together. Remove some first.', file_quota() / 1000000);
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('limit_files()');
CREATE TRIGGER limit_files AFTER INSERT ON files FOR EACH ROW EXECUTE FUNCTION limit_files();

-- A file is given to its owner once, by somebody who may change the owner. It may be a new version of a file of the same use there.
CREATE FUNCTION give_file_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.owner_id IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This file is in use already. Upload it again.';
  END IF;
  IF NOT may_change_owner(NEW.kind, NEW.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'You may not put a file there.';
  END IF;
  IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM files WHERE id = NEW.replaces_id AND kind = NEW.kind AND owner_id = NEW.owner_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The file that this one replaces is gone. Reload the page.';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION give_file_once() FROM PUBLIC;
CREATE TRIGGER give_file_once BEFORE UPDATE ON files FOR EACH ROW
  WHEN (NEW.owner_id IS DISTINCT FROM OLD.owner_id OR (NEW.replaces_id IS NOT NULL AND NEW.replaces_id IS DISTINCT FROM OLD.replaces_id))
  EXECUTE FUNCTION give_file_once();

-- The files of a row go with it. A table to which files belong gets the trigger.
CREATE FUNCTION drop_files_of_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM files f USING file_kinds k
  WHERE f.owner_id = OLD.id AND k.kind = f.kind AND k.owner_table = TG_TABLE_NAME;
  RETURN NULL;
END
$$;
SELECT definer_function('drop_files_of_owner()');
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();
