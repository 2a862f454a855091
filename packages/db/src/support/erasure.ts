import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  member_feedback: {
    close: { keep: 'Staff rely on the question and its answers. They stay without the name.' },
    export: { omit: 'Tickets are not part of the export yet.' },
  },
  feedback_replies: {
    close: { keep: 'The reply belongs to the ticket, which stays.' },
    export: { omit: 'Tickets are not part of the export yet.' },
  },
};
