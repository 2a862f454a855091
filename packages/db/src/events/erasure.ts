import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  events: {
    close: { keep: 'The event belongs to the association. It stays without its author’s name.' },
    export: { omit: 'The event belongs to the association.' },
  },
  event_registrations: {
    close: { keep: 'Seats and attendance are counted from the rows. They stay without the name.' },
    export: {
      as: 'events',
      rows: ({ sql }) =>
        sql`select event_id, status, registered_at from event_registrations where user_id = current_user_id()`,
    },
  },
  event_files: {
    close: { keep: 'The file belongs to the event. It stays without the uploader’s name.' },
    export: { omit: 'The file belongs to the association.' },
  },
};
