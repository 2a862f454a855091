import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  member_feedback: {
    select: { account: 'own', staff: 'support.read' },
    insert: { account: 'own' },
    update: { staff: 'support.answer' },
  },
  feedback_replies: {
    select: { account: 'own', staff: 'support.read' },
    insert: { account: 'own', staff: 'support.answer' },
  },
};
