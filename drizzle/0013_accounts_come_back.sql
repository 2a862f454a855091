-- portal: tx
-- An account comes back to its owner: a version that every act of taking it back raises, and that links and sessions carry;
-- nothing but a link for an address that is not confirmed; old tokens of a session end with it.

ALTER TABLE users ADD COLUMN security_version integer DEFAULT 0 NOT NULL;
ALTER TABLE sessions ADD COLUMN security_version integer DEFAULT 0 NOT NULL;
ALTER TABLE account_links ADD COLUMN security_version integer DEFAULT 0 NOT NULL;
ALTER TABLE account_links ADD COLUMN replaced_at timestamp with time zone;
ALTER TABLE account_links DROP CONSTRAINT account_links_purpose_known;
ALTER TABLE account_links ADD CONSTRAINT account_links_purpose_known CHECK (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL', 'CANCEL_CHANGE')) NOT VALID;
ALTER TABLE account_events DROP CONSTRAINT account_events_kind_known;
ALTER TABLE account_events ADD CONSTRAINT account_events_kind_known CHECK (kind in ('APPLIED', 'EMAIL_VERIFIED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'SESSION_ENDED', 'OLD_TOKEN_USED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_CHANGED', 'EMAIL_CHANGE_CANCELED', 'TWO_FACTOR_ON', 'TWO_FACTOR_OFF', 'RECOVERY_CODE_USED', 'CLOSED')) NOT VALID;
GRANT SELECT (security_version) ON sessions TO application_role;

-- The tokens that a session had before. One answers for a few seconds more. One that is used after that is in two hands.
CREATE TABLE replaced_tokens (
  token_hash text PRIMARY KEY NOT NULL,
  session_id uuid NOT NULL,
  answers_until timestamp with time zone NOT NULL,
  CONSTRAINT replaced_tokens_token_hash_sha256 CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT replaced_tokens_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
);
CREATE INDEX idx_replaced_tokens_session ON replaced_tokens (session_id);
SELECT protect_table('replaced_tokens');
CREATE POLICY system_only ON replaced_tokens FOR ALL TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, INSERT, UPDATE, DELETE ON replaced_tokens TO system_role;

-- The version never goes down, and another address, a confirmed address, a suspension and a closing raise it.
CREATE FUNCTION keep_security_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.security_version < OLD.security_version THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', TABLE = TG_TABLE_NAME, COLUMN = 'security_version',
      MESSAGE = 'The security version of an account can only go up.';
  END IF;
  IF NEW.email::text <> OLD.email::text
    OR (NEW.email_verified_at IS NULL) <> (OLD.email_verified_at IS NULL)
    OR (NEW.status <> OLD.status AND NEW.status IN ('SUSPENDED', 'CLOSED')) THEN
    NEW.security_version := greatest(NEW.security_version, OLD.security_version + 1);
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_security_version() FROM PUBLIC;
CREATE TRIGGER keep_security_version BEFORE UPDATE OF email, email_verified_at, status, security_version ON users
  FOR EACH ROW EXECUTE FUNCTION keep_security_version();

-- A password that is set, changed or removed raises it. A stronger hash of the same password says so in
-- `app.same_password`; a statement that does not say so ends what was made before.
CREATE FUNCTION raise_version_for_password() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.password_hash = OLD.password_hash
      OR current_setting('app.same_password', true) = NEW.user_id::text THEN
      RETURN NULL;
    END IF;
  END IF;
  UPDATE users SET security_version = security_version + 1
  WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
  RETURN NULL;
END
$$;
SELECT definer_function('raise_version_for_password()');
CREATE TRIGGER raise_security_version AFTER INSERT OR DELETE OR UPDATE OF password_hash ON user_credentials
  FOR EACH ROW EXECUTE FUNCTION raise_version_for_password();

-- So does a second step that is turned on or off. A secret that no code has confirmed is not on.
CREATE FUNCTION raise_version_for_second_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  was_on boolean := TG_OP <> 'INSERT' AND OLD.confirmed_at IS NOT NULL;
  is_on boolean := TG_OP <> 'DELETE' AND NEW.confirmed_at IS NOT NULL;
BEGIN
  IF was_on <> is_on THEN
    UPDATE users SET security_version = security_version + 1
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('raise_version_for_second_step()');
CREATE TRIGGER raise_security_version AFTER INSERT OR DELETE OR UPDATE OF confirmed_at ON two_factor_secrets
  FOR EACH ROW EXECUTE FUNCTION raise_version_for_second_step();
GRANT UPDATE (security_version) ON users TO definer_role;

-- An account whose address is not confirmed waits: it has no password, no session, no second step and no link but the one
-- that confirms the address. The triggers run after the policies, so that they tell nothing to those whom a policy refuses.
CREATE FUNCTION assert_confirmed_address() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM users WHERE id = NEW.user_id AND email_verified_at IS NOT NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Confirm the email address of this account first.';
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('assert_confirmed_address()');
CREATE TRIGGER assert_confirmed_address AFTER INSERT OR UPDATE OF password_hash ON user_credentials
  FOR EACH ROW EXECUTE FUNCTION assert_confirmed_address();
CREATE TRIGGER assert_confirmed_address AFTER INSERT ON sessions
  FOR EACH ROW EXECUTE FUNCTION assert_confirmed_address();
CREATE TRIGGER assert_confirmed_address AFTER INSERT OR UPDATE OF confirmed_at ON two_factor_secrets
  FOR EACH ROW EXECUTE FUNCTION assert_confirmed_address();
CREATE TRIGGER assert_confirmed_address AFTER INSERT ON recovery_codes
  FOR EACH ROW EXECUTE FUNCTION assert_confirmed_address();
CREATE TRIGGER assert_confirmed_address AFTER INSERT ON account_links
  FOR EACH ROW WHEN (NEW.purpose <> 'VERIFY_EMAIL') EXECUTE FUNCTION assert_confirmed_address();
