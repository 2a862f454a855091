import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_applications: {
    select: { account: 'own', staff: 'projects.read' },
    insert: { member: 'own', staff: 'projects.manage' },
    update: { account: 'own', staff: 'projects.manage' },
  },
};
