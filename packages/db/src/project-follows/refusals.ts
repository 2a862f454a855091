import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  project_follows_unsubscribe_key: 'The database makes a random key.',
  project_notices_closing_dated: 'The function that notes near deadlines writes both.',
  project_notices_closing_once: 'The function that notes near deadlines leaves out what it has noted.',
};
