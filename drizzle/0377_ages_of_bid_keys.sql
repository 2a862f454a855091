-- portal: tx
ALTER TABLE portal_keys DROP CONSTRAINT portal_keys_kind_known;
ALTER TABLE portal_keys ADD CONSTRAINT portal_keys_kind_known CHECK (kind in ('ENCRYPTION', 'SEAL', 'BIDS', 'COOKIE', 'METRICS')) NOT VALID;
