-- portal: tx
-- The rows that the directory searches, one for each company: the company itself, its license, its people and their skills in one
-- place, so that a search reads one table. The functions of the directory alone read it, and `firms_as_seen` still decides
-- from the companies what anybody sees.
CREATE TABLE directory_firms (
  company_id uuid PRIMARY KEY NOT NULL,
  is_listed boolean NOT NULL,
  audience text NOT NULL,
  is_place_shown boolean NOT NULL,
  name_key text NOT NULL,
  license_number text,
  city text,
  county text,
  spot geography(Point,4326),
  trades text[] NOT NULL,
  skills text[] NOT NULL,
  service_counties text[] NOT NULL,
  public_vector tsvector NOT NULL,
  vector tsvector NOT NULL,
  staff_vector tsvector NOT NULL,
  albers geometry(Point,3310) GENERATED ALWAYS AS (california_albers(spot)) STORED,
  CONSTRAINT directory_firms_audience_known CHECK (audience in ('PUBLIC', 'MEMBERS', 'NOBODY')),
  CONSTRAINT directory_firms_one_line CHECK (is_one_line(name_key) and is_one_line(license_number) and is_one_line(city) and is_one_line(county) and is_one_line(array_to_string(trades, ' ')) and is_one_line(array_to_string(skills, ' ')) and is_one_line(array_to_string(service_counties, ' ')))
);
CREATE INDEX idx_directory_firms_name ON directory_firms (name_key,company_id) WHERE is_listed;
CREATE INDEX idx_directory_firms_county ON directory_firms (county,name_key,company_id) WHERE is_listed;
CREATE INDEX idx_directory_firms_city ON directory_firms (lower(city),name_key,company_id) WHERE is_listed;
CREATE INDEX idx_directory_firms_point ON directory_firms USING gist (albers) WHERE is_listed;
CREATE INDEX idx_directory_firms_trades ON directory_firms USING gin (trades) WHERE is_listed;
CREATE INDEX idx_directory_firms_skills ON directory_firms USING gin (skills) WHERE is_listed;
CREATE INDEX idx_directory_firms_served ON directory_firms USING gin (service_counties) WHERE is_listed;
CREATE INDEX idx_directory_firms_public_fts ON directory_firms USING gin (public_vector) WHERE is_listed;
CREATE INDEX idx_directory_firms_fts ON directory_firms USING gin (vector) WHERE is_listed;
CREATE INDEX idx_directory_firms_staff_fts ON directory_firms USING gin (staff_vector) WHERE is_listed;
SELECT protect_table('directory_firms');
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_firms TO definer_role;
GRANT SELECT (location, location_precision) ON california_contractors TO definer_role;
GRANT EXECUTE ON FUNCTION searchable_text(text), california_albers(geography) TO definer_role;

-- Writes the rows of these companies anew, from what is committed and what its own transaction did. One transaction at a
-- time does so, and only while it commits: each statement then sees all that the one before it committed, so that the last
-- of two changes at once writes both.
-- The lexeme of a class begins with a sign that no typed word has.
CREATE FUNCTION write_directory_firms(firms uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('directory_firms', 0));
  DELETE FROM directory_firms d
  WHERE d.company_id = ANY (firms) AND NOT EXISTS (SELECT FROM companies c WHERE c.id = d.company_id);
  INSERT INTO directory_firms AS d (company_id, is_listed, audience, is_place_shown, name_key, license_number, city,
    county, spot, trades, skills, service_counties, public_vector, vector, staff_vector)
  SELECT c.id,
    EXISTS (SELECT FROM company_people p JOIN users u ON u.id = p.user_id WHERE p.company_id = c.id AND u.status = 'ACTIVE'),
    c.directory_audience, c.address_shown <> 'NONE', lower(c.name), c.license_number, place.city, place.county, place.spot,
    coalesce(l.classifications, '{}'),
    ARRAY(SELECT DISTINCT s.skill_code FROM company_people p JOIN users u ON u.id = p.user_id
            JOIN user_skills s ON s.user_id = u.id
          WHERE p.company_id = c.id AND u.is_listed ORDER BY 1),
    c.service_counties, said.name || said.shown_city || said.trades, said.name || said.story || said.shown_city || said.trades,
    said.name || said.story || said.city || said.trades
  FROM companies c LEFT JOIN california_contractors l ON l.license_number = c.license_number
  CROSS JOIN LATERAL (
    -- Without a place of its own a firm has that of its license, as exactly as a ZIP code.
    SELECT c.city, c.county, c.coordinates AS spot WHERE NOT (c.city IS NULL AND c.zip_code IS NULL)
    UNION ALL
    SELECT l.city, l.county, CASE WHEN l.location_precision = 'zip' THEN l.location
      ELSE (SELECT z.location FROM zip_codes z WHERE z.zip_code = left(l.zip_code, 5)) END
    WHERE c.city IS NULL AND c.zip_code IS NULL
  ) place
  CROSS JOIN LATERAL (
    SELECT setweight(to_tsvector('simple', searchable_text(c.name)), 'A') AS name,
      setweight(to_tsvector('simple', searchable_text(c.story)), 'C') AS story,
      setweight(to_tsvector('simple', searchable_text(place.city)), 'D') AS city,
      setweight(to_tsvector('simple', searchable_text(CASE WHEN c.address_shown <> 'NONE' THEN place.city END)), 'D') AS shown_city,
      array_to_tsvector(ARRAY(SELECT '=' || code FROM unnest(l.classifications) code WHERE code <> '')) AS trades
  ) said
  WHERE c.id = ANY (firms)
  ON CONFLICT (company_id) DO UPDATE SET
    is_listed = excluded.is_listed, audience = excluded.audience, is_place_shown = excluded.is_place_shown,
    name_key = excluded.name_key, license_number = excluded.license_number, city = excluded.city,
    county = excluded.county, spot = excluded.spot, trades = excluded.trades, skills = excluded.skills,
    service_counties = excluded.service_counties, public_vector = excluded.public_vector, vector = excluded.vector,
    staff_vector = excluded.staff_vector
  WHERE (d.is_listed, d.audience, d.is_place_shown, d.name_key, d.license_number, d.city, d.county, d.spot, d.trades,
         d.skills, d.service_counties, d.staff_vector)
    IS DISTINCT FROM (excluded.is_listed, excluded.audience, excluded.is_place_shown, excluded.name_key,
         excluded.license_number, excluded.city, excluded.county, excluded.spot, excluded.trades, excluded.skills,
         excluded.service_counties, excluded.staff_vector);
END
$$;
SELECT definer_function('write_directory_firms(uuid[])');

-- The companies that a changed row is about.
CREATE FUNCTION follow_in_directory() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firms uuid[];
BEGIN
  IF TG_TABLE_NAME = 'companies' THEN
    firms := ARRAY[coalesce(NEW.id, OLD.id)];
  ELSIF TG_TABLE_NAME = 'company_people' THEN
    firms := ARRAY[NEW.company_id, OLD.company_id];
  ELSIF TG_TABLE_NAME = 'users' THEN
    firms := ARRAY(SELECT company_id FROM company_people WHERE user_id = NEW.id);
  ELSIF TG_TABLE_NAME = 'user_skills' THEN
    firms := ARRAY(SELECT company_id FROM company_people WHERE user_id IN (NEW.user_id, OLD.user_id));
  ELSE
    firms := ARRAY(SELECT id FROM companies WHERE license_number = NEW.license_number);
  END IF;
  IF cardinality(firms) > 0 THEN
    PERFORM write_directory_firms(firms);
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('follow_in_directory()');

-- They run while the transaction commits, so that a long import holds nobody up before.
CREATE CONSTRAINT TRIGGER follow_in_directory AFTER INSERT OR DELETE OR UPDATE OF name, story, city, zip_code, county, coordinates,
  address_shown, directory_audience, license_number, service_counties ON companies
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION follow_in_directory();
CREATE CONSTRAINT TRIGGER follow_in_directory AFTER INSERT OR DELETE OR UPDATE OF company_id, user_id ON company_people
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION follow_in_directory();
CREATE CONSTRAINT TRIGGER follow_in_directory AFTER UPDATE ON users
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.is_listed IS DISTINCT FROM NEW.is_listed)
  EXECUTE FUNCTION follow_in_directory();
CREATE CONSTRAINT TRIGGER follow_in_directory AFTER INSERT OR DELETE OR UPDATE ON user_skills
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION follow_in_directory();
CREATE CONSTRAINT TRIGGER follow_in_directory AFTER UPDATE ON california_contractors
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.classifications IS DISTINCT FROM NEW.classifications OR OLD.city IS DISTINCT FROM NEW.city
    OR OLD.county IS DISTINCT FROM NEW.county OR OLD.zip_code IS DISTINCT FROM NEW.zip_code
    OR OLD.location IS DISTINCT FROM NEW.location OR OLD.location_precision IS DISTINCT FROM NEW.location_precision)
  EXECUTE FUNCTION follow_in_directory();

-- Writes the rows of five hundred companies at a time, in the order of their ids.
CREATE FUNCTION fill_directory_firms(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firms uuid[];
BEGIN
  SELECT array_agg(id ORDER BY id) INTO firms FROM (
    SELECT id FROM companies WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 500
  ) AS next;
  IF firms IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM write_directory_firms(firms);
  RETURN firms[cardinality(firms)]::text;
END
$$;
SELECT definer_function('fill_directory_firms(text)');
GRANT EXECUTE ON FUNCTION fill_directory_firms(text) TO schema_owner;
