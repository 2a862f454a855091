-- portal: tx
-- The last person who qualifies a license leaves on a day that the board's file of people knows, and so may the person of the
-- bond that is canceled. Imports note both days.
ALTER TABLE california_contractors
  ADD COLUMN qualifier_bond_holder_leaves_on date,
  ADD COLUMN qualifier_leaves_on date;
GRANT SELECT (qualifier_bond_holder_leaves_on, qualifier_leaves_on) ON california_contractors TO application_role, report_role;

-- `until` is the day on which the person leaves.
DROP FUNCTION qualifiers_of(text);
CREATE FUNCTION qualifiers_of(license text)
RETURNS TABLE (titles text[], classes text[], since date, until date, has_bond boolean, bond_effective_date date, bond_cancellation_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH clock AS (
    SELECT (now() AT TIME ZONE 'America/Los_Angeles')::date AS today
  ), person AS (
    SELECT p.name, array_agg(DISTINCT a.title) FILTER (WHERE a.title IS NOT NULL) AS titles,
           array_agg(DISTINCT a.class) AS classes, min(a.joined_on) AS since,
           CASE WHEN bool_and(a.left_on IS NOT NULL) THEN max(a.left_on) END AS until
    FROM clock, contractor_personnel p, unnest(p.titles, p.classes, p.associated_dates, p.disassociated_dates)
      AS a (title, class, joined_on, left_on)
    WHERE p.license_number = license AND a.class IS NOT NULL
      AND (a.joined_on IS NULL OR a.joined_on <= today) AND (a.left_on IS NULL OR a.left_on > today)
    GROUP BY p.name
  ), bond AS (
    SELECT name, p.bond_effective_date AS effective,
           CASE WHEN p.bond_effective_date > p.bond_cancellation_date THEN NULL ELSE p.bond_cancellation_date END AS canceled
    FROM contractor_personnel p
    WHERE p.license_number = license
      AND (p.bond_surety IS NOT NULL OR p.bond_number IS NOT NULL OR p.bond_effective_date IS NOT NULL)
  )
  SELECT coalesce(person.titles, '{}'), person.classes, person.since, person.until, longest.is_there IS NOT NULL, longest.effective,
         longest.canceled
  FROM person LEFT JOIN LATERAL (
    SELECT true AS is_there, effective, canceled FROM bond
    WHERE bond.name = person.name OR (SELECT count(*) FROM person) = 1
    ORDER BY canceled DESC NULLS FIRST, effective DESC NULLS LAST LIMIT 1
  ) longest ON true
  ORDER BY person.since, person.name
$$;
SELECT definer_function('qualifiers_of(text)');
GRANT EXECUTE ON FUNCTION qualifiers_of(text) TO application_role, admin_role;

-- The person who had a file imported, and the one who canceled it or put it away: the last one who decided. Nobody for a file that
-- the worker fetched.
ALTER TABLE contractor_imports
  ADD COLUMN loaded_by uuid,
  ADD COLUMN canceled_by uuid;
ALTER TABLE contractor_imports
  ADD CONSTRAINT contractor_imports_loaded_by_users_id_fk FOREIGN KEY (loaded_by) REFERENCES users(id) ON DELETE SET NULL NOT VALID,
  ADD CONSTRAINT contractor_imports_canceled_by_users_id_fk FOREIGN KEY (canceled_by) REFERENCES users(id) ON DELETE SET NULL NOT VALID;
CREATE FUNCTION note_import_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.status = 'WAITING' AND OLD.status <> 'WAITING' THEN
    NEW.loaded_by := CASE WHEN NEW.task = 'LOAD' THEN current_user_id() END;
  END IF;
  IF NEW.cancel_requested_at IS NULL THEN
    NEW.canceled_by := NULL;
  ELSIF OLD.cancel_requested_at IS NULL THEN
    NEW.canceled_by := current_user_id();
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER note_import_decision BEFORE UPDATE OF status, cancel_requested_at ON contractor_imports FOR EACH ROW
  EXECUTE FUNCTION note_import_decision();

-- Those who heard of an import that is undone are found by what they were told: no mark on it is needed.
CREATE OR REPLACE FUNCTION forget_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM undone) THEN
    RETURN NULL;
  END IF;
  DELETE FROM followed_changes f USING undone WHERE f.change_id = undone.id AND f.told_at IS NULL;
  INSERT INTO followed_changes (user_id, license_number, kind)
  SELECT DISTINCT told.user_id, told.license_number, 'changes_undone'
  FROM followed_changes told JOIN undone ON told.change_id = undone.id
  WHERE NOT EXISTS (SELECT FROM followed_changes untold
                    WHERE untold.user_id = told.user_id AND untold.license_number = told.license_number
                      AND untold.kind = 'changes_undone' AND untold.told_at IS NULL);
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', true));
  RETURN NULL;
END
$$;
-- squawk-ignore ban-drop-column
ALTER TABLE followed_changes DROP COLUMN is_undone;
