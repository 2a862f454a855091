import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  member_imports: {
    select: { staff: 'memberships.manage' },
    insert: { staff: 'memberships.manage' },
    update: { staff: 'memberships.manage' },
    delete: { staff: 'memberships.manage' },
  },
  member_import_rows: {
    select: { staff: 'memberships.manage' },
    insert: { staff: 'memberships.manage' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
