import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  account_links_expire_later: 'The portal sets both times.',
  sessions_expire_later: 'The portal sets both times.',
  sessions_id_key: 'The default makes a new id.',
  two_factor_secrets_replacement_whole: 'One statement sets both.',
};
