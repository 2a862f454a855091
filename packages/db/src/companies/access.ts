import type { TableRules } from '../engine/access-rules.ts';

/** Definer functions make companies and change their people. The system deletes what closing an account takes along. */
export const access: TableRules = {
  companies: {
    select: { account: 'own', staff: 'members.read' },
    update: { account: 'own' },
    delete: { staff: 'system' },
  },
  company_people: {
    select: { account: 'own', staff: 'members.read' },
    delete: { staff: 'system' },
  },
  company_invitations: {
    select: { account: 'own', staff: 'members.read' },
    delete: { account: 'own', staff: 'system' },
  },
};
