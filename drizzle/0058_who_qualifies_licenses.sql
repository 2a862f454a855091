-- portal: tx
-- What everyone may know of the board's files of people and of policies, without a person's name and without a number: who
-- qualifies a license by title and class, with the bond of each; the joint ventures; the policies. Names and numbers are for
-- staff who may see members.
ALTER POLICY staff_read ON contractor_personnel USING ((SELECT holds_permission('members.read')));
ALTER POLICY staff_read ON contractor_policies USING ((SELECT holds_permission('members.read')));

DROP FUNCTION license_people(text);

-- A row for each person who qualifies the license today. The bond is the one that holds the longest. A bond that names nobody of
-- them is that of the only one. A bond that took effect on the day of a cancellation or later stands in place of the canceled one.
CREATE FUNCTION qualifiers_of(license text)
RETURNS TABLE (titles text[], classes text[], since date, has_bond boolean, bond_effective_date date, bond_cancellation_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH clock AS (
    SELECT (now() AT TIME ZONE 'America/Los_Angeles')::date AS today
  ), person AS (
    SELECT p.name, array_agg(DISTINCT a.title) FILTER (WHERE a.title IS NOT NULL) AS titles,
           array_agg(DISTINCT a.class) AS classes, min(a.joined_on) AS since
    FROM clock, contractor_personnel p, unnest(p.titles, p.classes, p.associated_dates, p.disassociated_dates)
      AS a (title, class, joined_on, left_on)
    WHERE p.license_number = license AND a.class IS NOT NULL
      AND (a.joined_on IS NULL OR a.joined_on <= today) AND (a.left_on IS NULL OR a.left_on > today)
    GROUP BY p.name
  ), bond AS (
    SELECT name, p.bond_effective_date AS effective,
           CASE WHEN p.bond_effective_date >= p.bond_cancellation_date THEN NULL ELSE p.bond_cancellation_date END AS canceled
    FROM contractor_personnel p
    WHERE p.license_number = license
      AND (p.bond_surety IS NOT NULL OR p.bond_number IS NOT NULL OR p.bond_effective_date IS NOT NULL)
  )
  SELECT coalesce(person.titles, '{}'), person.classes, person.since, longest.is_there IS NOT NULL, longest.effective, longest.canceled
  FROM person LEFT JOIN LATERAL (
    SELECT true AS is_there, effective, canceled FROM bond
    WHERE bond.name = person.name OR (SELECT count(*) FROM person) = 1
    ORDER BY canceled DESC NULLS FIRST, effective DESC NULLS LAST LIMIT 1
  ) longest ON true
  ORDER BY person.since, person.name
$$;
SELECT definer_function('qualifiers_of(text)');
GRANT EXECUTE ON FUNCTION qualifiers_of(text) TO application_role, admin_role;

-- The licenses with which this one stands in a joint venture: those that its own rows name, and those whose rows name it.
CREATE FUNCTION joint_ventures_of(license text)
RETURNS TABLE (license_number text, is_named_here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT number, bool_or(here) FROM (
    SELECT joint_venture_license_number AS number, true AS here FROM contractor_personnel p
    WHERE p.license_number = license AND joint_venture_license_number IS NOT NULL
    UNION ALL
    SELECT p.license_number, false FROM contractor_personnel p WHERE joint_venture_license_number = license
  ) named WHERE number <> license GROUP BY number ORDER BY length(number), number
$$;
SELECT definer_function('joint_ventures_of(text)');
GRANT EXECUTE ON FUNCTION joint_ventures_of(text) TO application_role, admin_role;

-- The policies of workers' compensation, the newest first.
CREATE FUNCTION policies_of(license text)
RETURNS TABLE (coverage_type text, insurer text, effective_date date, expiration_date date, cancellation_date date, suspension_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT coverage_type, insurer, effective_date, expiration_date, cancellation_date, suspension_date
  FROM contractor_policies p WHERE p.license_number = license
  ORDER BY effective_date DESC NULLS LAST, expiration_date DESC NULLS LAST, digest
$$;
SELECT definer_function('policies_of(text)');
GRANT EXECUTE ON FUNCTION policies_of(text) TO application_role, admin_role;
GRANT SELECT ON contractor_policies TO definer_role;
