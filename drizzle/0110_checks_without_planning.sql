-- portal: tx
-- A check, a default or a generated column that calls an SQL function makes the server plan that function's body again for
-- each statement. On `users` with its 13 calls that took half of an update. PL/pgSQL plans a body once on a connection. The
-- functions keep their meaning.
CREATE OR REPLACE FUNCTION is_one_line(words text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  -- ASCII alone, as nearly always: of the characters that are refused it has only those that control.
  IF octet_length(words) = char_length(words) THEN
    RETURN words !~ '[\u0001-\u001f\u007f]' AND words = btrim(words);
  END IF;
  RETURN words !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'
    AND words = btrim(words) AND words IS NFC NORMALIZED;
END
$$;

CREATE OR REPLACE FUNCTION is_mailbox(address text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  at integer := strpos(address, '@');
BEGIN
  -- A regular expression that counts is a hundred times slower, and only a long address needs one.
  IF at <= 65 AND length(address) - at <= 63 THEN
    RETURN address ~ '^[a-z0-9_''+.-]*[a-z0-9_+-]@(?:[a-z0-9-]+[.])+[a-z][a-z]+$'
      AND address NOT LIKE '.%' AND address NOT LIKE '%..%'
      AND substr(address, at) NOT LIKE ALL (ARRAY['@-%', '%.-%', '%-.%']);
  END IF;
  RETURN length(address) <= 254 AND address ~
    '^(?![.])(?!.*[.][.])[a-z0-9_''+.-]{0,63}[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$';
END
$$;

CREATE OR REPLACE FUNCTION searchable_text(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF octet_length(words) = char_length(words) THEN
    RETURN lower(translate(words, '-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`', repeat(' ', 30)));
  END IF;
  RETURN coalesce(
    replace(replace(replace(replace(
      translate(
        lower(normalize(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'), NFC)),
        'øłđðıς-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`’‘', 'olddiσ' || repeat(' ', 30)),
      'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th'),
    '');
END
$$;

CREATE OR REPLACE FUNCTION time_ordered_uuid() RETURNS uuid
LANGUAGE plpgsql VOLATILE PARALLEL SAFE
AS $$
BEGIN
  RETURN overlay(
    overlay(
      replace(gen_random_uuid()::text, '-', '')
      PLACING lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') FROM 1 FOR 12
    )
    PLACING '7' FROM 13 FOR 1
  )::uuid;
END
$$;

CREATE OR REPLACE FUNCTION sealed_fingerprint(salt bytea, VARIADIC content text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN encode(sha256(salt || convert_to(array_to_json(content)::text, 'UTF8')), 'hex');
END
$$;
