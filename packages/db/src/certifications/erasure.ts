import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { certificationReminders } from './tables.ts';

export const erasure: Erasure = {
  certifications: {
    close: {
      keep: 'The certifications are the company’s. They stay with it, and go when it goes with its only person.',
    },
    export: {
      as: 'certifications',
      rows: ({ sql }) => sql`
        select co.name as company, c.kind, c.number, c.issuer, c.issued_on, c.expires_on, c.is_under_re_evaluation,
               c.replacement_id is not null as is_replaced, c.verification, c.verification_note, c.created_at
        from certifications c join companies co on co.id = c.company_id
        order by c.created_at, c.id`,
    },
  },
  certification_reminders: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) =>
        orm.delete(certificationReminders).where(eq(certificationReminders.userId, userId)),
    },
    export: {
      as: 'certification_reminders',
      rows: ({ sql }) => sql`
        select c.kind, c.number, r.expires_on, r.days_before, r.created_at
        from certification_reminders r join certifications c on c.id = r.certification_id
        where r.user_id = current_user_id() order by r.created_at, r.expires_on, r.id`,
    },
  },
};
