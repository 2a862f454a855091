import { and, eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { membershipNotices, membershipPauses, memberships } from './tables.ts';

export const erasure: Erasure = {
  memberships: {
    close: {
      does: 'Cancels the active term. Earlier terms stay for the association’s records, without the name.',
      run: ({ orm }, userId) =>
        orm
          .update(memberships)
          .set({ status: 'CANCELLED' })
          .where(and(eq(memberships.userId, userId), eq(memberships.status, 'ACTIVE'))),
    },
    export: {
      as: 'memberships',
      rows: ({ sql }) =>
        sql`select tier_code, status, starts_on, ends_on from memberships where user_id = current_user_id()`,
    },
  },
  membership_pauses: {
    close: {
      does: 'Deletes the rows, and their reasons with them.',
      run: ({ orm }, userId) => orm.delete(membershipPauses).where(eq(membershipPauses.userId, userId)),
    },
    export: {
      as: 'membership_pauses',
      rows: ({ sql }) =>
        sql`select starts_on, ends_on from membership_pauses where user_id = current_user_id() order by starts_on`,
    },
  },
  membership_notices: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(membershipNotices).where(eq(membershipNotices.userId, userId)),
    },
    export: {
      as: 'membership_notices',
      rows: ({ sql }) => sql`
        select m.ends_on, n.step, n.created_at from membership_notices n join memberships m on m.id = n.membership_id
        where n.user_id = current_user_id() order by n.created_at, n.id`,
    },
  },
};
