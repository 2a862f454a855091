import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  users_email_key: 'An account with this email address already exists.',
};
