import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { userRoles } from './tables.ts';

export const erasure: Erasure = {
  user_roles: {
    close: {
      does: 'Takes every role. The last administrator cannot close their account.',
      run: ({ orm }, userId) => orm.delete(userRoles).where(eq(userRoles.userId, userId)),
    },
    export: {
      as: 'roles',
      rows: ({ sql }) =>
        sql`select role_code, granted_at, expires_at from user_roles where user_id = current_user_id()`,
    },
  },
};
