import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  bid_drafts: {
    close: { keep: 'The draft belongs to the firm. It stays without the person’s name.' },
    export: { omit: 'The firm’s people read it on the page of the bid.' },
  },
  project_interests: {
    close: { keep: 'It is the firm’s word. It stays without the person’s name.' },
    export: {
      as: 'interests in projects',
      rows: ({ sql }) =>
        sql`select project_id, stance, bids_as, updated_at from project_interests where said_by = current_user_id()`,
    },
  },
  project_applications: {
    close: { keep: 'The project’s owner relies on the bid. It stays without the bidder’s name.' },
    export: {
      as: 'bids',
      rows: ({ sql }) => sql`
        select project_id, status, amount_cents, currency, message, submitted_at
        from project_applications
        left join offers_of(array(select id from project_applications where applicant_id = current_user_id())) on bid_id = id
        where applicant_id = current_user_id()`,
    },
  },
  bid_clarifications: {
    close: { keep: 'The poster and the firm rely on it. It stays without the person’s name.' },
    export: {
      as: 'questions and answers about bids',
      rows: ({ sql }) =>
        sql`select bid_id, body, answer_until, sent_at from bid_clarifications where sent_by = current_user_id()`,
    },
  },
  bid_exceptions: {
    close: { keep: 'All who bid rely on it. It stays without the person’s name.' },
    export: {
      as: 'exceptions for bidders',
      rows: ({ sql }) => sql`
        select e.until, e.reason, e.granted_at from bid_exceptions e where e.granted_by = current_user_id()`,
    },
  },
  bid_files: {
    close: { keep: 'The file belongs to the bid, which stays.' },
    export: {
      as: 'files of bids',
      rows: ({ sql }) => sql`
        select project_id, file_name, content_type, bytes, f.created_at
        from files_of_bids(array(select id from project_applications where applicant_id = current_user_id())) f
        join project_applications a on a.id = bid_id`,
    },
  },
};
