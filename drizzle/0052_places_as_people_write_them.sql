-- portal: tx
-- The names of places, as people write them: cities, counties, short forms, and cities that only the board's file names.

-- The name without accents, signs and spaces, and with short forms written out: `St. Helena` and `Saint-Helena` are both
-- `sainthelena`. `City of` at the beginning is left out.
CREATE FUNCTION place_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(string_agg(
    CASE word
      WHEN 'st' THEN 'saint' WHEN 'mt' THEN 'mount' WHEN 'mtn' THEN 'mountain' WHEN 'ft' THEN 'fort' WHEN 'pt' THEN 'point'
      WHEN 'n' THEN 'north' WHEN 'no' THEN 'north' WHEN 's' THEN 'south' WHEN 'so' THEN 'south' WHEN 'e' THEN 'east'
      WHEN 'w' THEN 'west' WHEN 'spg' THEN 'springs' WHEN 'spgs' THEN 'springs' WHEN 'spngs' THEN 'springs'
      WHEN 'hts' THEN 'heights' WHEN 'hgts' THEN 'heights' WHEN 'bch' THEN 'beach' WHEN 'vly' THEN 'valley'
      WHEN 'vlly' THEN 'valley' WHEN 'cyn' THEN 'canyon' WHEN 'pk' THEN 'park' WHEN 'hls' THEN 'hills' WHEN 'jct' THEN 'junction'
      WHEN 'ctr' THEN 'center' WHEN 'cntr' THEN 'center' WHEN 'rnch' THEN 'ranch' WHEN 'rcho' THEN 'rancho'
      WHEN 'lk' THEN 'lake' WHEN 'isl' THEN 'island' WHEN 'vlg' THEN 'village' WHEN 'cty' THEN 'city' WHEN 'co' THEN 'county'
      WHEN 'cnty' THEN 'county' WHEN 'grv' THEN 'grove' WHEN 'crk' THEN 'creek' WHEN 'hbr' THEN 'harbor' WHEN 'sta' THEN 'santa'
      WHEN '29' THEN 'twentynine' WHEN '1000' THEN 'thousand'
      ELSE word
    END, '' ORDER BY place), '')
  FROM string_to_table(regexp_replace(searchable_text(name), '^ *(the +)?(city|town) +of +', ''), ' ')
    WITH ORDINALITY AS words (word, place)
);
GRANT EXECUTE ON FUNCTION place_key(text) TO application_role, admin_role, system_role, import_role;

CREATE TABLE place_names (
  key text COLLATE "C" NOT NULL,
  state text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  county text,
  location geography(Point,4326) NOT NULL,
  weight integer NOT NULL,
  source text NOT NULL,
  is_suggested boolean NOT NULL,
  CONSTRAINT place_names_pkey PRIMARY KEY (key, state),
  CONSTRAINT place_names_one_line CHECK (is_one_line(name)),
  CONSTRAINT place_names_key_plain CHECK (key ~ '^[a-z0-9]+$'),
  CONSTRAINT place_names_kind_known CHECK (kind in ('city', 'county')),
  CONSTRAINT place_names_source_known CHECK (source in ('list', 'board')),
  CONSTRAINT place_names_county_named CHECK (kind <> 'county' or county is not null)
);
COMMENT ON COLUMN place_names.weight IS
  'How well known the place is: its number of ZIP codes, or 0 if only the board''s file names it.';
CREATE INDEX idx_place_names_suggested ON place_names (key) WHERE is_suggested;
CREATE INDEX idx_place_names_trigrams ON place_names USING gist (key gist_trgm_ops) WHERE is_suggested;

SELECT protect_table('place_names');
CREATE POLICY everyone_reads ON place_names FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY system_insert ON place_names FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON place_names FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON place_names FOR DELETE TO system_role USING ((SELECT is_system()));
CREATE POLICY import_read ON place_names FOR SELECT TO import_role USING (true);
CREATE POLICY import_insert ON place_names FOR INSERT TO import_role WITH CHECK (source = 'board');
CREATE POLICY import_delete ON place_names FOR DELETE TO import_role USING (source = 'board');
GRANT SELECT ON place_names TO application_role, admin_role, import_role;
GRANT INSERT, UPDATE, DELETE ON place_names TO system_role;
GRANT INSERT, DELETE ON place_names TO import_role;
