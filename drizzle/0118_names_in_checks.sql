-- portal: tx
-- A PL/pgSQL body finds its names along the caller's search path. These functions run in checks, defaults and generated
-- columns with the path of the statement that writes, and a login that may create functions in a schema of its own (that of
-- imports) could put its own ones before the server's. With the schema in every name, the path changes nothing.
CREATE OR REPLACE FUNCTION is_one_line(words text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  -- ASCII alone, as nearly always: of the characters that are refused it has only those that control.
  IF pg_catalog.octet_length(words) OPERATOR(pg_catalog.=) pg_catalog.char_length(words) THEN
    RETURN words OPERATOR(pg_catalog.!~) '[\u0001-\u001f\u007f]' AND words OPERATOR(pg_catalog.=) pg_catalog.btrim(words);
  END IF;
  RETURN words OPERATOR(pg_catalog.!~) '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'
    AND words OPERATOR(pg_catalog.=) pg_catalog.btrim(words) AND words IS NFC NORMALIZED;
END
$$;

CREATE OR REPLACE FUNCTION is_mailbox(address text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  at integer := pg_catalog.strpos(address, '@');
BEGIN
  -- A regular expression that counts is a hundred times slower, and only a long address needs one.
  IF at OPERATOR(pg_catalog.<=) 65
    AND (pg_catalog.length(address) OPERATOR(pg_catalog.-) at) OPERATOR(pg_catalog.<=) 63
  THEN
    RETURN address OPERATOR(pg_catalog.~) '^[a-z0-9_''+.-]*[a-z0-9_+-]@(?:[a-z0-9-]+[.])+[a-z][a-z]+$'
      AND address OPERATOR(pg_catalog.!~~) '.%' AND address OPERATOR(pg_catalog.!~~) '%..%'
      AND pg_catalog.substr(address, at) OPERATOR(pg_catalog.!~~) ALL (ARRAY['@-%', '%.-%', '%-.%']);
  END IF;
  RETURN pg_catalog.length(address) OPERATOR(pg_catalog.<=) 254 AND address OPERATOR(pg_catalog.~)
    '^(?![.])(?!.*[.][.])[a-z0-9_''+.-]{0,63}[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$';
END
$$;

CREATE OR REPLACE FUNCTION searchable_text(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF pg_catalog.octet_length(words) OPERATOR(pg_catalog.=) pg_catalog.char_length(words) THEN
    RETURN pg_catalog.lower(
      pg_catalog.translate(words, '-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`', pg_catalog.repeat(' ', 30)));
  END IF;
  RETURN coalesce(
    pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
      pg_catalog.translate(
        pg_catalog.lower(
          normalize(pg_catalog.regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'), NFC)),
        'øłđðıς-_/\.,;:&+()[]{}<>@#$%^*=|~!?"''`’‘',
        'olddiσ' OPERATOR(pg_catalog.||) pg_catalog.repeat(' ', 30)),
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
      pg_catalog.replace(pg_catalog.gen_random_uuid()::pg_catalog.text, '-', '')
      PLACING pg_catalog.lpad(
        pg_catalog.to_hex(
          pg_catalog.floor(
            extract(epoch FROM pg_catalog.clock_timestamp()) OPERATOR(pg_catalog.*) 1000)::pg_catalog.int8),
        12, '0') FROM 1 FOR 12
    )
    PLACING '7' FROM 13 FOR 1
  )::pg_catalog.uuid;
END
$$;

CREATE OR REPLACE FUNCTION sealed_fingerprint(salt bytea, VARIADIC content text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN pg_catalog.encode(
    pg_catalog.sha256(
      salt OPERATOR(pg_catalog.||) pg_catalog.convert_to(pg_catalog.array_to_json(content)::pg_catalog.text, 'UTF8')),
    'hex');
END
$$;
