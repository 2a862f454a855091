-- portal: tx
-- The name of a firm that people see is not always the first one of the file: `NAME-TP-2` may say that the second one is the
-- firm, the first one may hold a DBA, and a sole owner's begins with the surname. `namesOf` in
-- packages/db/src/contractors/queries/names.ts says how; a test compares the two.
CREATE FUNCTION shown_name(business_name text, dba_name text, full_business_name text, second_name_type text) RETURNS text
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
  -- The same words in another order.
  IF full_parts[1] <> shown AND sorted_words(full_parts[1]) = sorted_words(shown) THEN
    RETURN full_parts[1];
  END IF;
  RETURN shown;
END
$$;

CREATE FUNCTION sorted_words(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT word FROM unnest(string_to_array(translate(name, '.,', ''), ' ')) AS word ORDER BY word COLLATE "C");

-- Null where it is the first name of the file: most firms.
ALTER TABLE california_contractors ADD COLUMN shown_name_key text COLLATE "C";
GRANT SELECT (shown_name_key) ON california_contractors TO application_role, report_role;

CREATE FUNCTION keep_shown_name() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.shown_name_key := nullif(
    lower(shown_name(NEW.business_name, NEW.dba_name, NEW.full_business_name, NEW.second_name_type)),
    lower(NEW.business_name));
  RETURN NEW;
END
$$;
-- The condition spares most rows of a first load the call.
CREATE TRIGGER keep_shown_name_of_new BEFORE INSERT ON california_contractors
  FOR EACH ROW
  WHEN (NEW.dba_name <> NEW.business_name OR NEW.full_business_name <> NEW.business_name OR NEW.business_name ~* '\sd[/.]?b[/.]?a')
  EXECUTE FUNCTION keep_shown_name();
CREATE TRIGGER keep_shown_name BEFORE UPDATE OF business_name, dba_name, full_business_name, second_name_type
  ON california_contractors FOR EACH ROW EXECUTE FUNCTION keep_shown_name();

-- Names the firms again that the file names otherwise, ten thousand licenses at a time, in the order of their numbers. A later
-- migration drops it.
CREATE FUNCTION name_firms_again(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  last_license text;
BEGIN
  SELECT max(license_number) INTO last_license FROM (
    SELECT license_number FROM california_contractors WHERE license_number > coalesce(after, '')
    ORDER BY license_number LIMIT 10000
  ) AS next;
  UPDATE california_contractors
  SET shown_name_key = lower(shown_name(business_name, dba_name, full_business_name, second_name_type))
  WHERE license_number > coalesce(after, '') AND license_number <= last_license
    AND lower(shown_name(business_name, dba_name, full_business_name, second_name_type)) <> lower(business_name);
  RETURN last_license;
END
$$;
SELECT definer_function('name_firms_again(text)');
GRANT EXECUTE ON FUNCTION name_firms_again(text) TO schema_owner;
GRANT SELECT (business_name, dba_name, full_business_name, second_name_type), UPDATE (shown_name_key)
  ON california_contractors TO definer_role;

-- Staff may open the mailing addresses of firms to visitors. That of a sole owner, and of a firm whose kind the portal does not
-- know, stays closed: it may be a home.
CREATE OR REPLACE FUNCTION mailing_address_of(license text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF is_active_member() OR is_staff() THEN
    RETURN (SELECT mailing_address FROM california_contractors WHERE license_number = license);
  END IF;
  RETURN (
    SELECT mailing_address FROM california_contractors
    WHERE license_number = license
      AND business_type IN ('Corporation', 'Limited Liability', 'Partnership', 'JointVenture')
      AND EXISTS (SELECT FROM portal_settings WHERE name = 'addresses_for_visitors' AND value = 'true')
  );
END
$$;
GRANT SELECT (name, value) ON portal_settings TO definer_role;
GRANT SELECT (business_type) ON california_contractors TO definer_role;
