import type { TableRules } from '../engine/access-rules.ts';

/** The keys alone. `questions_of` decides who reads what of a question, and `questions.test.ts` tries it. */
export const access: TableRules = {
  project_questions: {
    select: { account: 'own', staff: 'projects.manage' },
    insert: { member: 'own' },
    // The poster of the project decides, or staff do.
    update: { account: 'own', staff: 'projects.manage' },
  },
};
