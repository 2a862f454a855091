-- portal: tx
-- The words of the names that the search across the portal corrects misspelled words by. A job writes them anew, so that a word goes
-- once nobody has it. Only the functions of the search read them.
CREATE TABLE search_words (
  word text COLLATE "C" PRIMARY KEY NOT NULL,
  CONSTRAINT search_words_one_line CHECK (is_one_line(word))
);
CREATE INDEX idx_search_words_trigrams ON search_words USING gist (word gist_trgm_ops);
SELECT protect_table('search_words');
GRANT SELECT, INSERT, DELETE ON search_words TO definer_role;

-- A name as the search compares it: folded, with one blank between words.
CREATE FUNCTION search_name(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(regexp_replace(searchable_text(said), '\s+', ' ', 'g'));
REVOKE EXECUTE ON FUNCTION search_name(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_name(text) TO application_role, admin_role, definer_role, schema_owner;

-- True if a name has just these words, in any order: the name of a firm has the weight A in a vector, and another name B.
CREATE FUNCTION has_just_words(said tsvector, whole tsquery, different integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN length(ts_filter(said, '{a}')) = different AND ts_filter(said, '{a}') @@ whole
  OR length(ts_filter(said, '{b}')) = different AND ts_filter(said, '{b}') @@ whole;
REVOKE EXECUTE ON FUNCTION has_just_words(tsvector, tsquery, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_just_words(tsvector, tsquery, integer) TO application_role, admin_role, definer_role;

-- Words with each misspelled one in the writings that it may have in a table of words; NULL if none is near. Words with digits are
-- taken as they are, and articles and the like are left out. The last word may go on, and so may one of two or three letters: “bel
-- daughters” is “Bell & Daughters”. One letter that is missing or wrong in the middle of a short word changes nearly all of its trigrams:
-- “reys” is 0.63 away from “reyes”, and “rayes” 0.67.
CREATE FUNCTION similar_words(typed text[], word_table text) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
  near text[];
  likely text;
  every text[] := '{}';
  is_guess boolean := false;
  is_short boolean;
  articles text[] := '{the,a,an,of,and,for,in,at,on,to,with}';
BEGIN
  FOR at IN 1 .. coalesce(cardinality(typed), 0) LOOP
    IF typed[at] = ANY (articles) AND cardinality(typed) > 1 THEN
      is_guess := true;
      CONTINUE;
    END IF;
    near := '{}';
    IF length(typed[at]) >= 4 AND typed[at] !~ '\d' THEN
      EXECUTE format('SELECT array_agg(word) FROM (
          SELECT word, word <-> $1 AS away FROM %I ORDER BY word <-> $1 LIMIT 8) found
        WHERE away < CASE WHEN length($1) <= 5 THEN 0.7 ELSE 0.6 END AND abs(length(word) - length($1)) <= 2 AND word <> $1', word_table)
      INTO near USING typed[at];
    END IF;
    is_short := length(typed[at]) BETWEEN 2 AND 3 AND typed[at] !~ '\d';
    is_guess := is_guess OR coalesce(cardinality(near), 0) > 0 OR is_short AND at < cardinality(typed);
    likely := array_to_string(typed[at] || CASE WHEN is_short OR at = cardinality(typed) AND length(typed[at]) >= 2 THEN ':*' ELSE '' END
      || near, ' | ');
    every := every || ('(' || likely || ')');
  END LOOP;
  RETURN CASE WHEN is_guess AND every <> '{}' THEN to_tsquery('simple', array_to_string(every, ' & ')) END;
END
$$;
REVOKE EXECUTE ON FUNCTION similar_words(text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION similar_words(text[], text) TO application_role, admin_role, definer_role;
