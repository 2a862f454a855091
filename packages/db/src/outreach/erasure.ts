import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  project_outreach: {
    close: { keep: 'The list shows the outreach of the project, which stays.' },
    export: {
      as: 'firms on outreach lists',
      rows: ({ sql }) => sql`
        select project_id, license_number, added_at from project_outreach
        where added_by = current_user_id() order by added_at, id`,
    },
  },
  outreach_contacts: {
    close: {
      keep: 'The log is evidence of the outreach. It stays, and no longer shows the name of who made the contact.',
    },
    export: {
      as: 'contacts with firms',
      rows: ({ sql }) => sql`
        select c.project_id, o.license_number, channel, contacted_at, said, follow_up_on, answer, rejection, recorded_at
        from outreach_contacts c join project_outreach o on o.id = c.outreach_id
        where c.author_id = current_user_id() order by contacted_at, c.id`,
    },
  },
  outreach_records: {
    close: {
      keep: 'A record of an outreach is evidence, which says the names as they were on its day.',
    },
    export: {
      as: 'records of outreach',
      rows: ({ sql }) => sql`
        select project_id, made_at from outreach_records where made_by = current_user_id() order by made_at, id`,
    },
  },
  outreach_invitations: {
    close: { keep: 'An invitation belongs to the log, which is evidence. It stays, without who sent it.' },
    export: { omit: 'Each invitation is among the contacts with firms, with its address and its words.' },
  },
};
