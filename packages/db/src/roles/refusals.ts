import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  user_roles_once: 'This person already has the role.',
  user_roles_expire_later: 'A role must end after it begins.',
};
