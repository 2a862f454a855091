-- portal: tx
-- The firms that match, in order: by distance with a place, else by relevance with words, else by name. It reads one row of
-- `directory_firms` for each. A condition asks only what the reader may see, so that nobody guesses a hidden fact from what is
-- found. A word finds a firm by its name, its story, its city, or a trade: `word_trades` has the trades of each word, with
-- blanks between them. An excluded word excludes by what the firm says itself. `is_in_own_area` asks for firms whose place is
-- in an area that a firm of the reader serves.
DROP FUNCTION search_directory(tsquery[], text[], text, text, date, text, text, text, boolean, geometry, double precision, boolean, integer, text, uuid);
CREATE FUNCTION search_directory(
  words tsquery[], word_trades text[], trade text, certificate text, on_day date, in_county text, in_city text, skill text,
  is_in_own_area boolean, near geometry, within_meters double precision, in_box geometry, is_by_name boolean, most integer,
  after_name text, after_id uuid
) RETURNS TABLE (id uuid, meters double precision)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
  vector text := (ARRAY['d.public_vector', 'd.vector', 'd.staff_vector'])[reach + 1];
  conditions text := 'd.is_listed' ||
    CASE reach WHEN 0 THEN ' AND d.audience = ''PUBLIC''' WHEN 1 THEN ' AND d.audience IN (''PUBLIC'', ''MEMBERS'')' ELSE '' END;
  place_is_shown text := CASE WHEN reach >= 2 THEN '' ELSE ' AND d.is_place_shown' END;
  ordering text := 'd.name_key, d.company_id';
  said tsquery;
  every tsquery;
  found tsquery;
  own_counties text[];
  own_circles circle[];
  already integer;
  farthest double precision;
BEGIN
  FOR at IN 1 .. coalesce(cardinality(words), 0) LOOP
    said := CASE WHEN said IS NULL THEN words[at] ELSE said && words[at] END;
    found := words[at];
    IF word_trades[at] <> '' THEN
      found := found || (SELECT string_agg(quote_literal('=' || code), ' | ')::tsquery
                         FROM unnest(string_to_array(word_trades[at], ' ')) code);
    END IF;
    every := CASE WHEN every IS NULL THEN found ELSE every && found END;
  END LOOP;
  IF trade IS NOT NULL THEN
    conditions := conditions || ' AND d.trades @> ARRAY[$3]';
  END IF;
  IF certificate IS NOT NULL THEN
    conditions := conditions ||
      ' AND EXISTS (SELECT FROM certifications h WHERE h.company_id = d.company_id AND h.kind = $4 AND is_good_on(h, $5, $6))';
  END IF;
  IF in_county IS NOT NULL THEN
    conditions := conditions || format(' AND (d.county = $7%s%s)', place_is_shown,
      CASE WHEN reach >= 1 THEN ' OR d.service_counties @> ARRAY[$7]' END);
  END IF;
  IF in_city IS NOT NULL THEN
    conditions := conditions || format(' AND lower(d.city) = lower($8)%s', place_is_shown);
  END IF;
  IF skill IS NOT NULL THEN
    conditions := conditions || ' AND d.skills @> ARRAY[$9]';
  END IF;
  IF is_in_own_area THEN
    SELECT coalesce(array_agg(DISTINCT served), '{}') INTO own_counties
    FROM companies o, unnest(o.service_counties) served WHERE o.id = ANY (own_companies());
    SELECT coalesce(array_agg(circle(f.albers::point, o.service_radius_meters)), '{}') INTO own_circles
    FROM companies o JOIN directory_firms f ON f.company_id = o.id
    WHERE o.id = ANY (own_companies()) AND o.service_radius_meters IS NOT NULL AND f.albers IS NOT NULL;
    conditions := conditions ||
      format(' AND (d.county = ANY ($10) OR d.albers::point <@ ANY ($11))%s', place_is_shown);
  END IF;
  IF near IS NOT NULL THEN
    -- The box has statistics, and ends a walk from the place outwards.
    conditions := conditions || format(' AND d.albers && ST_Expand($12, $13) AND d.albers <-> $12 <= $13%s', place_is_shown);
    IF NOT is_by_name THEN
      ordering := 'd.albers <-> $12, ' || ordering;
    END IF;
  END IF;
  IF in_box IS NOT NULL THEN
    conditions := conditions || format(' AND d.albers && $17%s', place_is_shown);
  END IF;
  IF after_id IS NOT NULL THEN
    conditions := conditions || ' AND (d.name_key, d.company_id) > ($14, $15)';
  END IF;
  IF every IS NOT NULL AND NOT is_by_name AND near IS NULL THEN
    -- Firms that say all words themselves come first, the most relevant one before the others.
    RETURN QUERY EXECUTE format('SELECT d.company_id, NULL::float8 FROM directory_firms d
        WHERE %1$s @@ $2 AND %2$s ORDER BY ts_rank_cd(%1$s, $2) DESC, %3$s LIMIT $16', vector, conditions, ordering)
    USING every, said, trade, certificate, on_day, reach, in_county, in_city, skill, own_counties, own_circles, near,
      within_meters, after_name, after_id, most, in_box;
    GET DIAGNOSTICS already = ROW_COUNT;
    IF already >= most OR every = said THEN
      RETURN;
    END IF;
    most := most - already;
    conditions := conditions || format(' AND NOT %s @@ $2', vector);
  END IF;
  IF every IS NOT NULL THEN
    conditions := conditions || format(' AND %s @@ $1', vector);
  END IF;
  IF near IS NOT NULL AND NOT is_by_name THEN
    -- The walk outwards has no order among firms of one distance. It tells how far the last one wanted is.
    EXECUTE format('SELECT count(*), max(away) FROM (
        SELECT d.albers <-> $12 AS away FROM directory_firms d WHERE %s ORDER BY d.albers <-> $12 LIMIT $16) walked', conditions)
    INTO already, farthest
    USING every, said, trade, certificate, on_day, reach, in_county, in_city, skill, own_counties, own_circles, near,
      within_meters, after_name, after_id, most, in_box;
    IF already >= most THEN
      within_meters := farthest;
    END IF;
  END IF;
  RETURN QUERY EXECUTE format('SELECT d.company_id, %s FROM directory_firms d WHERE %s ORDER BY %s LIMIT $16',
    CASE WHEN near IS NULL THEN 'NULL::float8' ELSE 'd.albers <-> $12' END, conditions, ordering)
  USING every, said, trade, certificate, on_day, reach, in_county, in_city, skill, own_counties, own_circles, near,
    within_meters, after_name, after_id, most, in_box;
END
$$;

SELECT definer_function('search_directory(tsquery[], text[], text, text, date, text, text, text, boolean, geometry, double precision, geometry, boolean, integer, text, uuid)');
GRANT EXECUTE ON FUNCTION
  search_directory(tsquery[], text[], text, text, date, text, text, text, boolean, geometry, double precision, geometry, boolean, integer, text, uuid)
  TO application_role, admin_role;

-- The point at which a map shows each of these firms: the middle of the ZIP code of each that shows its place to the reader.
CREATE FUNCTION spots_of_firms(firms uuid[])
RETURNS TABLE (id uuid, name text, longitude double precision, latitude double precision, x double precision, y double precision)
LANGUAGE plpgsql STABLE ROWS 500 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  RETURN QUERY
    SELECT d.company_id, c.name, ST_X(d.spot::geometry), ST_Y(d.spot::geometry), ST_X(d.albers), ST_Y(d.albers)
    FROM directory_firms d JOIN companies c ON c.id = d.company_id
    WHERE d.company_id = ANY (firms) AND d.is_listed AND d.albers IS NOT NULL AND is_shown_to(d.audience, reach)
      AND (d.is_place_shown OR reach >= 2);
END
$$;
SELECT definer_function('spots_of_firms(uuid[])');
GRANT EXECUTE ON FUNCTION spots_of_firms(uuid[]) TO application_role, admin_role;

-- The firms within a distance that bring at least one of the classes or skills that a job needs, for members. `covers` has a bit
-- for each of them, in the order in which they are asked, the classes first. A firm that shows no place is not among them, and neither is one without a
-- license. The caller asks for the standing of the license.
CREATE OR REPLACE FUNCTION firms_for_job(classes text[], skills text[], near geometry, within_meters double precision)
RETURNS TABLE (id uuid, license_number text, covers integer, meters double precision)
LANGUAGE plpgsql STABLE ROWS 200 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
  class_bits integer := coalesce(cardinality(classes), 0);
BEGIN
  IF reach < 1 THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT d.company_id, d.license_number,
      coalesce((SELECT bit_or(1 << (at::integer - 1)) FROM unnest(classes) WITH ORDINALITY asked (code, at)
                WHERE code = ANY (d.trades)), 0)
        | coalesce((SELECT bit_or(1 << (class_bits + at::integer - 1)) FROM unnest(firms_for_job.skills) WITH ORDINALITY asked (code, at)
                    WHERE code = ANY (d.skills)), 0),
      d.albers <-> near
    FROM directory_firms d
    WHERE d.is_listed AND d.license_number IS NOT NULL AND d.albers && ST_Expand(near, within_meters)
      AND d.albers <-> near <= within_meters
      AND (d.trades && classes OR d.skills && firms_for_job.skills)
      AND (d.is_place_shown OR reach >= 2) AND is_shown_to(d.audience, reach);
END
$$;

-- The firms as a reader of this reach sees them. A firm stands in the directory while one of its people has an active
-- membership. Its place is its own, and without one that of its license.
CREATE OR REPLACE FUNCTION firms_as_seen(firms uuid[], reach integer) RETURNS TABLE (
  id uuid, name text, name_key text, story text, phone text, email text, website text, street text, city text, zip_code text,
  county text, license_number text, trades text[], certifications jsonb, crew_size integer, languages text[],
  bonding_single_cents bigint, bonding_aggregate_cents bigint, service_counties text[], service_radius_meters integer)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  RETURN QUERY
    WITH held AS (
      SELECT h.company_id, jsonb_agg(jsonb_build_object('kind', h.kind, 'name', k.name, 'issuer', coalesce(h.issuer, k.issuer),
          'number', CASE WHEN reach >= 1 THEN h.number END, 'expiresOn', h.expires_on,
          'isVerified', h.verification = 'VERIFIED')
        ORDER BY k.position, k.code, h.expires_on DESC NULLS FIRST, h.id) AS certifications
      FROM certifications h JOIN certification_kinds k ON k.code = h.kind
      WHERE h.company_id = ANY (firms) AND is_good_on(h, today, reach)
        AND (h.replacement_id IS NULL
          OR NOT EXISTS (SELECT FROM certifications newer WHERE newer.id = h.replacement_id AND is_good_on(newer, today, reach)))
      GROUP BY h.company_id
    )
    SELECT c.id, c.name, d.name_key, CASE WHEN reach >= 1 THEN c.story END,
      CASE WHEN is_shown_to(c.phone_audience, reach) THEN c.phone END,
      CASE WHEN is_shown_to(c.email_audience, reach) THEN c.email END,
      CASE WHEN is_shown_to(c.website_audience, reach) THEN c.website END,
      CASE WHEN reach >= 2 OR c.address_shown = 'FULL' AND is_shown_to(c.street_audience, reach) THEN c.street END,
      CASE WHEN c.address_shown <> 'NONE' OR reach >= 2 THEN d.city END,
      CASE WHEN reach >= 2 OR c.address_shown = 'FULL' AND is_shown_to(c.street_audience, reach) THEN c.zip_code END,
      CASE WHEN c.address_shown <> 'NONE' OR reach >= 2 THEN d.county END,
      c.license_number, d.trades, coalesce(held.certifications, '[]'),
      CASE WHEN reach >= 1 THEN c.crew_size END, CASE WHEN reach >= 1 THEN c.languages ELSE '{}' END,
      CASE WHEN reach >= 1 THEN c.bonding_single_cents END, CASE WHEN reach >= 1 THEN c.bonding_aggregate_cents END,
      CASE WHEN reach >= 1 THEN c.service_counties ELSE '{}' END, CASE WHEN reach >= 1 THEN c.service_radius_meters END
    FROM companies c JOIN directory_firms d ON d.company_id = c.id LEFT JOIN held ON held.company_id = c.id
    WHERE c.id = ANY (firms) AND is_shown_to(c.directory_audience, reach) AND d.is_listed;
END
$$;
