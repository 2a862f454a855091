import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  announcements: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
    delete: { staff: 'content.manage' },
  },
  announcement_reads: {
    select: { account: 'own', staffOwn: true },
    insert: { account: 'own', staffOwn: true },
  },
};
