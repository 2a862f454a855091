import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  mails_message_id_key: 'The message id holds the mail’s own key.',
};
