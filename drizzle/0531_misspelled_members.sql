-- portal: tx
-- The list of members finds misspelled names by the words that the search across the portal corrects with. Each word may stand in another
-- place: one in the person's name, and one in the firm's.

CREATE FUNCTION accounts_with_similar_words(typed text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  word text;
  nearby tsquery;
  is_guess boolean := false;
  found uuid[];
BEGIN
  IF NOT holds_permission('members.read') THEN
    RETURN;
  END IF;
  FOREACH word IN ARRAY typed LOOP
    nearby := similar_words(ARRAY[word], 'search_words');
    is_guess := is_guess OR nearby IS NOT NULL;
    found := ARRAY(SELECT id FROM accounts_with_words(coalesce(nearby, plainto_tsquery('simple', word))) id
      WHERE found IS NULL OR id = ANY (found));
  END LOOP;
  IF is_guess THEN
    RETURN QUERY SELECT unnest(found);
  END IF;
END
$$;
SELECT definer_function('accounts_with_similar_words(text[])');
GRANT EXECUTE ON FUNCTION accounts_with_similar_words(text[]) TO admin_role;
