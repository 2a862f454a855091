import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  addendum_acknowledgements: {
    close: { keep: 'Whether a bid knows of an addendum is a part of the bid, which stays.' },
    export: {
      as: 'acknowledged addenda',
      rows: ({ sql }) => sql`
        select project_id, number, acknowledged_at
        from addendum_acknowledgements k join project_addenda a on a.id = addendum_id
        where k.user_id = current_user_id() order by acknowledged_at`,
    },
  },
};
