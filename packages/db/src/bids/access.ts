import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_applications: {
    select: { account: 'own', staff: 'bids.read' },
    insert: { member: 'own', staff: 'system' },
    update: { account: 'own', staff: 'bids.manage' },
  },
};
