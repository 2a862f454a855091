import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  messages_to_another: 'You can’t send a message to yourself.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  mailbox_read_by_receiver: 'Only the receiver’s row is marked as read.',
};
