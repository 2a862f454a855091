import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { membershipCoverings } from './tables.ts';

export const erasure: Erasure = {
  membership_coverings: {
    close: {
      does: 'Deletes the rows. Those in which the person covered a colleague stay, without the name.',
      run: ({ orm }, userId) => orm.delete(membershipCoverings).where(eq(membershipCoverings.userId, userId)),
    },
    export: {
      as: 'membership_coverings',
      rows: ({ sql }) =>
        sql`select starts_on, ends_on from membership_coverings where user_id = current_user_id() order by starts_on`,
    },
  },
};
