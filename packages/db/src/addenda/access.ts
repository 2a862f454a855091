import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_addenda: {
    select: { member: 'all', account: 'own', staff: 'any' },
    insert: { member: 'own', staff: 'projects.manage' },
    // The right to lock one. A change is refused.
    update: { account: 'own', staff: 'projects.manage' },
  },
  // The poster counts them by `acknowledgements_of`.
  addendum_acknowledgements: {
    select: { account: 'own', staff: 'system' },
    insert: { member: 'own' },
  },
};
