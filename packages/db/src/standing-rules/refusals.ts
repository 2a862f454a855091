import type { Refusals } from '../engine/refusals.ts';

const ofMigrations = 'Migrations alone change the rules.';

export const defects: Refusals = {
  standing_rules_act_known: ofMigrations,
  standing_rules_allowed_known: ofMigrations,
  standing_rules_listed_by_status: ofMigrations,
};
