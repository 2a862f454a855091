-- portal: tx
-- These firms as a list shows them: less than the page of a firm (`firms_in_directory`), because a list has 50 of them. The story
-- is cut to what two lines hold. Each kind of certification is there once.
CREATE FUNCTION listed_firms(firms uuid[]) RETURNS TABLE (
  id uuid, name text, name_key text, story text, phone text, city text, zip_code text, county text, trades text[],
  certifications jsonb)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  RETURN QUERY
    SELECT c.id, c.name, d.name_key, CASE WHEN reach >= 1 THEN left(c.story, 400) END,
      CASE WHEN is_shown_to(c.phone_audience, reach) THEN c.phone END,
      CASE WHEN c.address_shown <> 'NONE' OR reach >= 2 THEN d.city END,
      CASE WHEN reach >= 2 OR c.address_shown = 'FULL' AND is_shown_to(c.street_audience, reach) THEN c.zip_code END,
      CASE WHEN c.address_shown <> 'NONE' OR reach >= 2 THEN d.county END,
      d.trades,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('kind', held.kind, 'name', k.name, 'isVerified', held.is_verified)
          ORDER BY k.position, k.code)
        FROM (
          SELECT h.kind, bool_or(h.verification = 'VERIFIED') AS is_verified
          FROM certifications h
          WHERE h.company_id = c.id AND is_good_on(h, today, reach)
            AND (h.replacement_id IS NULL OR NOT EXISTS (
              SELECT FROM certifications newer WHERE newer.id = h.replacement_id AND is_good_on(newer, today, reach)))
          GROUP BY h.kind
        ) held JOIN certification_kinds k ON k.code = held.kind), '[]')
    FROM companies c JOIN directory_firms d ON d.company_id = c.id
    WHERE c.id = ANY (firms) AND is_shown_to(c.directory_audience, reach) AND d.is_listed;
END
$$;
SELECT definer_function('listed_firms(uuid[])');
GRANT EXECUTE ON FUNCTION listed_firms(uuid[]) TO application_role, admin_role;
