import { systemOnly, type TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  follows: {
    select: { account: 'own', staff: 'system' },
    insert: { member: 'own' },
    update: { member: 'own' },
    delete: { account: 'own', staff: 'system' },
  },
  // Written by the commit of an import, and read by the job that tells people. Staff read what owners heard of their own firm.
  followed_changes: { ...systemOnly, select: { staff: 'members.read' } },
};
