import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  user_roles_once: 'This person already has the role.',
  user_roles_expire_later: { field: 'until', must: 'be today or a later day' },
};
