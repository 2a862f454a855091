import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_imports: {
    select: { staff: 'projects.manage' },
    insert: { staff: 'projects.manage' },
    update: { staff: 'projects.manage' },
    delete: { staff: 'projects.manage' },
  },
  project_import_rows: {
    select: { staff: 'projects.manage' },
    insert: { staff: 'projects.manage' },
    update: { staff: 'system' },
    delete: { staff: 'projects.manage' },
  },
};
