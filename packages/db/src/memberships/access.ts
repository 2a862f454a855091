import { referenceList, type TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  membership_tiers: {
    ...referenceList,
    insert: { staff: 'memberships.manage' },
    update: { staff: 'memberships.manage' },
  },
  memberships: {
    select: { account: 'own', staff: 'memberships.read' },
    insert: { staff: 'memberships.manage' },
    update: { staff: 'memberships.manage' },
  },
  membership_pauses: {
    select: { account: 'own', staff: 'memberships.read' },
    delete: { staff: 'system' },
  },
  membership_notices: {
    select: { account: 'own', staff: 'memberships.read' },
    insert: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
