import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { alertChoices } from './tables.ts';

export const erasure: Erasure = {
  alert_choices: {
    close: {
      does: 'Deletes the row.',
      run: ({ orm }, userId) => orm.delete(alertChoices).where(eq(alertChoices.userId, userId)),
    },
    export: {
      as: 'alertChoices',
      rows: ({ sql }) =>
        sql`select by_email, in_portal, updated_at from alert_choices where user_id = current_user_id()`,
    },
  },
};
