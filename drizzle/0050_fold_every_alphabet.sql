-- portal: tx
-- Names are found with and without their accents in every alphabet, as packages/inputs/src/fold.ts folds what people
-- type; a test compares the two. Text of ASCII alone, as in nearly every row of the board's file, takes the short way.
CREATE OR REPLACE FUNCTION searchable_text(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN octet_length(words) = char_length(words) THEN
    lower(translate(words, '-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`', repeat(' ', 30)))
  ELSE coalesce(
    replace(replace(replace(replace(
      translate(
        lower(normalize(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'), NFC)),
        'øłđðıς-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`’‘', 'olddiσ' || repeat(' ', 30)),
      'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th'),
    '')
END;

-- Writes the search vectors again that hold other letters than ASCII, ten thousand licenses at a time, in the order of
-- their numbers. A later migration drops it.
CREATE FUNCTION fold_names_again(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  last_license text;
BEGIN
  PERFORM set_config('app.actor', 'system:portal migrate', true);
  IF after IS NULL THEN
    UPDATE users SET first_name = first_name, last_name = last_name, company = company, bio = bio, city = city
    WHERE concat(first_name, last_name, company, bio, city) ~ '[^\u0001-\u007f]';
    UPDATE projects SET title = title, description = description, city = city
    WHERE concat(title, description, city) ~ '[^\u0001-\u007f]';
  END IF;
  SELECT max(license_number) INTO last_license FROM (
    SELECT license_number FROM california_contractors WHERE license_number > coalesce(after, '')
    ORDER BY license_number LIMIT 10000
  ) AS next;
  UPDATE california_contractors
  SET business_name = business_name, dba_name = dba_name, full_business_name = full_business_name, city = city
  WHERE license_number > coalesce(after, '') AND license_number <= last_license
    AND concat(business_name, dba_name, full_business_name, city) ~ '[^\u0001-\u007f]';
  RETURN last_license;
END
$$;
SELECT definer_function('fold_names_again(text)');
GRANT EXECUTE ON FUNCTION fold_names_again(text) TO schema_owner;
GRANT UPDATE (business_name, dba_name, full_business_name, city) ON california_contractors TO definer_role;
GRANT UPDATE (first_name, last_name, company, bio, city) ON users TO definer_role;
GRANT UPDATE (title, description, city) ON projects TO definer_role;
