import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  courses: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'courses.manage' },
    update: { staff: 'courses.manage' },
    // A draft.
    delete: { staff: 'courses.manage' },
  },
  course_modules: {
    select: { member: 'all', staff: 'any' },
    insert: { staff: 'courses.manage' },
    update: { staff: 'courses.manage' },
    delete: { staff: 'courses.manage' },
  },
  course_enrollments: {
    select: { account: 'own', staff: 'courses.read' },
    insert: { member: 'own', staff: 'courses.manage' },
  },
  module_completions: {
    select: { account: 'own', staff: 'courses.read' },
    insert: { member: 'own', staff: 'system' },
  },
};
