-- portal: tx
-- The owners of a company hear of its license as those who follow it do, without following it. Staff read what owners were told.

ALTER TABLE followed_changes ADD COLUMN is_own boolean DEFAULT false NOT NULL;

CREATE FUNCTION watched_licenses() RETURNS TABLE (user_id uuid, license_number text, is_own boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT watched.user_id, watched.license_number, bool_or(watched.is_own)
  FROM (
    SELECT follows.user_id, follows.license_number, false FROM follows
    UNION ALL
    SELECT p.user_id, c.license_number, true FROM company_people p JOIN companies c ON c.id = p.company_id
    WHERE p.role = 'OWNER' AND c.license_number IS NOT NULL
  ) watched (user_id, license_number, is_own)
  JOIN users ON users.id = watched.user_id AND users.status = 'ACTIVE'
  GROUP BY watched.user_id, watched.license_number
$$;
REVOKE EXECUTE ON FUNCTION watched_licenses() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION watched_licenses() TO system_role, definer_role;

CREATE OR REPLACE FUNCTION note_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO followed_changes (user_id, license_number, change_id, kind, before, after, file_date, is_own)
  SELECT watched.user_id, change.license_number, change.id, change.kind, change.before, change.after, NEW.snapshot_date, watched.is_own
  FROM contractor_changes change
  JOIN watched_licenses() watched ON watched.license_number = change.license_number
  WHERE change.import_run_id = NEW.id
  ORDER BY change.id
  ON CONFLICT DO NOTHING;
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', NEW.first_load));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION forget_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM undone) THEN
    RETURN NULL;
  END IF;
  DELETE FROM followed_changes f USING undone WHERE f.change_id = undone.id AND f.told_at IS NULL;
  WITH told AS (
    UPDATE followed_changes f SET taken_back_at = now() FROM undone WHERE f.change_id = undone.id
    RETURNING f.user_id, f.license_number, f.is_own
  )
  INSERT INTO followed_changes (user_id, license_number, kind, is_own)
  SELECT told.user_id, told.license_number, 'changes_undone', bool_or(told.is_own) FROM told
  WHERE NOT EXISTS (SELECT FROM followed_changes untold
                    WHERE untold.user_id = told.user_id AND untold.license_number = told.license_number
                      AND untold.kind = 'changes_undone' AND untold.told_at IS NULL)
  GROUP BY told.user_id, told.license_number;
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', true));
  RETURN NULL;
END
$$;

-- A person's follows are theirs alone. The association may read what owners were told of their own firm.
CREATE POLICY staff_read ON followed_changes FOR SELECT TO admin_role
  USING (is_own AND (SELECT holds_permission('members.read')));
GRANT SELECT ON followed_changes TO admin_role;
GRANT INSERT (is_own, told_at) ON followed_changes TO system_role;
