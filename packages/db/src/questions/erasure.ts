import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  project_questions: {
    close: {
      does: 'Leaves the questions, and forgets who asked them.',
      run: ({ sql }, userId) => sql`select forget_asker(${userId})`,
    },
    export: {
      as: 'questions about projects',
      rows: ({ sql }) => sql`select project_id, question, status, asked_at from own_questions()`,
    },
  },
};
