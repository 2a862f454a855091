import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  announcements: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'announcements.manage' },
    update: { staff: 'announcements.manage' },
    delete: { staff: 'announcements.manage' },
  },
  announcement_reads: {
    select: { account: 'own', staffOwn: true },
    insert: { account: 'own', staffOwn: true },
  },
};
