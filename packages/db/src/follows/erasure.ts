import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { followedChanges, follows } from './tables.ts';

export const erasure: Erasure = {
  follows: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(follows).where(eq(follows.userId, userId)),
    },
    export: {
      as: 'followed licenses',
      rows: ({ sql }) =>
        sql`select license_number, note, created_at from follows where user_id = current_user_id() order by created_at`,
    },
  },
  followed_changes: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(followedChanges).where(eq(followedChanges.userId, userId)),
    },
    export: {
      omit: 'It repeats what the license board’s files say about the licenses that the person follows.',
    },
  },
};
