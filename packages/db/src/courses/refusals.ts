import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  course_enrollments_once: 'You are already enrolled in this course.',
  course_modules_position_once: 'Two modules of a course can’t have the same position.',
  courses_slug_unique: 'Another course already has this address.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  course_enrollments_certificate_number_unique: 'A sequence gives the number.',
  course_enrollments_completed_certified: 'A trigger writes both.',
  course_enrollments_of_course: 'It repeats the primary key for a foreign key.',
  course_modules_of_course: 'It repeats the primary key for a foreign key.',
};
