import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { notifications } from './tables.ts';

export const erasure: Erasure = {
  notifications: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(notifications).where(eq(notifications.userId, userId)),
    },
    export: {
      as: 'notifications',
      rows: ({ sql }) =>
        sql`select kind, title, created_at, read_at from notifications where user_id = current_user_id() order by id`,
    },
  },
};
