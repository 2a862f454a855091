-- portal: tx
ALTER TABLE portal_keys VALIDATE CONSTRAINT portal_keys_kind_known;
