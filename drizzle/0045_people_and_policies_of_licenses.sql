-- portal: tx
-- The board's two other files: the people of each license with the bonds of those who qualify it, and the policies of workers'
-- compensation. They name people, so staff alone read them. Everyone may know a few facts about a license.

-- A license is gone since the day of the first file without it, not since the day on which somebody imported that file.
CREATE FUNCTION date_gone_licenses() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE california_contractors c
  SET gone_at = run.snapshot_date::timestamp AT TIME ZONE 'America/Los_Angeles'
  FROM (
    SELECT DISTINCT ON (license_number) license_number, snapshot_date
    FROM contractor_changes JOIN contractor_import_runs r ON r.id = import_run_id
    WHERE kind = 'gone' AND snapshot_date IS NOT NULL
    ORDER BY license_number, contractor_changes.id DESC
  ) run
  WHERE c.license_number = run.license_number AND c.gone_at IS NOT NULL
    AND c.gone_at <> run.snapshot_date::timestamp AT TIME ZONE 'America/Los_Angeles'
$$;
SELECT definer_function('date_gone_licenses()');
GRANT SELECT (id, snapshot_date) ON contractor_import_runs TO definer_role;
GRANT SELECT ON contractor_changes TO definer_role;
GRANT SELECT (license_number, gone_at), UPDATE (gone_at) ON california_contractors TO definer_role;
GRANT EXECUTE ON FUNCTION date_gone_licenses() TO schema_owner;
SELECT date_gone_licenses();
DROP FUNCTION date_gone_licenses();
REVOKE UPDATE (gone_at) ON california_contractors FROM definer_role;
REVOKE SELECT (id, snapshot_date) ON contractor_import_runs FROM definer_role;

-- A row is known by the digest of its facts: a new file adds the rows that are new, and takes away those that it lacks.
CREATE TABLE contractor_personnel (
  digest uuid PRIMARY KEY NOT NULL,
  license_number text COLLATE "C" NOT NULL,
  last_updated date,
  record_type text,
  sequence_number text,
  name_type text,
  name text NOT NULL,
  titles text[] NOT NULL,
  classes text[] NOT NULL,
  class_statuses text[] NOT NULL,
  associated_dates date[] NOT NULL,
  disassociated_dates date[] NOT NULL,
  surety_type text,
  bond_surety text,
  bond_number text,
  bond_amount_cents bigint,
  bond_effective_date date,
  bond_cancellation_date date,
  joint_venture_license_type text,
  joint_venture_license_number text,
  CONSTRAINT contractor_personnel_one_line CHECK (is_one_line(name)),
  CONSTRAINT contractor_personnel_bond_not_negative CHECK (bond_amount_cents >= 0)
);
CREATE INDEX idx_contractor_personnel_license ON contractor_personnel (license_number);
CREATE INDEX idx_contractor_personnel_joint_venture ON contractor_personnel (joint_venture_license_number)
  WHERE joint_venture_license_number IS NOT NULL;

CREATE TABLE contractor_policies (
  digest uuid PRIMARY KEY NOT NULL,
  license_number text COLLATE "C" NOT NULL,
  license_type text,
  last_updated date,
  coverage_type text,
  insurer text,
  policy_number text,
  effective_date date,
  expiration_date date,
  cancellation_date date,
  suspension_date date
);
CREATE INDEX idx_contractor_policies_license ON contractor_policies (license_number);

SELECT protect_table('contractor_personnel');
SELECT protect_table('contractor_policies');
CREATE POLICY staff_read ON contractor_personnel FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_read ON contractor_policies FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY import_all ON contractor_personnel FOR ALL TO import_role USING (true) WITH CHECK (true);
CREATE POLICY import_all ON contractor_policies FOR ALL TO import_role USING (true) WITH CHECK (true);
GRANT SELECT ON contractor_personnel, contractor_policies TO admin_role;
GRANT SELECT, INSERT, DELETE ON contractor_personnel, contractor_policies TO import_role;
GRANT SELECT ON contractor_personnel TO definer_role;
GRANT EXECUTE ON FUNCTION is_one_line(text) TO import_role;

-- What everyone may know about the people of a license: how many qualify it today, whether the bond of one is on file, and with
-- which licenses it stands in joint ventures. No names.
CREATE FUNCTION license_people(license text)
RETURNS TABLE (qualifiers integer, has_qualifier_bond boolean, joint_ventures text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT count(DISTINCT name) FILTER (WHERE EXISTS (
           SELECT FROM unnest(classes, disassociated_dates) AS a (class, left_on)
           WHERE class IS NOT NULL AND (left_on IS NULL OR left_on > (now() AT TIME ZONE 'America/Los_Angeles')::date)
         ))::integer,
         coalesce(bool_or(bond_surety IS NOT NULL
           AND (bond_cancellation_date IS NULL OR bond_cancellation_date > (now() AT TIME ZONE 'America/Los_Angeles')::date)), false),
         coalesce(array_agg(DISTINCT joint_venture_license_number) FILTER (WHERE joint_venture_license_number IS NOT NULL), '{}')
  FROM contractor_personnel WHERE license_number = license
  HAVING count(*) > 0
$$;
SELECT definer_function('license_people(text)');
GRANT EXECUTE ON FUNCTION license_people(text) TO application_role, admin_role;
