import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { applicationMessages, membershipApplications } from './tables.ts';

export const erasure: Erasure = {
  membership_applications: {
    close: {
      does: 'Erases the statement, the company and the license, and withdraws an application that is not decided.',
      run: ({ orm }, userId) =>
        orm
          .update(membershipApplications)
          .set({
            statement: '',
            company: null,
            licenseNumber: null,
            status: sql`case when status in ('UNVERIFIED', 'SUBMITTED', 'QUESTION') then 'WITHDRAWN' else status end`,
          })
          .where(eq(membershipApplications.userId, userId)),
    },
    export: {
      as: 'application',
      rows: ({ sql }) => sql`
        select tier_code, status, statement, company, license_number, submitted_at, decided_at
        from membership_applications where user_id = current_user_id()`,
    },
  },
  application_messages: {
    close: {
      does: 'Deletes what the person wrote about their own application.',
      run: ({ orm }, userId) => {
        const own = orm
          .select({ id: membershipApplications.id })
          .from(membershipApplications)
          .where(eq(membershipApplications.userId, userId));
        return orm
          .delete(applicationMessages)
          .where(
            and(eq(applicationMessages.authorId, userId), inArray(applicationMessages.applicationId, own)),
          );
      },
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
