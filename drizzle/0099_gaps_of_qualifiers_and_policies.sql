-- portal: tx
-- A license may have nobody who qualifies it, or one of its classes, for a time or from a day on; the next bond or policy may begin
-- later than the one before it ends. Imports note these days, and the changes of them.
ALTER TABLE california_contractors
  ADD COLUMN qualifier_gap_from date,
  ADD COLUMN qualifier_gap_until date,
  ADD COLUMN class_departures text[],
  ADD COLUMN qualifier_bond_next_on date,
  ADD COLUMN policy_effective_date date;
GRANT SELECT (qualifier_gap_from, qualifier_gap_until, class_departures, qualifier_bond_next_on, policy_effective_date)
  ON california_contractors TO application_role, report_role;

ALTER TABLE contractor_changes DROP CONSTRAINT contractor_changes_kind_known;
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_kind_known CHECK (kind in ('new_license', 'gone', 'returned', 'status_changed', 'secondary_status_changed', 'pending_suspension_changed', 'pending_class_removal_changed', 'pending_class_replacement_changed', 'expiration_moved', 'reissued', 'reissue_lifted', 'inactivated', 'inactivation_lifted', 'reactivated', 'reactivation_lifted', 'class_gained', 'class_lost', 'name_changed', 'dba_changed', 'full_name_changed', 'shown_name_changed', 'business_type_changed', 'asbestos_registration_changed', 'phone_changed', 'address_changed', 'workers_comp_coverage_changed', 'workers_comp_expiration_moved', 'workers_comp_cancellation_set', 'workers_comp_cancellation_lifted', 'workers_comp_suspension_set', 'workers_comp_suspension_lifted', 'bond_filed', 'bond_removed', 'bond_cancellation_set', 'bond_cancellation_lifted', 'bond_amount_changed', 'worker_bond_filed', 'worker_bond_removed', 'worker_bond_cancellation_set', 'worker_bond_cancellation_lifted', 'worker_bond_amount_changed', 'disciplinary_bond_filed', 'disciplinary_bond_removed', 'disciplinary_bond_cancellation_set', 'disciplinary_bond_cancellation_lifted', 'disciplinary_bond_amount_changed', 'disciplinary_bond_required', 'qualifiers_left', 'qualifiers_replaced', 'qualifier_class_left', 'qualifier_class_replaced', 'qualifier_bond_filed', 'qualifier_bond_removed', 'qualifier_bond_cancellation_set', 'qualifier_bond_cancellation_lifted', 'policy_cancellation_set', 'policy_cancellation_lifted')) NOT VALID;

-- `until` is the day on which the person leaves; `class_untils` has that of each class, null where they stay.
DROP FUNCTION qualifiers_of(text);
CREATE FUNCTION qualifiers_of(license text)
RETURNS TABLE (titles text[], classes text[], class_untils date[], since date, until date, has_bond boolean, bond_effective_date date,
               bond_cancellation_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH clock AS (
    SELECT (now() AT TIME ZONE 'America/Los_Angeles')::date AS today
  ), association AS (
    SELECT p.name, a.title, a.class, a.joined_on, a.left_on
    FROM clock, contractor_personnel p, unnest(p.titles, p.classes, p.associated_dates, p.disassociated_dates)
      AS a (title, class, joined_on, left_on)
    WHERE p.license_number = license AND a.class IS NOT NULL
      AND (a.joined_on IS NULL OR a.joined_on <= today) AND (a.left_on IS NULL OR a.left_on > today)
  ), class AS (
    SELECT name, class, CASE WHEN bool_and(left_on IS NOT NULL) THEN max(left_on) END AS until
    FROM association GROUP BY name, class
  ), person AS (
    SELECT name, array_agg(DISTINCT title) FILTER (WHERE title IS NOT NULL) AS titles, min(joined_on) AS since,
           CASE WHEN bool_and(left_on IS NOT NULL) THEN max(left_on) END AS until,
           (SELECT array_agg(class ORDER BY class) FROM class WHERE class.name = association.name) AS classes,
           (SELECT array_agg(until ORDER BY class) FROM class WHERE class.name = association.name) AS untils
    FROM association GROUP BY name
  ), bond AS (
    SELECT name, p.bond_effective_date AS effective,
           CASE WHEN p.bond_effective_date > p.bond_cancellation_date THEN NULL ELSE p.bond_cancellation_date END AS canceled
    FROM contractor_personnel p
    WHERE p.license_number = license
      AND (p.bond_surety IS NOT NULL OR p.bond_number IS NOT NULL OR p.bond_effective_date IS NOT NULL)
  )
  SELECT coalesce(person.titles, '{}'), person.classes, person.untils, person.since, person.until, longest.is_there IS NOT NULL, longest.effective,
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
