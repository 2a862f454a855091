-- portal: tx
-- The second step: wrong codes are counted, an authenticator can be replaced while it is on, a session ends at an age.

ALTER TABLE two_factor_secrets ADD COLUMN refused_codes integer DEFAULT 0 NOT NULL;
ALTER TABLE two_factor_secrets ADD COLUMN encrypted_replacement bytea;
ALTER TABLE two_factor_secrets ADD COLUMN replacement_at timestamp with time zone;
ALTER TABLE two_factor_secrets ADD CONSTRAINT two_factor_secrets_replacement_whole
  CHECK ((encrypted_replacement is null) = (replacement_at is null)) NOT VALID;

ALTER TABLE account_events DROP CONSTRAINT account_events_kind_known;
ALTER TABLE account_events ADD CONSTRAINT account_events_kind_known CHECK (kind in ('APPLIED', 'EMAIL_VERIFIED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'SESSION_ENDED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_CHANGED', 'TWO_FACTOR_ON', 'TWO_FACTOR_OFF', 'RECOVERY_CODE_USED', 'RECOVERY_CODES_MADE', 'CODE_REFUSED', 'AUTHENTICATOR_REPLACED', 'CLOSED')) NOT VALID;

-- However much it is used, a session ends 180 days after the sign-in on a device that keeps it, else after 24 hours.
ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY;
UPDATE sessions SET expires_at = created_at + CASE WHEN is_kept THEN interval '4320 hours' ELSE interval '24 hours' END
WHERE expires_at > created_at + CASE WHEN is_kept THEN interval '4320 hours' ELSE interval '24 hours' END;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE sessions ADD CONSTRAINT sessions_end_at_an_age
  CHECK (expires_at <= created_at + case when is_kept then interval '4320 hours' else interval '24 hours' end) NOT VALID;
