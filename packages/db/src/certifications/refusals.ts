import type { Refusals } from '../engine/refusals.ts';

const unknownKind = 'There is no such kind of certification.';

export const refusals: Refusals = {
  certifications_current_once:
    'Your company has a certification of this kind with this number already. Renew that one instead.',
  certifications_days_in_order: 'The last day has to come after the day of issue.',
  certifications_kind_certification_kinds_code_fk: unknownKind,
  wanted_certifications_kind_certification_kinds_code_fk: unknownKind,
};

const ofMigrations = 'Migrations alone write the kinds of certifications.';
const byFunctions = 'The functions that add and judge certifications write it.';

export const defects: Refusals = {
  certification_kinds_code_pattern: ofMigrations,
  certifications_replacement_once: byFunctions,
  certifications_not_its_own_replacement: byFunctions,
  certifications_verification_whole: byFunctions,
  wanted_certifications_once: 'A kind that is wanted already is left as it is.',
  certification_reminders_once: 'A reminder that was sent already is left out.',
};
