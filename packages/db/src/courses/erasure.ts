import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  courses: {
    close: { keep: 'The course belongs to the association. It stays without its author’s name.' },
    export: { omit: 'The course belongs to the association.' },
  },
  course_enrollments: {
    close: { keep: 'A certificate can be checked by its number. It stays without the name.' },
    export: {
      as: 'courses',
      rows: ({ sql }) => sql`
        select course_id, completed_at, certificate_number from course_enrollments where user_id = current_user_id()`,
    },
  },
};
