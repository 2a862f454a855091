import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { projectFollows, projectNotices } from './tables.ts';

export const erasure: Erasure = {
  project_follows: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(projectFollows).where(eq(projectFollows.userId, userId)),
    },
    export: {
      as: 'followed projects',
      rows: ({ sql }) =>
        sql`select project_id, created_at from project_follows where user_id = current_user_id() order by created_at`,
    },
  },
  project_notices: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(projectNotices).where(eq(projectNotices.userId, userId)),
    },
    export: { omit: 'It repeats the person’s notifications about projects.' },
  },
};
