-- portal: tx
-- The list of members finds misspelled names by the words that the search across the portal corrects with. Each word may stand in another
-- place: one in the person's name, and one in the firm's.

-- The words that begin with the same letter and differ from a typed one by a letter: one that is missing, too many, wrong, or in the place
-- of its neighbor. In a short word each of these changes nearly all trigrams: “omer” is 0.75 away from “omar”. The typed word may be
-- the name of others: “anna” is “ana” too. The table has no words of three letters, so all that are possible are named.
CREATE FUNCTION words_a_letter_away(typed text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  WITH patterns AS MATERIALIZED (
    SELECT DISTINCT pattern FROM generate_series(1, length(typed)) place CROSS JOIN LATERAL (VALUES
      (left(typed, place) || '_' || substr(typed, place + 1)),
      (left(typed, place) || substr(typed, place + 2)),
      (left(typed, place) || '_' || substr(typed, place + 2)),
      (left(typed, place) || substr(typed, place + 2, 1) || substr(typed, place + 1, 1) || substr(typed, place + 3))
    ) nearby (pattern)
    WHERE typed ~ '^[[:alpha:]]{3,20}$' AND length(pattern) BETWEEN length(typed) - 1 AND length(typed) + 1
  ), away AS (
    SELECT word FROM search_words
    WHERE word >= left(typed, 1) AND word < left(typed, 1) || chr(1114111) AND word LIKE ANY (ARRAY(SELECT pattern FROM patterns))
    UNION SELECT replace(pattern, '_', chr(letter)) FROM patterns, generate_series(ascii('a'), ascii('z')) letter
    WHERE length(pattern) = 3
  )
  SELECT coalesce(array_agg(word), '{}') FROM away WHERE word <> typed
$$;
REVOKE EXECUTE ON FUNCTION words_a_letter_away(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION words_a_letter_away(text) TO definer_role;

CREATE FUNCTION accounts_with_similar_words(typed text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  word text;
  nearby tsquery;
  letters text[];
  is_guess boolean := false;
  found uuid[];
BEGIN
  IF NOT holds_permission('members.read') THEN
    RETURN;
  END IF;
  FOREACH word IN ARRAY typed LOOP
    nearby := similar_words(ARRAY[word], 'search_words');
    letters := words_a_letter_away(word);
    is_guess := is_guess OR nearby IS NOT NULL OR letters <> '{}';
    nearby := coalesce(nearby, plainto_tsquery('simple', word));
    IF letters <> '{}' THEN
      nearby := nearby || to_tsquery('simple', array_to_string(letters, ' | '));
    END IF;
    found := ARRAY(SELECT id FROM accounts_with_words(nearby) id
      WHERE found IS NULL OR id = ANY (found));
  END LOOP;
  IF is_guess THEN
    RETURN QUERY SELECT unnest(found);
  END IF;
END
$$;
SELECT definer_function('accounts_with_similar_words(text[])');
GRANT EXECUTE ON FUNCTION accounts_with_similar_words(text[]) TO admin_role;
