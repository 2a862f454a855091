-- portal: tx
-- The rows that stood before 0138 keep to its constraint too.
ALTER TABLE portal_settings VALIDATE CONSTRAINT portal_settings_escalation_possible;
