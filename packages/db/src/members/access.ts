import { referenceList, type TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  users: {
    select: { account: 'own', staff: 'members.read' },
    // An application makes its account as the system.
    insert: { staff: 'system' },
    update: { account: 'own', staff: 'members.edit' },
  },
  skills: {
    ...referenceList,
    insert: { staff: 'skills.manage' },
    update: { staff: 'skills.manage' },
  },
  user_skills: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own', staff: 'members.edit' },
    update: { account: 'own' },
    delete: { account: 'own', staff: 'members.edit' },
  },
};
