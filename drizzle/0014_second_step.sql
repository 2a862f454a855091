-- portal: tx
-- The second step: wrong codes are counted, an authenticator can be replaced while it is on.

ALTER TABLE two_factor_secrets ADD COLUMN refused_codes integer DEFAULT 0 NOT NULL;
ALTER TABLE two_factor_secrets ADD COLUMN encrypted_replacement bytea;
ALTER TABLE two_factor_secrets ADD COLUMN replacement_at timestamp with time zone;
ALTER TABLE two_factor_secrets ADD CONSTRAINT two_factor_secrets_replacement_whole
  CHECK ((encrypted_replacement is null) = (replacement_at is null)) NOT VALID;

ALTER TABLE account_events DROP CONSTRAINT account_events_kind_known;
ALTER TABLE account_events ADD CONSTRAINT account_events_kind_known CHECK (kind in ('APPLIED', 'EMAIL_VERIFIED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'SESSION_ENDED', 'OLD_TOKEN_USED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_CHANGED', 'EMAIL_CHANGE_CANCELED', 'TWO_FACTOR_ON', 'TWO_FACTOR_OFF', 'RECOVERY_CODE_USED', 'RECOVERY_CODES_MADE', 'CODE_REFUSED', 'AUTHENTICATOR_REPLACED', 'CLOSED')) NOT VALID;
