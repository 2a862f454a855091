-- portal: tx
-- The directory of member firms: what each firm shows to whom, and the functions that search it. They decide what a reader
-- sees, because no policy lets one firm read another.

ALTER TABLE companies
  ADD COLUMN email text,
  -- The county of the company's place.
  ADD COLUMN county text,
  ADD COLUMN directory_audience text DEFAULT 'PUBLIC' NOT NULL,
  ADD COLUMN phone_audience text DEFAULT 'MEMBERS' NOT NULL,
  ADD COLUMN email_audience text DEFAULT 'MEMBERS' NOT NULL,
  ADD COLUMN website_audience text DEFAULT 'MEMBERS' NOT NULL,
  ADD COLUMN street_audience text DEFAULT 'MEMBERS' NOT NULL,
  ADD CONSTRAINT companies_email_one_line CHECK (is_mailbox(email)) NOT VALID,
  ADD CONSTRAINT companies_county_one_line CHECK (is_one_line(county)) NOT VALID,
  ADD CONSTRAINT companies_directory_audience_known CHECK (directory_audience in ('PUBLIC', 'MEMBERS', 'NOBODY')) NOT VALID,
  ADD CONSTRAINT companies_phone_audience_known CHECK (phone_audience in ('PUBLIC', 'MEMBERS', 'NOBODY')) NOT VALID,
  ADD CONSTRAINT companies_email_audience_known CHECK (email_audience in ('PUBLIC', 'MEMBERS', 'NOBODY')) NOT VALID,
  ADD CONSTRAINT companies_website_audience_known CHECK (website_audience in ('PUBLIC', 'MEMBERS', 'NOBODY')) NOT VALID,
  ADD CONSTRAINT companies_street_audience_known CHECK (street_audience in ('PUBLIC', 'MEMBERS', 'NOBODY')) NOT VALID;

-- A visitor's search must not find the words of the story, which is for members. The table has a row for each firm of a member,
-- so that it is rewritten in a moment.
-- squawk-ignore adding-field-with-default
ALTER TABLE companies ADD COLUMN albers geometry(Point,3310) GENERATED ALWAYS AS (california_albers(coordinates)) STORED;
-- squawk-ignore adding-field-with-default
ALTER TABLE companies ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', searchable_text(name)), 'A') || setweight(to_tsvector('simple', searchable_text(story)), 'C') || setweight(to_tsvector('simple', searchable_text(CASE WHEN address_shown <> 'NONE' THEN city END)), 'D')) STORED;
-- squawk-ignore adding-field-with-default
ALTER TABLE companies ADD COLUMN public_search_vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', searchable_text(name)), 'A') || setweight(to_tsvector('simple', searchable_text(CASE WHEN address_shown <> 'NONE' THEN city END)), 'D')) STORED;

GRANT UPDATE (email, directory_audience, phone_audience, email_audience, website_audience, street_audience) ON companies
  TO application_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('companies', 'id', '{name,phone,email,website,street,city,zip_code,county,address_shown,directory_audience,phone_audience,email_audience,website_audience,street_audience,service_counties,service_radius_meters,bonding_single_cents,bonding_aggregate_cents,crew_size,languages,license_number}', '{story}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
GRANT SELECT (license_number, classifications, city, county, zip_code, albers) ON california_contractors TO definer_role;

-- The county follows from the ZIP code, or else from the city. A company that gives a ZIP code alone gets the city too.
CREATE FUNCTION find_county_of_company() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.city := coalesce(NEW.city, (SELECT z.city FROM zip_codes z WHERE z.zip_code = NEW.zip_code));
  NEW.county := coalesce(
    (SELECT z.county FROM zip_codes z WHERE z.zip_code = NEW.zip_code),
    (SELECT p.county FROM place_names p WHERE p.key = place_key(NEW.city) AND p.state = 'CA' AND p.kind = 'city'));
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION find_county_of_company() FROM PUBLIC;
CREATE TRIGGER find_county BEFORE UPDATE OF city, zip_code ON companies FOR EACH ROW EXECUTE FUNCTION find_county_of_company();

-- Finds the counties of five hundred companies at a time, in the order of their ids. Nobody finds a company all of whose people
-- asked not to be listed.
GRANT SELECT ON zip_codes, place_names TO definer_role;
GRANT EXECUTE ON FUNCTION place_key(text) TO definer_role;
GRANT UPDATE (zip_code, directory_audience) ON companies TO definer_role;
GRANT SELECT (show_in_directory) ON users TO definer_role;
CREATE FUNCTION find_counties_of_companies(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firms uuid[];
BEGIN
  SELECT array_agg(id ORDER BY id) INTO firms FROM (
    SELECT id FROM companies WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 500
  ) AS next;
  IF firms IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE companies SET zip_code = zip_code
  WHERE id = ANY (firms) AND county IS NULL AND (city IS NOT NULL OR zip_code IS NOT NULL);
  UPDATE companies SET directory_audience = 'NOBODY'
  WHERE id = ANY (firms) AND directory_audience = 'PUBLIC'
    AND (SELECT NOT bool_or(u.show_in_directory) FROM company_people p JOIN users u ON u.id = p.user_id WHERE p.company_id = companies.id);
  RETURN firms[cardinality(firms)]::text;
END
$$;
SELECT definer_function('find_counties_of_companies(text)');
GRANT EXECUTE ON FUNCTION find_counties_of_companies(text) TO schema_owner;

-- How far the acting person sees: 0 as a visitor does, 1 as a member whose membership is active, 2 as staff who read members.
CREATE FUNCTION directory_reach() RETURNS integer
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_actor() NOT IN ('visitor', 'member') AND holds_permission('members.read') THEN
    RETURN 2;
  END IF;
  RETURN CASE WHEN is_active_member() THEN 1 ELSE 0 END;
END
$$;
SELECT definer_function('directory_reach()');

CREATE FUNCTION is_shown_to(audience text, reach integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE audience WHEN 'PUBLIC' THEN true WHEN 'MEMBERS' THEN reach >= 1 ELSE reach >= 2 END;
REVOKE EXECUTE ON FUNCTION is_shown_to(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_shown_to(text, integer) TO definer_role;

-- True if a certification is good on a day for such a reader. Visitors see what staff verified. One that was renewed counts
-- to its own last day.
CREATE FUNCTION is_good_on(held certifications, on_day date, reach integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(held.issued_on <= on_day, true)
  AND coalesce(held.expires_on >= on_day, held.replacement_id IS NULL)
  AND NOT held.is_under_re_evaluation
  AND (held.verification = 'VERIFIED' OR reach >= 1 AND held.verification = 'OPEN');
REVOKE EXECUTE ON FUNCTION is_good_on(certifications, date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_good_on(certifications, date, integer) TO definer_role;

-- The firms as a reader of this reach sees them. A firm stands in the directory while one of its people has an active
-- membership. Its place is its own, and without one that of its license.
CREATE FUNCTION firms_as_seen(firms uuid[], reach integer) RETURNS TABLE (
  id uuid, name text, name_key text, story text, phone text, email text, website text, street text, city text, zip_code text,
  county text, license_number text, trades text[], certifications jsonb, crew_size integer, languages text[],
  bonding_single_cents bigint, bonding_aggregate_cents bigint, service_counties text[], service_radius_meters integer)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  RETURN QUERY
    SELECT c.id, c.name, lower(c.name), CASE WHEN reach >= 1 THEN c.story END,
      CASE WHEN is_shown_to(c.phone_audience, reach) THEN c.phone END,
      CASE WHEN is_shown_to(c.email_audience, reach) THEN c.email END,
      CASE WHEN is_shown_to(c.website_audience, reach) THEN c.website END,
      CASE WHEN reach >= 2 OR c.address_shown = 'FULL' AND is_shown_to(c.street_audience, reach) THEN c.street END,
      CASE WHEN place.is_shown THEN place.city END,
      CASE WHEN reach >= 2 OR c.address_shown = 'FULL' AND is_shown_to(c.street_audience, reach) THEN c.zip_code END,
      CASE WHEN place.is_shown THEN place.county END,
      c.license_number, coalesce(l.classifications, '{}'),
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('kind', h.kind, 'name', k.name, 'issuer', coalesce(h.issuer, k.issuer),
            'number', CASE WHEN reach >= 1 THEN h.number END, 'expiresOn', h.expires_on,
            'isVerified', h.verification = 'VERIFIED')
          ORDER BY k.position, k.code, h.expires_on DESC NULLS FIRST, h.id)
        FROM certifications h JOIN certification_kinds k ON k.code = h.kind
        WHERE h.company_id = c.id AND is_good_on(h, today, reach)
          AND NOT EXISTS (SELECT FROM certifications newer WHERE newer.id = h.replacement_id AND is_good_on(newer, today, reach))
      ), '[]'),
      CASE WHEN reach >= 1 THEN c.crew_size END, CASE WHEN reach >= 1 THEN c.languages ELSE '{}' END,
      CASE WHEN reach >= 1 THEN c.bonding_single_cents END, CASE WHEN reach >= 1 THEN c.bonding_aggregate_cents END,
      CASE WHEN reach >= 1 THEN c.service_counties ELSE '{}' END, CASE WHEN reach >= 1 THEN c.service_radius_meters END
    FROM companies c
    LEFT JOIN california_contractors l ON l.license_number = c.license_number
    CROSS JOIN LATERAL (
      SELECT c.address_shown <> 'NONE' OR reach >= 2 AS is_shown,
        CASE WHEN c.city IS NULL AND c.zip_code IS NULL THEN l.city ELSE c.city END AS city,
        CASE WHEN c.city IS NULL AND c.zip_code IS NULL THEN l.county ELSE c.county END AS county
    ) place
    WHERE c.id = ANY (firms) AND is_shown_to(c.directory_audience, reach)
      AND EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id WHERE p.company_id = c.id AND u.status = 'ACTIVE');
END
$$;
SELECT definer_function('firms_as_seen(uuid[], integer)');

CREATE FUNCTION firms_in_directory(firms uuid[]) RETURNS TABLE (
  id uuid, name text, name_key text, story text, phone text, email text, website text, street text, city text, zip_code text,
  county text, license_number text, trades text[], certifications jsonb, crew_size integer, languages text[],
  bonding_single_cents bigint, bonding_aggregate_cents bigint, service_counties text[], service_radius_meters integer)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY SELECT * FROM firms_as_seen(firms, directory_reach());
END
$$;
SELECT definer_function('firms_in_directory(uuid[])');

-- A company of the acting person as others see it: a visitor (0) or a member (1).
CREATE FUNCTION own_firm_as_seen(firm uuid, reach integer) RETURNS TABLE (
  id uuid, name text, name_key text, story text, phone text, email text, website text, street text, city text, zip_code text,
  county text, license_number text, trades text[], certifications jsonb, crew_size integer, languages text[],
  bonding_single_cents bigint, bonding_aggregate_cents bigint, service_counties text[], service_radius_meters integer)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF firm = ANY (own_companies()) THEN
    RETURN QUERY SELECT * FROM firms_as_seen(ARRAY[firm], least(reach, 1));
  END IF;
END
$$;
SELECT definer_function('own_firm_as_seen(uuid, integer)');

-- The firms that match, in order: by distance with a place, else by relevance with words, else by name. A condition asks only
-- what the reader may see, so that nobody guesses a hidden fact from what is found. A word finds a firm by its name, its
-- story, its city, or a trade: `word_trades` has the trades of each word, with blanks between them.
CREATE FUNCTION search_directory(
  words tsquery[], word_trades text[], trade text, certificate text, on_day date, in_county text, in_city text,
  near geometry, within_meters double precision, is_by_name boolean, most integer, after_name text, after_id uuid
) RETURNS TABLE (id uuid, meters double precision)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
  vector text := CASE WHEN reach >= 1 THEN 'c.search_vector' ELSE 'c.public_search_vector' END;
  every tsquery;
  conditions text := '';
  place_is_shown text := CASE WHEN reach >= 2 THEN '' ELSE ' AND c.address_shown <> ''NONE''' END;
  has_no_place text := 'c.city IS NULL AND c.zip_code IS NULL';
  spot text := format('CASE WHEN %s THEN l.albers ELSE c.albers END', has_no_place);
BEGIN
  FOR at IN 1 .. coalesce(cardinality(words), 0) LOOP
    every := CASE WHEN every IS NULL THEN words[at] ELSE every && words[at] END;
    conditions := conditions || format(' AND (%s @@ $1[%s]', vector, at);
    -- An excluded word excludes by what the firm says itself.
    IF querytree(words[at]) <> 'T' THEN
      conditions := conditions || format(
        ' OR %s%s AND to_tsvector(''simple'', searchable_text(l.city)) @@ $1[%s]', has_no_place, place_is_shown, at);
      IF word_trades[at] <> '' THEN
        conditions := conditions || format(' OR l.classifications && string_to_array($2[%s], '' '')', at);
      END IF;
    END IF;
    conditions := conditions || ')';
  END LOOP;
  RETURN QUERY EXECUTE format(
    'SELECT c.id, %s FROM companies c LEFT JOIN california_contractors l ON l.license_number = c.license_number
     WHERE is_shown_to(c.directory_audience, $3)
       AND EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id
                   WHERE p.company_id = c.id AND u.status = ''ACTIVE'')
       %s %s %s %s %s %s %s
     ORDER BY %s LIMIT $4',
    CASE WHEN near IS NULL THEN 'NULL::float8' ELSE format('ST_Distance(%s, $10)', spot) END,
    conditions,
    CASE WHEN trade IS NOT NULL THEN 'AND l.classifications @> ARRAY[$5]' END,
    CASE WHEN certificate IS NOT NULL THEN
      'AND EXISTS (SELECT FROM certifications h WHERE h.company_id = c.id AND h.kind = $6 AND is_good_on(h, $7, $3))' END,
    CASE WHEN in_county IS NOT NULL THEN
      format('AND (CASE WHEN %s THEN l.county ELSE c.county END = $8%s%s)', has_no_place, place_is_shown,
        CASE WHEN reach >= 1 THEN ' OR c.service_counties @> ARRAY[$8]' END) END,
    CASE WHEN in_city IS NOT NULL THEN
      format('AND lower(CASE WHEN %s THEN l.city ELSE c.city END) = lower($9)%s', has_no_place, place_is_shown) END,
    CASE WHEN near IS NOT NULL THEN format('AND ST_Distance(%s, $10) <= $11%s', spot, place_is_shown) END,
    CASE WHEN after_id IS NOT NULL THEN 'AND (lower(c.name), c.id) > ($12, $13)' END,
    CASE WHEN is_by_name THEN 'lower(c.name), c.id'
         WHEN near IS NOT NULL THEN '2, lower(c.name), c.id'
         WHEN every IS NOT NULL THEN format('ts_rank_cd(%s, $14) DESC, lower(c.name), c.id', vector)
         ELSE 'lower(c.name), c.id' END)
  USING words, word_trades, reach, most, trade, certificate, on_day, in_county, in_city, near, within_meters, after_name, after_id,
    every;
END
$$;
SELECT definer_function('search_directory(tsquery[], text[], text, text, date, text, text, geometry, double precision, boolean, integer, text, uuid)');

GRANT EXECUTE ON FUNCTION firms_in_directory(uuid[]),
  search_directory(tsquery[], text[], text, text, date, text, text, geometry, double precision, boolean, integer, text, uuid)
  TO application_role, admin_role;
GRANT EXECUTE ON FUNCTION own_firm_as_seen(uuid, integer) TO application_role;
