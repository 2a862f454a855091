-- portal: tx
-- The rows of each kind that a search across the portal finds for its reader, at most about `most` of them, each once, and the fit of
-- each: 6 its number, 5 its name, 4 the beginning of either, 3 all words in its name, 2 all words elsewhere, 1 similar words in its
-- name. Similar ones are looked for only where few rows fit better. `key` is the text, folded, `typed` its words.
-- The first rows of a name come along an index in its order. For a name that thousands begin with, the planner would rather read and
-- fold them all, so that these statements are planned without bitmaps.

-- Licenses of the last file. It runs as its reader: everybody reads the register. `numbers` are the writings of a typed number,
-- `first_digits` is what a number begins with, and `beginning` the text as it was typed.
CREATE FUNCTION contractors_for_search(
  numbers text[], first_digits text, words tsquery, typed text[], key text, beginning text, most integer
) RETURNS TABLE (license_number text, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_bitmapscan = on SET enable_sort = on
AS $$
DECLARE
  found text[] := '{}';
  begun text[] := '{}';
  said text[] := '{}';
  whole tsquery := plainto_tsquery('simple', key);
  different integer := (SELECT count(DISTINCT word) FROM unnest(typed) word);
  nearby tsquery;
  start text := translate(ltrim(lower(beginning), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy');
BEGIN
  IF cardinality(numbers) > 0 THEN
    found := ARRAY(SELECT c.license_number FROM california_contractors c
      WHERE c.license_number = ANY (numbers) AND c.gone_at IS NULL);
    RETURN QUERY SELECT one, 6 FROM unnest(found) one;
    begun := ARRAY(SELECT c.license_number FROM california_contractors c
      WHERE c.license_number >= first_digits AND c.license_number < first_digits || ':' AND c.license_number <> ALL (numbers)
        AND c.gone_at IS NULL
      ORDER BY c.license_number LIMIT most);
    found := found || begun;
    RETURN QUERY SELECT one, 4 FROM unnest(begun) one;
  END IF;
  IF start <> '' THEN
    PERFORM set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
    begun := ARRAY(
      SELECT c.license_number FROM california_contractors c
      WHERE c.gone_at IS NULL AND c.license_number <> ALL (found)
        AND translate(ltrim(coalesce(c.shown_name_key, c.name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
          'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy') >= start
        AND translate(ltrim(coalesce(c.shown_name_key, c.name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
          'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy') < start || chr(1114111)
      ORDER BY translate(ltrim(coalesce(c.shown_name_key, c.name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
          'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy'), c.license_number
      LIMIT most);
    PERFORM set_config('enable_bitmapscan', 'on', true), set_config('enable_sort', 'on', true);
    found := found || begun;
    RETURN QUERY
      SELECT c.license_number, CASE WHEN coalesce(c.shown_name_key, c.name_key) = lower(beginning)
          OR has_just_words(c.search_vector, whole, different) THEN 5 ELSE 4 END
      FROM california_contractors c WHERE c.license_number = ANY (begun);
  END IF;
  IF numnode(words) > 0 THEN
    said := ARRAY(
      SELECT c.license_number FROM california_contractors c WHERE c.gone_at IS NULL AND c.search_vector @@ words
      ORDER BY c.precedence, c.license_number LIMIT most);
    RETURN QUERY
      SELECT c.license_number, CASE WHEN has_just_words(c.search_vector, whole, different) THEN 5
          WHEN ts_filter(c.search_vector, '{a,b,c}') @@ words THEN 3 ELSE 2 END
      FROM california_contractors c WHERE c.license_number = ANY (said) AND c.license_number <> ALL (found);
    found := found || said;
  END IF;
  IF cardinality(found) < 6 AND coalesce(cardinality(numbers), 0) = 0 THEN
    nearby := similar_words(typed, 'contractor_words');
    IF nearby IS NOT NULL THEN
      RETURN QUERY SELECT c.license_number, 1 FROM california_contractors c
        WHERE c.gone_at IS NULL AND c.search_vector @@ nearby AND c.license_number <> ALL (found)
        ORDER BY c.precedence, c.license_number LIMIT most;
    END IF;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION contractors_for_search(text[], text, tsquery, text[], text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contractors_for_search(text[], text, tsquery, text[], text, text, integer) TO application_role, admin_role;

-- Projects that are open for bids, or were. A policy keeps a condition on words from an index, so that the function repeats which
-- projects everybody sees, and its caller reads them as itself. Each of `words` has to be said, or one of the classes at
-- its place in `word_trades` has to be asked for, as in the list of projects.
CREATE FUNCTION projects_for_search(
  is_open boolean, words tsquery[], word_trades text[], title_words tsquery, typed text[], key text, most integer
) RETURNS TABLE (id uuid, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_bitmapscan = on SET enable_sort = on
AS $$
DECLARE
  stage text := CASE WHEN is_open
    THEN 'p.status IN (''PUBLISHED'', ''BIDDING_OPEN'') AND p.status <> ''DRAFT'' AND (p.deadline_at > now() OR p.deadline_at IS NULL)'
    ELSE 'p.status <> ''DRAFT'' AND (p.status NOT IN (''PUBLISHED'', ''BIDDING_OPEN'') OR p.deadline_at <= now())' END;
  ordering text := CASE WHEN is_open THEN 'p.deadline_at, p.id' ELSE 'p.deadline_at DESC, p.id DESC' END;
  every text := '';
  found uuid[];
  more uuid[];
  nearby tsquery;
BEGIN
  PERFORM set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
  EXECUTE format('SELECT array(SELECT p.id FROM projects p
      WHERE %s AND search_name(p.title) COLLATE "C" = $1 LIMIT $2)', stage)
  INTO found USING key, most;
  RETURN QUERY SELECT one, 5 FROM unnest(found) one;
  EXECUTE format('SELECT array(SELECT p.id FROM projects p
      WHERE %s AND search_name(p.title) COLLATE "C" > $1 AND search_name(p.title) COLLATE "C" < $1 || chr(1114111)
      ORDER BY search_name(p.title) COLLATE "C", p.id LIMIT $2)', stage)
  INTO more USING key, most;
  PERFORM set_config('enable_bitmapscan', 'on', true), set_config('enable_sort', 'on', true);
  RETURN QUERY SELECT one, 4 FROM unnest(more) one;
  found := found || more;
  IF numnode(title_words) > 0 AND cardinality(found) < most THEN
    EXECUTE format('SELECT array(SELECT p.id FROM projects p
        WHERE %s AND to_tsvector(''simple'', search_name(p.title)) @@ $1 AND p.id <> ALL ($2) ORDER BY %s LIMIT $3)', stage, ordering)
    INTO more USING title_words, found, most;
    RETURN QUERY SELECT one, 3 FROM unnest(more) one;
    found := found || more;
  END IF;
  FOR at IN 1 .. coalesce(cardinality(words), 0) LOOP
    every := every || CASE
      WHEN word_trades[at] = '' THEN format(' AND p.search_vector @@ %L::tsquery', words[at])
      WHEN numnode(words[at]) = 0 THEN format(' AND p.skills_required && %L::text[]', string_to_array(word_trades[at], ' '))
      ELSE format(' AND (p.search_vector @@ %L::tsquery OR p.skills_required && %L::text[])', words[at],
        string_to_array(word_trades[at], ' ')) END;
  END LOOP;
  IF every <> '' AND cardinality(found) < most THEN
    EXECUTE format('SELECT array(SELECT p.id FROM projects p WHERE %s%s AND p.id <> ALL ($1) ORDER BY %s LIMIT $2)', stage, every, ordering)
    INTO more USING found, most;
    RETURN QUERY SELECT one, 2 FROM unnest(more) one;
    found := found || more;
  END IF;
  IF cardinality(found) < 6 THEN
    nearby := similar_words(typed, 'search_words');
    IF nearby IS NOT NULL THEN
      RETURN QUERY EXECUTE format('SELECT p.id, 1 FROM projects p
          WHERE %s AND to_tsvector(''simple'', search_name(p.title)) @@ $1 AND p.id <> ALL ($2) ORDER BY %s LIMIT $3', stage, ordering)
        USING nearby, found, most;
    END IF;
  END IF;
END
$$;
SELECT definer_function('projects_for_search(boolean, tsquery[], text[], tsquery, text[], text, integer)');
GRANT EXECUTE ON FUNCTION projects_for_search(boolean, tsquery[], text[], tsquery, text[], text, integer)
  TO application_role, admin_role;

-- Firms that the reader finds in the directory: by the words of its own search, by the beginning of the name, and by similar words.
CREATE FUNCTION firms_for_search(
  words tsquery[], word_trades text[], name_words tsquery, typed text[], key text, most integer
) RETURNS TABLE (id uuid, name_key text, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_bitmapscan = on SET enable_sort = on
AS $$
DECLARE
  reach integer := directory_reach();
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  whole tsquery := plainto_tsquery('simple', key);
  different integer := (SELECT count(DISTINCT word) FROM unnest(typed) word);
  of_names tsquery := regexp_replace(regexp_replace(name_words::text, '''([^'']*)'':\*', '''\1'':*A', 'g'),
    '''([^'']*)''(?!:)', '''\1'':A', 'g')::tsquery;
  begun uuid[];
  said uuid[];
  found uuid[];
  nearby tsquery;
BEGIN
  PERFORM set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
  begun := ARRAY(
    SELECT d.company_id FROM directory_firms d
    WHERE d.is_listed AND is_shown_to(d.audience, reach) AND search_name(d.name_key) COLLATE "C" >= key
      AND search_name(d.name_key) COLLATE "C" < key || chr(1114111)
    ORDER BY search_name(d.name_key) COLLATE "C", d.company_id LIMIT most);
  PERFORM set_config('enable_bitmapscan', 'on', true), set_config('enable_sort', 'on', true);
  RETURN QUERY
    SELECT d.company_id, d.name_key, CASE WHEN has_just_words(d.public_vector, whole, different) THEN 5 ELSE 4 END
    FROM directory_firms d WHERE d.company_id = ANY (begun);
  found := begun;
  -- Names have the weight A. The order of names is faster than that of relevance where thousands match.
  IF numnode(name_words) > 0 AND cardinality(found) < most THEN
    said := ARRAY(
      SELECT s.id FROM search_directory(ARRAY[of_names], ARRAY[''], NULL, NULL, today, NULL, NULL, NULL, false, NULL, NULL, NULL, true,
        most, NULL, NULL) s
      WHERE s.id <> ALL (found));
    RETURN QUERY
      SELECT d.company_id, d.name_key, CASE WHEN has_just_words(d.public_vector, whole, different) THEN 5 ELSE 3 END
      FROM directory_firms d WHERE d.company_id = ANY (said);
    found := found || said;
  END IF;
  IF cardinality(words) > 0 AND cardinality(found) < most THEN
    said := ARRAY(
      SELECT s.id FROM search_directory(words, word_trades, NULL, NULL, today, NULL, NULL, NULL, false, NULL, NULL, NULL, true,
        most, NULL, NULL) s
      WHERE s.id <> ALL (found));
    RETURN QUERY SELECT d.company_id, d.name_key, 2 FROM directory_firms d WHERE d.company_id = ANY (said);
    found := found || said;
  END IF;
  IF cardinality(found) < 6 THEN
    nearby := similar_words(typed, 'search_words');
    IF nearby IS NOT NULL THEN
      RETURN QUERY SELECT s.id, d.name_key, 1
        FROM search_directory(ARRAY[nearby], ARRAY[''], NULL, NULL, today, NULL, NULL, NULL, false, NULL, NULL, NULL, false,
          most, NULL, NULL) s JOIN directory_firms d ON d.company_id = s.id
        WHERE s.id <> ALL (found);
    END IF;
  END IF;
END
$$;
SELECT definer_function('firms_for_search(tsquery[], text[], tsquery, text[], text, integer)');
GRANT EXECUTE ON FUNCTION firms_for_search(tsquery[], text[], tsquery, text[], text, integer) TO application_role, admin_role;

-- The accounts whose names fit, those of people whom a firm of the directory shows on its page if `is_shown_only`. It does not ask who
-- may see them: the two functions below do.
CREATE FUNCTION names_for_search(is_shown_only boolean, name_words tsquery, typed text[], key text, most integer)
RETURNS TABLE (user_id uuid, company_id uuid, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_bitmapscan = on SET enable_sort = on
AS $$
DECLARE
  name text := 'search_name(u.first_name || '' '' || u.last_name)';
  source text := CASE WHEN is_shown_only
    THEN 'u.id, p.company_id, %s FROM users u JOIN company_people p ON p.user_id = u.id WHERE p.is_shown AND is_shown_at(p.company_id, u.id)'
    ELSE 'u.id, NULL::uuid, %s FROM users u WHERE true' END;
  already integer;
  counted integer;
  nearby tsquery;
BEGIN
  PERFORM set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
  RETURN QUERY EXECUTE format('SELECT %s AND %s COLLATE "C" = $1 LIMIT $2', format(source, 5), name) USING key, most;
  GET DIAGNOSTICS already = ROW_COUNT;
  RETURN QUERY EXECUTE format('SELECT %1$s AND %2$s COLLATE "C" > $1 AND %2$s COLLATE "C" < $1 || chr(1114111)
    ORDER BY %2$s COLLATE "C", u.id LIMIT $2', format(source, 4), name) USING key, most;
  GET DIAGNOSTICS counted = ROW_COUNT;
  PERFORM set_config('enable_bitmapscan', 'on', true), set_config('enable_sort', 'on', true);
  already := already + counted;
  IF already < most AND numnode(name_words) > 0 THEN
    RETURN QUERY EXECUTE format('SELECT %1$s AND to_tsvector(''simple'', %2$s) @@ $1 AND NOT starts_with(%2$s, $2) LIMIT $3',
      format(source, 3), name) USING name_words, key, most;
    GET DIAGNOSTICS counted = ROW_COUNT;
    already := already + counted;
  END IF;
  IF already < 6 THEN
    nearby := similar_words(typed, 'search_words');
    IF nearby IS NOT NULL THEN
      RETURN QUERY EXECUTE format('SELECT %1$s AND to_tsvector(''simple'', %2$s) @@ $1 AND NOT starts_with(%2$s, $2)
        AND NOT to_tsvector(''simple'', %2$s) @@ $3 LIMIT $4', format(source, 1), name) USING nearby, key, name_words, most;
    END IF;
  END IF;
END
$$;
SELECT definer_function('names_for_search(boolean, tsquery, text[], text, integer)');

-- People whom a firm of the directory shows on its page, for members. They are found by their names alone.
CREATE FUNCTION people_for_search(name_words tsquery, typed text[], key text, most integer)
RETURNS TABLE (user_id uuid, company_id uuid, first_name text, last_name text, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF directory_reach() < 1 THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT n.user_id, n.company_id, u.first_name, u.last_name, n.fit
    FROM names_for_search(true, name_words, typed, key, most) n JOIN users u ON u.id = n.user_id;
END
$$;
SELECT definer_function('people_for_search(tsquery, text[], text, integer)');
GRANT EXECUTE ON FUNCTION people_for_search(tsquery, text[], text, integer) TO application_role, admin_role;

-- Accounts by their names, for staff. Those that are found by another word are the ones of `accounts_with_words`.
CREATE FUNCTION accounts_for_search(name_words tsquery, typed text[], key text, most integer)
RETURNS TABLE (id uuid, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('members.read') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT n.user_id, n.fit FROM names_for_search(false, name_words, typed, key, most) n;
END
$$;
SELECT definer_function('accounts_for_search(tsquery, text[], text, integer)');
GRANT EXECUTE ON FUNCTION accounts_for_search(tsquery, text[], text, integer) TO admin_role;

-- Writes the words of names anew: of people, of firms in the directory, and of projects that are no drafts.
CREATE FUNCTION write_search_words() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  WITH said AS (
    SELECT first_name || ' ' || last_name AS name FROM users
    UNION ALL SELECT name_key FROM directory_firms WHERE is_listed
    UNION ALL SELECT title FROM projects WHERE status <> 'DRAFT'
  ), kept AS MATERIALIZED (
    SELECT DISTINCT word COLLATE "C" AS word FROM said, unnest(string_to_array(search_name(name), ' ')) word
    WHERE length(word) BETWEEN 4 AND 60 AND word !~ '\d'
  ), gone AS (
    DELETE FROM search_words w WHERE NOT EXISTS (SELECT FROM kept k WHERE k.word = w.word)
  )
  INSERT INTO search_words (word) SELECT word FROM kept ON CONFLICT DO NOTHING;
END
$$;
SELECT definer_function('write_search_words()');
GRANT EXECUTE ON FUNCTION write_search_words() TO system_role, schema_owner;
SELECT write_search_words();
