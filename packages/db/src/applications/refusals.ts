import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  membership_applications_user_once: 'This account already has an application.',
  membership_applications_declined_with_reason: 'Give a reason for declining the application.',
};
