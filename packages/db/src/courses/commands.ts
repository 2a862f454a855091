import type { CompleteModuleInput, EnrollInput } from '@namc/inputs/courses';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { courseEnrollments } from './tables.ts';

/**
 * Enrolls the acting person and returns the enrollment's id.
 * @throws Refused for a second enrollment, and for a course that is not published.
 */
export async function enroll(tx: WriteTransaction, { courseId }: EnrollInput): Promise<string> {
  const [enrollment] = await tx.orm
    .insert(courseEnrollments)
    .values({ courseId, userId: actingUser(tx) })
    .returning({ id: courseEnrollments.id });
  if (!enrollment) throw new NotFound('course', courseId);
  return enrollment.id;
}

/**
 * Marks a module as completed; a second time changes nothing. The last module completes the course and numbers its
 * certificate. The course comes from the enrollment, so an unknown enrollment completes nothing.
 */
export async function completeModule(
  { sql }: WriteTransaction,
  { enrollmentId, moduleId }: CompleteModuleInput,
): Promise<void> {
  await sql`
    insert into module_completions (enrollment_id, module_id, course_id)
    select ${enrollmentId}, ${moduleId}, course_id from course_enrollments where id = ${enrollmentId}
    on conflict do nothing`;
}
