import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  membership_applications: {
    close: {
      does: 'Erases the statement, and withdraws an application that is not decided.',
      run: ({ sql }, userId) => sql`
        update membership_applications set statement = '',
          status = case when status in ('UNVERIFIED', 'SUBMITTED', 'QUESTION') then 'WITHDRAWN' else status end
        where user_id = ${userId}`,
    },
    export: {
      as: 'application',
      rows: ({ sql }) => sql`
        select tier_code, status, statement, submitted_at, decided_at
        from membership_applications where user_id = current_user_id()`,
    },
  },
  application_messages: {
    close: {
      does: 'Deletes what the person wrote about their own application.',
      run: ({ sql }, userId) => sql`
        delete from application_messages
        where author_id = ${userId} and application_id in (select id from membership_applications where user_id = ${userId})`,
    },
    export: {
      as: 'application_messages',
      rows: ({ sql }) => sql`
        select is_from_staff, body, created_at from application_messages
        where application_id in (select id from membership_applications where user_id = current_user_id()) order by id`,
    },
  },
  application_reviews: {
    close: { keep: 'Only staff have rows here. The rows say who has an application open, for minutes.' },
    export: { omit: 'The rows are about other people’s applications.' },
  },
};
