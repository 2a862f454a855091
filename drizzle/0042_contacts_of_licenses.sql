-- portal: tx
-- Visitors read of a license what its page shows them. The mailing address, the numbers of policies, bonds and cases are
-- columns of their own right: no statement of a visitor, a member or a report reads them, nor a condition on them. A new column
-- of the table needs a grant of its own.
DO $$
DECLARE
  visible text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO visible
  FROM pg_attribute
  WHERE attrelid = 'california_contractors'::regclass AND attnum > 0 AND NOT attisdropped
    AND attname NOT IN ('mailing_address', 'workers_comp_policy_number', 'contractor_bond_number', 'worker_bond_number',
      'disciplinary_bond_number', 'disciplinary_case_number');
  REVOKE SELECT ON california_contractors FROM application_role, report_role;
  EXECUTE format('GRANT SELECT (%s) ON california_contractors TO application_role, report_role', visible);
END
$$;

-- The mailing address that the board publishes, for members and staff. Null for everybody else.
CREATE FUNCTION mailing_address_of(license text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT (is_active_member() OR is_staff()) THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT mailing_address FROM california_contractors WHERE license_number = license);
END
$$;
SELECT definer_function('mailing_address_of(text)');
GRANT EXECUTE ON FUNCTION mailing_address_of(text) TO application_role, admin_role;
