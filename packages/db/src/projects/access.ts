import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  projects: {
    // For drafts; everyone sees published projects.
    select: { account: 'own', staff: 'any' },
    insert: { member: 'own', staff: 'system', staffOwn: 'projects.manage' },
    update: { account: 'own', staff: 'projects.manage' },
    delete: { account: 'own', staff: 'projects.manage' },
  },
  project_files: {
    select: { anyone: 'all', staff: 'any' },
    insert: { account: 'own', staff: 'projects.manage' },
    delete: { account: 'own', staff: 'projects.manage' },
  },
};
