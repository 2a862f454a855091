import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  membership_applications: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'system' },
    update: { staff: 'members.edit' },
  },
  application_messages: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own', staff: 'members.edit' },
    delete: { staff: 'system' },
  },
  // Each staff member adds and changes only their own row.
  application_reviews: {
    select: { staff: 'members.read' },
    insert: { staff: 'members.edit' },
    update: { staff: 'members.edit' },
  },
};
