import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  courses: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
    // A draft.
    delete: { staff: 'content.manage' },
  },
  course_modules: {
    select: { member: 'all', staff: 'any' },
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
    delete: { staff: 'content.manage' },
  },
  course_enrollments: {
    select: { account: 'own', staff: 'members.read' },
    insert: { member: 'own', staff: 'content.manage' },
  },
  module_completions: {
    select: { account: 'own', staff: 'members.read' },
    insert: { member: 'own', staff: 'system' },
  },
};
