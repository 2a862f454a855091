-- portal: tx
-- The firms within a distance that bring at least one of the classes or skills that a job needs, for members. `covers` has a bit
-- for each of them, in the order in which they are asked, the classes first. A firm that shows no place is not among them, and neither is one without a
-- license. The caller asks for the standing of the license.
CREATE FUNCTION firms_for_job(classes text[], skills text[], near geometry, within_meters double precision)
RETURNS TABLE (id uuid, license_number text, covers integer, meters double precision)
LANGUAGE plpgsql STABLE ROWS 200 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  IF reach < 1 THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH skilled AS MATERIALIZED (
      SELECT p.company_id, bit_or(1 << (coalesce(cardinality(classes), 0) + array_position(skills, s.skill_code) - 1)) AS bits
      FROM user_skills s JOIN users u ON u.id = s.user_id JOIN company_people p ON p.user_id = u.id
      WHERE s.skill_code = ANY (skills) AND u.is_listed GROUP BY 1
    ), placed AS (
      -- Without a place of its own a firm has that of its license.
      SELECT c.id, c.license_number, c.directory_audience, c.address_shown, l.classifications, c.albers::point <-> near::point AS meters
      FROM companies c JOIN california_contractors l ON l.license_number = c.license_number
      WHERE NOT (c.city IS NULL AND c.zip_code IS NULL) AND c.albers IS NOT NULL AND c.albers::point <@ circle(near::point, within_meters)
      UNION ALL
      SELECT c.id, c.license_number, c.directory_audience, c.address_shown, l.classifications, l.albers::point <-> near::point
      FROM companies c JOIN california_contractors l ON l.license_number = c.license_number
      WHERE c.city IS NULL AND c.zip_code IS NULL AND l.albers IS NOT NULL AND l.albers::point <@ circle(near::point, within_meters)
    ), bringing AS MATERIALIZED (
      SELECT f.id, f.license_number, f.meters,
        coalesce((SELECT bit_or(1 << (at::integer - 1)) FROM unnest(classes) WITH ORDINALITY asked (class, at)
                  WHERE f.classifications @> ARRAY[class]), 0) | coalesce(skilled.bits, 0) AS covers
      FROM placed f LEFT JOIN skilled ON skilled.company_id = f.id
      WHERE (f.address_shown <> 'NONE' OR reach >= 2) AND is_shown_to(f.directory_audience, reach)
        AND (f.classifications && classes OR skilled.company_id IS NOT NULL)
    )
    SELECT b.id, b.license_number, b.covers, b.meters FROM bringing b
    WHERE EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id
                  WHERE p.company_id = b.id AND u.status = 'ACTIVE');
END
$$;
SELECT definer_function('firms_for_job(text[], text[], geometry, double precision)');
GRANT EXECUTE ON FUNCTION firms_for_job(text[], text[], geometry, double precision) TO application_role, admin_role;
