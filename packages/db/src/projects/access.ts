import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  projects: {
    // For drafts; everyone sees published projects.
    select: { account: 'own', staff: 'any' },
    insert: { member: 'own', staff: 'system', staffOwn: 'projects.manage' },
    // Staff change all projects that are no drafts.
    update: { account: 'own', staff: 'system', staffOwn: 'projects.manage' },
    delete: { account: 'own', staff: 'system', staffOwn: 'projects.manage' },
  },
  // The bidding log says it.
  deadline_changes: {},
  project_files: {
    select: { anyone: 'all', staff: 'any' },
    insert: { account: 'own', staff: 'projects.manage' },
    delete: { account: 'own', staff: 'projects.manage' },
  },
};
