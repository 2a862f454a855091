import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { savedSearches } from './tables.ts';

export const erasure: Erasure = {
  saved_searches: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(savedSearches).where(eq(savedSearches.userId, userId)),
    },
    export: {
      as: 'saved searches',
      rows: ({ sql }) =>
        sql`select subject, name, filters, notify, created_at from saved_searches where user_id = current_user_id() order by created_at`,
    },
  },
};
