import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  event_registrations_one_live: 'You are already registered for this event.',
  events_never_oversold: 'More people are registered than the event would have seats.',
  events_end_after_start: 'The event must end after it starts.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  event_files_storage_key_unique: 'The portal makes a new key for each file.',
};
