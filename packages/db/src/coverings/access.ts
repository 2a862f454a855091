import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  membership_coverings: {
    select: { account: 'own', staff: 'memberships.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
