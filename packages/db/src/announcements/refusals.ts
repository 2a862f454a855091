import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  announcements_expire_later: 'An announcement must expire after it is published.',
};
