import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { matchChoices, projectMatches } from './tables.ts';

export const erasure: Erasure = {
  match_choices: {
    close: {
      does: 'Deletes the row.',
      run: ({ orm }, userId) => orm.delete(matchChoices).where(eq(matchChoices.userId, userId)),
    },
    export: {
      as: 'emails about matching projects',
      rows: ({ sql }) => sql`select notify from match_choices where user_id = current_user_id()`,
    },
  },
  project_matches: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(projectMatches).where(eq(projectMatches.userId, userId)),
    },
    export: { omit: 'It follows from the person’s firms and the projects.' },
  },
};
