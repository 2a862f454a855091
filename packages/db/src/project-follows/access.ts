import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_follows: {
    select: { account: 'own', staff: 'system' },
    insert: { member: 'own' },
    delete: { account: 'own', staff: 'system' },
  },
  // Written by `tell_of_project` and `note_closing_projects`.
  project_notices: {
    select: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
