-- portal: tx
-- Since when the worker has seen each secret key, told apart by a keyed fingerprint. No key is stored.
CREATE TABLE portal_keys (
  kind text NOT NULL,
  fingerprint text NOT NULL,
  name text,
  first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT portal_keys_kind_fingerprint_pk PRIMARY KEY (kind, fingerprint),
  CONSTRAINT portal_keys_kind_known CHECK (kind in ('ENCRYPTION', 'SEAL', 'COOKIE', 'METRICS')),
  CONSTRAINT portal_keys_fingerprint_short CHECK (fingerprint ~ '^[0-9a-f]{16}$'),
  CONSTRAINT portal_keys_one_line CHECK (is_one_line(name))
);

-- A fingerprint would let somebody try guesses, so staff see the check alone.
SELECT protect_table('portal_keys');
CREATE POLICY system_read ON portal_keys FOR SELECT TO admin_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON portal_keys FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON portal_keys FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, INSERT, UPDATE (name, last_seen_at) ON portal_keys TO system_role;
