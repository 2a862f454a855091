-- portal: tx
-- Once a year the portal asks the owners of a company whether its facts are still right.

ALTER TABLE companies ADD COLUMN checked_at timestamp with time zone, ADD COLUMN asked_at timestamp with time zone;
GRANT UPDATE (asked_at) ON companies TO system_role;

-- An owner who changes a fact, or writes one as it is, has looked the company over. The database's clock tells when.
CREATE FUNCTION stamp_company_check() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_user_id() IS NOT NULL THEN
    NEW.checked_at := now();
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION stamp_company_check() FROM PUBLIC;
CREATE TRIGGER stamp_company_check BEFORE UPDATE OF name, story, phone, email, website, street, city, zip_code, service_counties,
  service_radius_meters, bonding_single_cents, bonding_aggregate_cents, crew_size, languages ON companies
  FOR EACH ROW EXECUTE FUNCTION stamp_company_check();

-- True once a year has passed since an owner looked at the facts of a company.
CREATE FUNCTION is_check_due(company companies) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce(company.checked_at, company.created_at) < now() - interval '1 year';
END
$$;
REVOKE EXECUTE ON FUNCTION is_check_due(companies) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_check_due(companies) TO application_role, admin_role, system_role;
