-- portal: tx
-- What every table stands on: extensions, the two roles that carry the policies, and three pure functions.

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- Roles belong to the whole server, so another database on it may have made them already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'application_role') THEN
    BEGIN
      CREATE ROLE application_role NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'admin_role') THEN
    BEGIN
      CREATE ROLE admin_role NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  -- A superuser is a member of every role already.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT application_role, admin_role TO %I', current_user);
  END IF;
END
$$;

-- Compiling a plan took 920 ms of a query of 1,156 ms: the portal's statements are short.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
  -- Imports keep what has changed in a temporary table.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO admin_role', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO application_role, admin_role;

-- A version 7 UUID (RFC 9562): milliseconds since 1970 in front, so that keys arrive in index order.
CREATE FUNCTION time_ordered_uuid() RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN overlay(
  overlay(
    replace(gen_random_uuid()::text, '-', '')
    PLACING lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') FROM 1 FOR 12
  )
  PLACING '7' FROM 13 FOR 1
)::uuid;

-- What the text search reads: small letters without accents, punctuation as spaces, apostrophes left out
-- (O'Brien is found as obrien). Without punctuation the parser makes no numbers with a sign, hosts or paths.
CREATE FUNCTION searchable_text(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(translate(
  coalesce(words, ''),
  'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`’‘',
  'AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyy' || repeat(' ', 30)
));

-- The point in California Albers where that projection is true to distance; NULL for places far from California.
CREATE FUNCTION california_albers(place geography) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN ST_X(place::geometry) BETWEEN -128 AND -110 AND ST_Y(place::geometry) BETWEEN 29 AND 45
  THEN ST_Transform(place::geometry, 3310)
END;

GRANT EXECUTE ON FUNCTION time_ordered_uuid(), searchable_text(text), california_albers(geography)
  TO application_role, admin_role;
