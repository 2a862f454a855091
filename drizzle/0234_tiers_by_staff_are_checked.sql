-- portal: tx
ALTER TABLE membership_tiers VALIDATE CONSTRAINT membership_tiers_code_sensible;
ALTER TABLE membership_tiers VALIDATE CONSTRAINT membership_tiers_benefits_sensible;
