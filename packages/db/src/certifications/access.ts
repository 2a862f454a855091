import { referenceList, type TableRules } from '../engine/access-rules.ts';

/** Definer functions add certifications, and record what staff found. */
export const access: TableRules = {
  certification_kinds: referenceList,
  certifications: {
    select: { account: 'own', staff: 'members.read' },
    update: { account: 'own' },
    delete: { account: 'own' },
  },
  wanted_certifications: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own' },
    delete: { account: 'own' },
  },
  certification_reminders: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
