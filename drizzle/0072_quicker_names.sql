-- portal: tx
-- Most firms have one name, or a sole owner's in two orders. An expression that the planner puts in place of the call names
-- these in a quarter of the time of a function; a first load names every firm. A test compares it with `namesOf` in
-- packages/db/src/contractors/queries/names.ts.
CREATE FUNCTION shown_name_of_several(business_name text, dba_name text, full_business_name text, second_name_type text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  between constant text := '\s+(?:DBA|D/B/A|D\.B\.A\.?)\s+';
  kind constant text := lower(btrim(second_name_type));
  full_parts text[];
  shown text;
BEGIN
  IF full_business_name IS NOT NULL THEN
    full_parts := regexp_split_to_array(full_business_name, between, 'i');
  END IF;
  IF dba_name <> business_name AND (kind = 'current name'
      OR (kind IS DISTINCT FROM 'principal name' AND full_parts[1] = dba_name AND full_parts[2] = business_name)) THEN
    shown := dba_name;
  ELSE
    shown := (regexp_split_to_array(business_name, between, 'i'))[1];
  END IF;
  RETURN CASE WHEN has_same_words(full_parts[1], shown) THEN full_parts[1] ELSE shown END;
END
$$;

CREATE FUNCTION has_same_words(one text, other text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN length(translate(one, '.,', '')) = length(translate(other, '.,', ''))
  AND string_to_array(translate(one, '.,', ''), ' ') @> string_to_array(translate(other, '.,', ''), ' ')
  AND string_to_array(translate(one, '.,', ''), ' ') <@ string_to_array(translate(other, '.,', ''), ' ');

CREATE OR REPLACE FUNCTION shown_name(business_name text, dba_name text, full_business_name text, second_name_type text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN dba_name IS NULL AND business_name !~* '\sd[/.]?b[/.]?a'
      AND (full_business_name IS NULL OR full_business_name !~* '\sd[/.]?b[/.]?a') THEN
    CASE WHEN full_business_name <> business_name AND has_same_words(full_business_name, business_name)
      THEN full_business_name ELSE business_name END
  ELSE shown_name_of_several(business_name, dba_name, full_business_name, second_name_type)
END;
DROP FUNCTION sorted_words(text);

-- A first load names the firms itself, because a trigger makes each wide row anew.
DROP TRIGGER keep_shown_name_of_new ON california_contractors;
CREATE TRIGGER keep_shown_name_of_new BEFORE INSERT ON california_contractors
  FOR EACH ROW
  WHEN (NEW.shown_name_key IS NULL
    AND (NEW.dba_name <> NEW.business_name OR NEW.full_business_name <> NEW.business_name OR NEW.business_name ~* '\sd[/.]?b[/.]?a'))
  EXECUTE FUNCTION keep_shown_name();
