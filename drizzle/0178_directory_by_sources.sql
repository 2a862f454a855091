-- portal: tx
-- The search of the directory reads what a condition is about first: what is near, in a county, or has the words. Before, it
-- asked each firm. It also finds firms by a skill of their people, and in the area that the reader’s own firm serves.
GRANT SELECT (search_vector) ON california_contractors TO definer_role;
GRANT SELECT (user_id, skill_code) ON user_skills TO definer_role;
GRANT SELECT (is_listed) ON users TO definer_role;
DROP FUNCTION search_directory(tsquery[], text[], text, text, date, text, text, geometry, double precision, boolean, integer, text, uuid);

-- The firms that match, in order: by distance with a place, else by relevance with words, else by name. A condition asks only
-- what the reader may see, so that nobody guesses a hidden fact from what is found. A word finds a firm by its name, its
-- story, its city, or a trade: `word_trades` has the trades of each word, with blanks between them. A firm has the skills of
-- its active people who show themselves. `is_in_own_area` asks for firms whose place is in an area that a firm of the reader serves.
CREATE FUNCTION search_directory(
  words tsquery[], word_trades text[], trade text, certificate text, on_day date, in_county text, in_city text, skill text,
  is_in_own_area boolean, near geometry, within_meters double precision, is_by_name boolean, most integer, after_name text,
  after_id uuid
) RETURNS TABLE (id uuid, meters double precision)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
  vector text := CASE WHEN reach >= 1 THEN 'c.search_vector' ELSE 'c.public_search_vector' END;
  place_is_shown text := CASE WHEN reach >= 2 THEN 'true' ELSE 'c.address_shown <> ''NONE''' END;
  -- Without a place of its own a firm has that of its license.
  no_place text := '(c.city IS NULL AND c.zip_code IS NULL)';
  firms text := 'companies c LEFT JOIN california_contractors l ON l.license_number = c.license_number WHERE ';
  seen text := CASE reach WHEN 0 THEN 'c.directory_audience = ''PUBLIC''' WHEN 1 THEN 'c.directory_audience IN (''PUBLIC'', ''MEMBERS'')'
    ELSE 'true' END;
  -- OFFSET keeps the planner from reading all people first, and the license from asking before the two are joined.
  active text := 'EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id
    WHERE p.company_id = c.id AND u.status = ''ACTIVE'' %s OFFSET 0)';
  others text := '';
  of_words text[] := '{}';
  every tsquery;
  first_word integer;
  sources text[] := '{}';
  statement text;
  chosen text := '';
  ordering text := 'lower(c.name), c.id';
  own_counties text[];
  own_places geometry[];
  own_meters double precision[];
  found uuid[];
  found_meters double precision[];
  around double precision := least(within_meters, 8000);
BEGIN
  FOR at IN 1 .. coalesce(cardinality(words), 0) LOOP
    every := CASE WHEN every IS NULL THEN words[at] ELSE every && words[at] END;
    of_words[at] := format('%s @@ $1[%s]', vector, at);
    -- An excluded word excludes by what the firm says itself.
    IF querytree(words[at]) <> 'T' THEN
      of_words[at] := format('(%s OR %s AND %s AND ts_filter(l.search_vector, ''{d}'') @@ $1[%s]%s)',
        of_words[at], no_place, place_is_shown, at,
        CASE WHEN word_trades[at] <> '' THEN format(' OR l.classifications && string_to_array($2[%s], '' '')', at) END);
      IF first_word IS NULL OR word_trades[first_word] <> '' AND word_trades[at] = '' THEN
        first_word := at;
      END IF;
    END IF;
  END LOOP;

  IF trade IS NOT NULL THEN
    others := others || ' AND l.classifications @> ARRAY[$5]';
  END IF;
  IF certificate IS NOT NULL THEN
    others := others ||
      ' AND EXISTS (SELECT FROM certifications h WHERE h.company_id = c.id AND h.kind = $6 AND is_good_on(h, $7, $3))';
  END IF;
  IF skill IS NOT NULL THEN
    others := others || ' AND EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id
      JOIN user_skills s ON s.user_id = u.id WHERE p.company_id = c.id AND u.is_listed AND s.skill_code = $15)';
  END IF;
  IF is_in_own_area THEN
    SELECT array_agg(served) INTO own_counties
    FROM companies o, unnest(o.service_counties) served WHERE o.id = ANY (own_companies());
    SELECT array_agg(CASE WHEN o.city IS NULL AND o.zip_code IS NULL THEN b.albers ELSE o.albers END),
      array_agg(o.service_radius_meters::float8) INTO own_places, own_meters
    FROM companies o LEFT JOIN california_contractors b ON b.license_number = o.license_number
    WHERE o.id = ANY (own_companies()) AND o.service_radius_meters IS NOT NULL;
    others := others || format(' AND %s AND (CASE WHEN %2$s THEN l.county ELSE c.county END = ANY ($16)
      OR EXISTS (SELECT FROM unnest($17, $18) area (middle, reached)
                 WHERE ST_Distance(CASE WHEN %2$s THEN l.albers ELSE c.albers END, middle) <= reached))', place_is_shown, no_place);
  END IF;
  IF after_id IS NOT NULL THEN
    others := others || ' AND (lower(c.name), c.id) > ($12, $13)';
  END IF;

  -- The most selective condition leads the search. The others are asked of the firms that it gives.
  IF near IS NOT NULL THEN
    sources := ARRAY[
      format('NOT %s AND %s AND c.albers IS NOT NULL AND c.albers::point <@ circle($10::point, $11)', no_place, place_is_shown),
      format('%s AND %s AND l.albers IS NOT NULL AND l.albers::point <@ circle($10::point, $11)', no_place, place_is_shown)];
  ELSIF in_city IS NOT NULL THEN
    sources := ARRAY[
      format('lower(c.city) = lower($9) AND %s', place_is_shown),
      format('%s AND %s AND lower(l.city) = lower($9) AND l.search_vector @@ plainto_tsquery(''simple'', searchable_text($9))',
        no_place, place_is_shown)];
  ELSIF in_county IS NOT NULL THEN
    sources := ARRAY[
      format('NOT %s AND c.county = $8 AND %s', no_place, place_is_shown),
      format('%s AND l.county = $8 AND %s', no_place, place_is_shown)];
    IF reach >= 1 THEN
      sources := sources || 'c.service_counties @> ARRAY[$8]'::text;
    END IF;
  ELSIF first_word IS NOT NULL THEN
    FOR at IN 1 .. cardinality(of_words) LOOP
      IF at <> first_word THEN
        chosen := chosen || ' AND ' || of_words[at];
      END IF;
    END LOOP;
    -- Firms that say all words themselves come first, the most relevant one before the others.
    IF NOT is_by_name THEN
      EXECUTE format(
        'SELECT array_agg(id ORDER BY position) FROM (
           SELECT c.id, row_number() OVER () AS position FROM (
             SELECT c.id FROM %1$s %2$s @@ $14 AND %3$s %4$s ORDER BY ts_rank_cd(%2$s, $14) DESC, lower(c.name), c.id OFFSET 0
           ) c WHERE %5$s LIMIT $4) first', firms, vector, seen, others, format(active, ''))
      INTO found
      USING words, word_trades, reach, most, trade, certificate, on_day, in_county, in_city, near, within_meters, after_name,
        after_id, every, skill, own_counties, own_places, own_meters;
      RETURN QUERY SELECT one, NULL::float8 FROM unnest(found) one;
      IF cardinality(found) >= most THEN
        RETURN;
      END IF;
      most := most - coalesce(cardinality(found), 0);
      others := others || format(' AND NOT %s @@ $14', vector);
    END IF;
    IF is_by_name OR cardinality(of_words) > 1 THEN
      sources := ARRAY[format('%s @@ $1[%s] %s', vector, first_word, chosen)];
    END IF;
    sources := sources || format('%s AND %s AND l.search_vector @@ $1[%3$s] AND ts_filter(l.search_vector, ''{d}'') @@ $1[%3$s] %4$s',
      no_place, place_is_shown, first_word, chosen);
    IF word_trades[first_word] <> '' THEN
      sources := sources || format('l.classifications && string_to_array($2[%s], '' '') %s', first_word, chosen);
    END IF;
    -- The sources have the words.
    of_words := '{}';
  ELSE
    sources := ARRAY['true'];
  END IF;
  FOR at IN 1 .. cardinality(of_words) LOOP
    others := others || ' AND ' || of_words[at];
  END LOOP;
  IF in_city IS NOT NULL AND near IS NOT NULL THEN
    others := others || format(' AND %s AND lower(CASE WHEN %s THEN l.city ELSE c.city END) = lower($9)', place_is_shown, no_place);
  END IF;
  IF in_county IS NOT NULL AND (near IS NOT NULL OR in_city IS NOT NULL) THEN
    others := others || format(' AND (%s AND CASE WHEN %s THEN l.county ELSE c.county END = $8%s)',
      place_is_shown, no_place, CASE WHEN reach >= 1 THEN ' OR c.service_counties @> ARRAY[$8]' END);
  END IF;
  IF NOT is_by_name AND near IS NULL AND cardinality(of_words) > 0 THEN
    ordering := format('ts_rank_cd(%s, $14) DESC, %s', vector, ordering);
  END IF;

  FOR at IN 1 .. cardinality(sources) LOOP
    sources[at] := format('(SELECT c.id%s FROM %s %s AND %s %s AND %s ORDER BY %s LIMIT $4)',
      CASE WHEN near IS NOT NULL THEN
        format(', lower(c.name) AS name_key, %s.albers::point <-> $10::point AS meters', (ARRAY['c', 'l'])[at]) END,
      firms, sources[at], seen, others,
      format(active, CASE WHEN sources[at] || others ~ '\ml\.' THEN 'AND l.license_number IS NOT DISTINCT FROM c.license_number' END),
      CASE WHEN near IS NOT NULL AND NOT is_by_name THEN '3, 2, 1' ELSE ordering END);
  END LOOP;
  IF near IS NOT NULL THEN
    statement := format('SELECT array_agg(id ORDER BY position), array_agg(meters ORDER BY position) FROM (
        SELECT id, meters, row_number() OVER (ORDER BY %s) AS position FROM (%s) every ORDER BY position LIMIT $4) first',
      CASE WHEN is_by_name THEN 'name_key, id' ELSE 'meters, name_key, id' END, array_to_string(sources, ' UNION ALL '));
    -- The nearest firms are near: few are read to find them.
    LOOP
      EXECUTE format('%s', statement) INTO found, found_meters
      USING words, word_trades, reach, most, trade, certificate, on_day, in_county, in_city, near,
        CASE WHEN is_by_name THEN within_meters ELSE around END, after_name, after_id, every, skill, own_counties, own_places, own_meters;
      EXIT WHEN cardinality(found) >= most OR around >= within_meters OR is_by_name;
      around := least(around * 4, within_meters);
    END LOOP;
    RETURN QUERY SELECT * FROM unnest(found, found_meters);
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format(CASE WHEN cardinality(sources) = 1 THEN 'SELECT id, NULL::float8 FROM %s every'
    ELSE 'SELECT c.id, NULL::float8 FROM companies c WHERE c.id = ANY (ARRAY(%s)) ORDER BY %s LIMIT $4' END,
    array_to_string(sources, ' UNION '), ordering)
  USING words, word_trades, reach, most, trade, certificate, on_day, in_county, in_city, near, within_meters, after_name,
    after_id, every, skill, own_counties, own_places, own_meters;
END
$$;
SELECT definer_function('search_directory(tsquery[], text[], text, text, date, text, text, text, boolean, geometry, double precision, boolean, integer, text, uuid)');
GRANT EXECUTE ON FUNCTION
  search_directory(tsquery[], text[], text, text, date, text, text, text, boolean, geometry, double precision, boolean, integer, text, uuid)
  TO application_role, admin_role;
