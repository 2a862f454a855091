-- portal: tx
-- The law suspends a joint venture while a member's license is not active and in good standing. Imports note the times at the venture,
-- and the changes of them. Another first day of a bond or policy, another insurer, policy or day of issue are changes too.
ALTER TABLE california_contractors ADD COLUMN barred_members text[];
GRANT SELECT (barred_members) ON california_contractors TO application_role, report_role;

-- Fills it for five hundred joint ventures at a time, in the order of their numbers, with the members whose own rows bar them. The
-- next import adds the days that follow from bonds, policies and people. A later migration drops it.
CREATE FUNCTION fill_barred_members(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  ventures text[];
BEGIN
  SELECT array_agg(venture ORDER BY venture) INTO ventures FROM (
    SELECT DISTINCT v.license_number AS venture
    FROM contractor_personnel p, unnest(ARRAY[p.license_number, p.joint_venture_license_number]) AS named (number)
    JOIN california_contractors v ON v.license_number = named.number
    WHERE p.joint_venture_license_number IS NOT NULL AND v.license_number > coalesce(after, '')
      AND v.business_type ~* '^joint ?venture'
    ORDER BY 1 LIMIT 500
  ) AS next;
  IF ventures IS NULL THEN
    RETURN NULL;
  END IF;
  WITH pair AS (
    SELECT license_number AS venture, joint_venture_license_number AS member FROM contractor_personnel
    WHERE joint_venture_license_number IS NOT NULL AND license_number = ANY (ventures)
    UNION
    SELECT joint_venture_license_number, license_number FROM contractor_personnel
    WHERE joint_venture_license_number = ANY (ventures)
  ), member AS (
    SELECT venture, license_number, last_updated, primary_status, expiration_date, inactivation_date, reactivation_date,
           coalesce(kept_from_date, (SELECT snapshot_date FROM contractor_import_runs
                                     WHERE outcome <> 'refused' AND undone_at IS NULL AND file_kind = 'licenses'
                                     ORDER BY finished_at DESC LIMIT 1)) AS known
    FROM pair JOIN california_contractors ON license_number = member
    WHERE (business_type ~* '^joint ?venture') IS NOT TRUE
  ), barred AS (
    SELECT venture, license_number, 1 AS place, coalesce(last_updated, '0001-01-01') AS begins_on, date '9999-12-31' AS ends_on,
           'suspended' AS kind
    FROM member WHERE primary_status ~* 'susp' AND primary_status !~* 'pend|pnd'
    UNION ALL
    SELECT venture, license_number, 2, expiration_date + 1, '9999-12-31',
           CASE WHEN expiration_date < known THEN 'expired' ELSE 'expired-inferred' END
    FROM member WHERE expiration_date < '9999-12-31' AND (primary_status !~* 'susp' OR primary_status ~* 'pend|pnd')
    UNION ALL
    SELECT venture, license_number, 3, inactivation_date,
           CASE WHEN reactivation_date >= inactivation_date THEN reactivation_date ELSE '9999-12-31' END,
           CASE WHEN inactivation_date > known THEN 'inactive-inferred' ELSE 'inactive' END
    FROM member WHERE inactivation_date IS NOT NULL
  ), noted AS (
    SELECT venture, array_agg(concat_ws(' ', license_number, begins_on, ends_on, kind)
                              ORDER BY length(license_number), license_number, place) AS times
    FROM barred GROUP BY venture
  )
  UPDATE california_contractors c SET barred_members = noted.times FROM noted WHERE c.license_number = noted.venture;
  RETURN ventures[cardinality(ventures)];
END
$$;
SELECT definer_function('fill_barred_members(text)');
GRANT EXECUTE ON FUNCTION fill_barred_members(text) TO schema_owner;
GRANT SELECT (license_number, business_type, last_updated, primary_status, expiration_date, inactivation_date, reactivation_date,
              kept_from_date), UPDATE (barred_members)
  ON california_contractors TO definer_role;
GRANT SELECT (snapshot_date, outcome, undone_at, file_kind, finished_at) ON contractor_import_runs TO definer_role;

ALTER TABLE contractor_changes DROP CONSTRAINT contractor_changes_kind_known;
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_kind_known CHECK (kind in ('new_license', 'gone', 'returned', 'status_changed', 'secondary_status_changed', 'pending_suspension_changed', 'pending_class_removal_changed', 'pending_class_replacement_changed', 'expiration_moved', 'issue_date_changed', 'reissued', 'reissue_lifted', 'inactivated', 'inactivation_lifted', 'reactivated', 'reactivation_lifted', 'class_gained', 'class_lost', 'name_changed', 'dba_changed', 'full_name_changed', 'shown_name_changed', 'business_type_changed', 'asbestos_registration_changed', 'phone_changed', 'address_changed', 'workers_comp_coverage_changed', 'workers_comp_insurer_changed', 'workers_comp_policy_changed', 'workers_comp_effective_date_changed', 'workers_comp_expiration_moved', 'workers_comp_cancellation_set', 'workers_comp_cancellation_lifted', 'workers_comp_suspension_set', 'workers_comp_suspension_lifted', 'bond_filed', 'bond_removed', 'bond_cancellation_set', 'bond_cancellation_lifted', 'bond_amount_changed', 'bond_effective_date_changed', 'worker_bond_filed', 'worker_bond_removed', 'worker_bond_cancellation_set', 'worker_bond_cancellation_lifted', 'worker_bond_amount_changed', 'worker_bond_effective_date_changed', 'disciplinary_bond_filed', 'disciplinary_bond_removed', 'disciplinary_bond_cancellation_set', 'disciplinary_bond_cancellation_lifted', 'disciplinary_bond_amount_changed', 'disciplinary_bond_effective_date_changed', 'disciplinary_bond_required', 'qualifiers_left', 'qualifiers_replaced', 'qualifier_class_left', 'qualifier_class_replaced', 'qualifier_bond_filed', 'qualifier_bond_removed', 'qualifier_bond_cancellation_set', 'qualifier_bond_cancellation_lifted', 'qualifier_bond_amount_changed', 'qualifier_bond_effective_date_changed', 'policy_cancellation_set', 'policy_cancellation_lifted', 'policy_suspension_set', 'policy_suspension_lifted', 'member_barred', 'member_allowed')) NOT VALID;

-- A letter that takes news back names the news, by the date of the file that brought it.
ALTER TABLE followed_changes ADD COLUMN file_date date, ADD COLUMN taken_back_at timestamp with time zone;

CREATE OR REPLACE FUNCTION note_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO followed_changes (user_id, license_number, change_id, kind, before, after, file_date)
  SELECT follows.user_id, change.license_number, change.id, change.kind, change.before, change.after, NEW.snapshot_date
  FROM contractor_changes change
  JOIN follows ON follows.license_number = change.license_number
  JOIN users ON users.id = follows.user_id AND users.status = 'ACTIVE'
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
    RETURNING f.user_id, f.license_number
  )
  INSERT INTO followed_changes (user_id, license_number, kind)
  SELECT DISTINCT told.user_id, told.license_number, 'changes_undone' FROM told
  WHERE NOT EXISTS (SELECT FROM followed_changes untold
                    WHERE untold.user_id = told.user_id AND untold.license_number = told.license_number
                      AND untold.kind = 'changes_undone' AND untold.told_at IS NULL);
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', true));
  RETURN NULL;
END
$$;
