-- portal: tx
-- The firms whose search row says something else than what it comes from, for the health check: a statement that bypasses triggers
-- leaves such rows. The words of the search aren't compared, because they cost as much as writing the rows. A firm whose last member
-- lapsed by the day stays listed until the job of the morning.
CREATE FUNCTION directory_differences(most integer) RETURNS TABLE (company_id uuid, difference text, firms bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  listing text[] := (SELECT allowed FROM standing_rules WHERE act = 'BE_LISTED');
BEGIN
  IF NOT is_system() THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT found.id, found.said, count(*) OVER ()
    FROM (
      SELECT coalesce(c.id, d.company_id) AS id, CASE
        WHEN d.company_id IS NULL THEN 'has no row'
        WHEN c.id IS NULL THEN 'is gone'
        WHEN d.is_listed AND NOT EXISTS (
          SELECT FROM company_people p JOIN users u ON u.id = p.user_id
          WHERE p.company_id = c.id AND (u.status = 'ACTIVE' OR u.status = 'LAPSED' AND account_standing(u.id) = ANY (listing)))
          THEN 'is listed without a member'
        WHEN NOT d.is_listed AND EXISTS (
          SELECT FROM company_people p JOIN users u ON u.id = p.user_id
          WHERE p.company_id = c.id AND u.status IN ('ACTIVE', 'LAPSED') AND account_standing(u.id) = ANY (listing))
          THEN 'is not listed'
        WHEN (d.audience, d.is_place_shown, d.name_key, d.license_number, d.service_counties, d.trades, d.city, d.county)
          IS DISTINCT FROM (c.directory_audience, c.address_shown <> 'NONE', lower(c.name), c.license_number, c.service_counties,
            coalesce(l.classifications, '{}'),
            CASE WHEN c.city IS NULL AND c.zip_code IS NULL THEN l.city ELSE c.city END,
            CASE WHEN c.city IS NULL AND c.zip_code IS NULL THEN l.county ELSE c.county END)
          THEN 'is older than its company or license' END AS said
      FROM companies c FULL JOIN directory_firms d ON d.company_id = c.id
      LEFT JOIN california_contractors l ON l.license_number = c.license_number) AS found
    WHERE found.said IS NOT NULL ORDER BY found.id LIMIT most;
END
$$;
SELECT definer_function('directory_differences(integer)');
GRANT EXECUTE ON FUNCTION directory_differences(integer) TO system_role;

-- The rows of companies that are gone go first.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('fill_directory_firms(text)', E'BEGIN\n  SELECT array_agg', $new$BEGIN
  IF after IS NULL THEN
    DELETE FROM directory_firms d WHERE NOT EXISTS (SELECT FROM companies c WHERE c.id = d.company_id);
  END IF;
  SELECT array_agg$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
