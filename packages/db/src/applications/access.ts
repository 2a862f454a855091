import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  membership_applications: {
    select: { account: 'own', staff: 'applications.read' },
    insert: { staff: 'system' },
    update: { staff: 'applications.decide' },
  },
  application_messages: {
    select: { account: 'own', staff: 'applications.read' },
    insert: { account: 'own', staff: 'applications.decide' },
    delete: { staff: 'system' },
  },
  // Each staff member adds and changes only their own row.
  application_reviews: {
    select: { staff: 'applications.read' },
    insert: { staff: 'applications.decide' },
    update: { staff: 'system', staffOwn: 'applications.decide' },
  },
};
