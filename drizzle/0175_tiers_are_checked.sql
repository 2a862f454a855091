-- portal: tx
ALTER TABLE membership_tiers VALIDATE CONSTRAINT membership_tiers_position_sensible;
