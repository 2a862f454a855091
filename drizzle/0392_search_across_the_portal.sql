-- portal: tx
-- The rows of each kind that a search across the portal finds for its reader, at most about `most` of them, each once, and the fit of
-- each: 6 its number, 5 its name, 4 the beginning of either, 3 all words in its name, 2 all words elsewhere, 1 similar words in its
-- name. Similar ones are looked for only where few rows fit better. `key` is the text, folded, `typed` its words.
-- The first rows of a name come along an index in its order. For a name that thousands begin with, the planner would rather read and
-- fold them all, so that these statements are planned without bitmaps.

-- Each statement that walks along names is planned once on a connection. The statements with words are planned for their words.

-- Licenses of the last file whose names begin so, in the order of their names. It runs as its reader: everybody reads the register.
CREATE FUNCTION contractors_beginning(start text, beside text[], most integer) RETURNS TABLE (license_number text)
LANGUAGE plpgsql STABLE ROWS 50 SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
  SET enable_bitmapscan = off SET enable_sort = off
AS $$
BEGIN
  RETURN QUERY
    SELECT c.license_number FROM california_contractors c
    WHERE c.gone_at IS NULL AND c.license_number <> ALL (beside)
      AND translate(ltrim(coalesce(c.shown_name_key, c.name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
        'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy') >= start
      AND translate(ltrim(coalesce(c.shown_name_key, c.name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
        'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy') < start || chr(1114111)
    ORDER BY translate(ltrim(coalesce(c.shown_name_key, c.name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'),
        'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy'), c.license_number
    LIMIT most;
END
$$;
REVOKE EXECUTE ON FUNCTION contractors_beginning(text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contractors_beginning(text, text[], integer) TO application_role, admin_role;

-- Licenses of the last file. `numbers` are the writings of a typed number, `first_digits` is what a number begins with, and `beginning`
-- the text as it was typed.
CREATE FUNCTION contractors_for_search(
  numbers text[], first_digits text, words tsquery, typed text[], key text, beginning text, most integer
) RETURNS TABLE (license_number text, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
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
    EXECUTE 'SELECT array(SELECT c.license_number FROM california_contractors c
      WHERE c.license_number >= $1 AND c.license_number < $1 || '':'' AND c.license_number <> ALL ($2) AND c.gone_at IS NULL
      ORDER BY c.license_number LIMIT $3)'
    INTO begun USING first_digits, numbers, most;
    found := found || begun;
    RETURN QUERY SELECT one, 4 FROM unnest(begun) one;
  END IF;
  IF start <> '' THEN
    begun := ARRAY(SELECT c.license_number FROM contractors_beginning(start, found, most) c);
    found := found || begun;
    RETURN QUERY
      SELECT c.license_number, CASE WHEN coalesce(c.shown_name_key, c.name_key) = lower(beginning)
          OR has_just_words(c.search_vector, whole, different) THEN 5 ELSE 4 END
      FROM california_contractors c WHERE c.license_number = ANY (begun);
  END IF;
  IF numnode(words) > 0 AND cardinality(found) < most THEN
    EXECUTE 'SELECT array(
      SELECT c.license_number FROM california_contractors c WHERE c.gone_at IS NULL AND c.search_vector @@ $1
      ORDER BY c.precedence, c.license_number LIMIT $2)'
    INTO said USING words, most;
    RETURN QUERY
      SELECT c.license_number, CASE WHEN has_just_words(c.search_vector, whole, different) THEN 5
          WHEN ts_filter(c.search_vector, '{a,b,c}') @@ words THEN 3 ELSE 2 END
      FROM california_contractors c WHERE c.license_number = ANY (said) AND c.license_number <> ALL (found);
    found := found || said;
  END IF;
  IF cardinality(found) < 6 AND coalesce(cardinality(numbers), 0) = 0 THEN
    nearby := similar_words(typed, 'contractor_words');
    IF nearby IS NOT NULL THEN
      RETURN QUERY EXECUTE 'SELECT c.license_number, 1 FROM california_contractors c
        WHERE c.gone_at IS NULL AND c.search_vector @@ $1 AND c.license_number <> ALL ($2)
        ORDER BY c.precedence, c.license_number LIMIT $3' USING nearby, found, most;
    END IF;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION contractors_for_search(text[], text, tsquery, text[], text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contractors_for_search(text[], text, tsquery, text[], text, text, integer) TO application_role, admin_role;

-- Projects whose titles begin so, in the order of their titles. `is_same` is true for those with no more in them.
CREATE FUNCTION projects_beginning(is_open boolean, key text, most integer) RETURNS TABLE (id uuid, is_same boolean)
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
  SET enable_bitmapscan = off SET enable_sort = off
AS $$
BEGIN
  RETURN QUERY
    SELECT p.id, search_name(p.title) COLLATE "C" = key
    FROM projects p
    WHERE p.status <> 'DRAFT' AND search_name(p.title) COLLATE "C" >= key AND search_name(p.title) COLLATE "C" < key || chr(1114111)
      AND (p.status IN ('PUBLISHED', 'BIDDING_OPEN') AND CASE WHEN p.deadline_at IS NULL THEN 'infinity' ELSE p.deadline_at END > now())
        = is_open
    ORDER BY search_name(p.title) COLLATE "C", p.id LIMIT most;
END
$$;
SELECT definer_function('projects_beginning(boolean, text, integer)');

-- Projects that are open for bids, or were. A policy keeps a condition on words from an index, so that the function repeats which
-- projects everybody sees, and its caller reads them as itself. Each of `words` has to be said, or one of the classes at
-- its place in `word_trades` has to be asked for, as in the list of projects.
CREATE FUNCTION projects_for_search(
  is_open boolean, words tsquery[], word_trades text[], title_words tsquery, typed text[], key text, most integer
) RETURNS TABLE (id uuid, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  stage text := CASE WHEN is_open
    THEN 'p.status IN (''PUBLISHED'', ''BIDDING_OPEN'') AND p.status <> ''DRAFT'' AND CASE WHEN p.deadline_at IS NULL THEN ''infinity'' ELSE p.deadline_at END > now()'
    ELSE 'p.status <> ''DRAFT'' AND (p.status NOT IN (''PUBLISHED'', ''BIDDING_OPEN'') OR p.deadline_at <= now())' END;
  ordering text := 'CASE WHEN p.deadline_at IS NULL THEN ''infinity'' ELSE p.deadline_at END' ||
    CASE WHEN is_open THEN ', p.id' ELSE ' DESC, p.id DESC' END;
  every text := '';
  found uuid[];
  same boolean[];
  more uuid[];
  nearby tsquery;
BEGIN
  SELECT coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.is_same), '{}') INTO found, same
  FROM projects_beginning(is_open, key, most) b;
  RETURN QUERY SELECT begun, CASE WHEN is_same THEN 5 ELSE 4 END FROM unnest(found, same) b (begun, is_same);
  IF numnode(title_words) > 0 AND cardinality(found) < most THEN
    EXECUTE format('SELECT array(SELECT p.id FROM projects p
        WHERE %s AND to_tsvector(''simple'', search_name(p.title)) @@ $1 AND p.id <> ALL ($2) ORDER BY %s LIMIT $3)', stage, ordering)
    INTO more USING title_words, found, most;
    RETURN QUERY SELECT one, 3 FROM unnest(more) one;
    found := found || more;
  END IF;
  FOR at IN 1 .. coalesce(cardinality(words), 0) LOOP
    every := every || CASE
      WHEN word_trades[at] = '' AND numnode(words[at]) = 0 AND cardinality(words) > 1 THEN ''
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

-- Firms that a reader finds in the directory, and whose names begin so, in the order of their names.
CREATE FUNCTION firms_beginning(reach integer, key text, most integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
  SET enable_bitmapscan = off SET enable_sort = off
AS $$
BEGIN
  RETURN QUERY
    SELECT d.company_id FROM directory_firms d
    WHERE d.is_listed AND is_shown_to(d.audience, reach) AND search_name(d.name_key) COLLATE "C" >= key
      AND search_name(d.name_key) COLLATE "C" < key || chr(1114111)
    ORDER BY search_name(d.name_key) COLLATE "C", d.company_id LIMIT most;
END
$$;
SELECT definer_function('firms_beginning(integer, text, integer)');

-- Firms that the reader finds in the directory: by the words of its own search, by the beginning of the name, and by similar words.
CREATE FUNCTION firms_for_search(
  words tsquery[], word_trades text[], name_words tsquery, typed text[], key text, most integer
) RETURNS TABLE (id uuid, name_key text, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
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
  begun := ARRAY(SELECT b.id FROM firms_beginning(reach, key, most) b);
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

-- The names and cities of firms that the reader finds in the directory.
CREATE FUNCTION names_of_firms(firms uuid[]) RETURNS TABLE (id uuid, name text, city text)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  RETURN QUERY
    SELECT c.id, c.name, CASE WHEN c.address_shown <> 'NONE' OR reach >= 2 THEN d.city END
    FROM companies c JOIN directory_firms d ON d.company_id = c.id
    WHERE c.id = ANY (firms) AND is_shown_to(c.directory_audience, reach) AND d.is_listed;
END
$$;
SELECT definer_function('names_of_firms(uuid[])');
GRANT EXECUTE ON FUNCTION names_of_firms(uuid[]) TO application_role, admin_role;

-- People whose names begin so, in the order of their names, as `names_for_search` finds them. `is_same` is true for those with no more
-- in them.
CREATE FUNCTION people_beginning(reach integer, key text, most integer) RETURNS TABLE (user_id uuid, company_id uuid, is_same boolean)
LANGUAGE plpgsql STABLE ROWS 15 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
  SET enable_bitmapscan = off SET enable_sort = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
  IF reach IS NULL THEN
    RETURN QUERY
      SELECT u.id, NULL::uuid, search_name(u.first_name || ' ' || u.last_name) COLLATE "C" = key
      FROM users u
      WHERE search_name(u.first_name || ' ' || u.last_name) COLLATE "C" >= key
        AND search_name(u.first_name || ' ' || u.last_name) COLLATE "C" < key || chr(1114111)
      ORDER BY search_name(u.first_name || ' ' || u.last_name) COLLATE "C", u.id LIMIT most;
  ELSE
    RETURN QUERY
      SELECT u.id, p.company_id, search_name(u.first_name || ' ' || u.last_name) COLLATE "C" = key
      FROM users u JOIN company_people p ON p.user_id = u.id JOIN directory_firms d ON d.company_id = p.company_id
      WHERE u.status = 'ACTIVE' AND p.is_shown AND d.is_listed AND is_shown_to(d.audience, reach)
        AND search_name(u.first_name || ' ' || u.last_name) COLLATE "C" >= key
        AND search_name(u.first_name || ' ' || u.last_name) COLLATE "C" < key || chr(1114111)
      ORDER BY search_name(u.first_name || ' ' || u.last_name) COLLATE "C", u.id LIMIT most;
  END IF;
END
$$;
SELECT definer_function('people_beginning(integer, text, integer)');

-- The accounts whose names fit: with a reach into the directory those of people whom a firm shows on its page, or else all. It does not
-- ask who may see them: the two functions below do.
CREATE FUNCTION names_for_search(reach integer, name_words tsquery, typed text[], key text, most integer)
RETURNS TABLE (user_id uuid, company_id uuid, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  name text := 'search_name(u.first_name || '' '' || u.last_name)';
  source text := CASE WHEN reach IS NULL
    THEN 'u.id, NULL::uuid, %s FROM users u WHERE true'
    ELSE format('u.id, p.company_id, %%s FROM users u JOIN company_people p ON p.user_id = u.id
        JOIN directory_firms d ON d.company_id = p.company_id
      WHERE u.status = ''ACTIVE'' AND p.is_shown AND d.is_listed AND is_shown_to(d.audience, %s)', reach) END;
  already integer;
  counted integer;
  nearby tsquery;
BEGIN
  RETURN QUERY SELECT b.user_id, b.company_id, CASE WHEN b.is_same THEN 5 ELSE 4 END FROM people_beginning(reach, key, most) b;
  GET DIAGNOSTICS already = ROW_COUNT;
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
SELECT definer_function('names_for_search(integer, tsquery, text[], text, integer)');

-- People whom a firm of the directory shows on its page, for members. They are found by their names alone.
CREATE FUNCTION people_for_search(name_words tsquery, typed text[], key text, most integer)
RETURNS TABLE (user_id uuid, company_id uuid, first_name text, last_name text, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  IF reach < 1 THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT n.user_id, n.company_id, u.first_name, u.last_name, n.fit
    FROM names_for_search(reach, name_words, typed, key, most) n JOIN users u ON u.id = n.user_id;
END
$$;
SELECT definer_function('people_for_search(tsquery, text[], text, integer)');
GRANT EXECUTE ON FUNCTION people_for_search(tsquery, text[], text, integer) TO application_role, admin_role;

-- The names of people whom these firms show on their pages, with the firm of each, for members.
CREATE FUNCTION names_of_shown_people(firms uuid[], people uuid[])
RETURNS TABLE (company_id uuid, user_id uuid, name text, firm text)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  IF reach < 1 THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT c.id, u.id, u.first_name || ' ' || u.last_name, c.name
    FROM company_people p JOIN users u ON u.id = p.user_id JOIN companies c ON c.id = p.company_id
      JOIN directory_firms d ON d.company_id = c.id
    WHERE p.company_id = ANY (firms) AND p.user_id = ANY (people) AND p.is_shown AND u.status = 'ACTIVE'
      AND d.is_listed AND is_shown_to(c.directory_audience, reach);
END
$$;
SELECT definer_function('names_of_shown_people(uuid[], uuid[])');
GRANT EXECUTE ON FUNCTION names_of_shown_people(uuid[], uuid[]) TO application_role, admin_role;

-- Accounts by their names, for staff. Those that are found by another word are the ones of `accounts_with_words`.
CREATE FUNCTION accounts_for_search(name_words tsquery, typed text[], key text, most integer)
RETURNS TABLE (id uuid, fit integer)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('members.read') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT n.user_id, n.fit FROM names_for_search(NULL, name_words, typed, key, most) n;
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
