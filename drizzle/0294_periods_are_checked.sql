-- portal: tx
ALTER TABLE membership_tiers VALIDATE CONSTRAINT membership_tiers_period_sensible;
