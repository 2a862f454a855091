import { referenceList, type TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  roles: {
    ...referenceList,
    insert: { staff: 'roles.manage' },
    update: { staff: 'roles.manage' },
    delete: { staff: 'roles.manage' },
  },
  permissions: { ...referenceList, insert: { staff: 'system' } },
  role_permissions: {
    ...referenceList,
    insert: { staff: 'roles.manage' },
    delete: { staff: 'roles.manage' },
  },
  user_roles: {
    select: { account: 'own', staff: 'roles.read', staffOwn: true },
    insert: { staff: 'roles.grant' },
    update: { staff: 'roles.grant' },
    delete: { staff: 'roles.grant' },
  },
};
