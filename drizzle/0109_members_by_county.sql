-- portal: tx
-- Numbers of members for everybody, and none of their names. The register shows everybody which licenses are members'.
CREATE FUNCTION members_by_county() RETURNS TABLE (county text, members bigint)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT c.county, count(*)
  FROM users u JOIN california_contractors c ON c.license_number = u.license_number
  WHERE u.status = 'ACTIVE' AND c.is_namc_member AND c.region <> 'OTHER' AND c.county IS NOT NULL
  GROUP BY c.county ORDER BY count(*) DESC, c.county
$$;
SELECT definer_function('members_by_county()');
GRANT EXECUTE ON FUNCTION members_by_county() TO application_role, admin_role;

SELECT let_staff_send('member-message', 'members.edit', '{members.email}', 'A message from NAMC NorCal');

-- Every row keeps this by now.
ALTER TABLE account_events VALIDATE CONSTRAINT account_events_kind_known;
