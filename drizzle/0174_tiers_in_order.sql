-- portal: tx
-- Staff put the tiers into an order. Until they do, the lowest dues come first, as before.
ALTER TABLE membership_tiers ADD COLUMN position integer DEFAULT 0 NOT NULL;
ALTER TABLE membership_tiers ADD CONSTRAINT membership_tiers_position_sensible CHECK (position between 0 and 1000) NOT VALID;
GRANT INSERT (position), UPDATE (position) ON membership_tiers TO admin_role;
