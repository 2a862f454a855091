import { referenceList, type TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  users: {
    select: { account: 'own', staff: 'members.read' },
    insert: { anyone: 'own', staff: 'members.edit' },
    update: { account: 'own', staff: 'members.edit' },
  },
  skills: {
    ...referenceList,
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
  },
  user_skills: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own', staff: 'members.edit' },
    update: { account: 'own' },
    delete: { account: 'own', staff: 'members.edit' },
  },
};
