import { randomUUID } from 'node:crypto';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';

/** Enrolls the acting person and returns the enrollment's id. @throws Refused for a second time or a closed course. */
export async function enroll(tx: WriteTransaction, { courseId }: { courseId: string }): Promise<string> {
  const id = randomUUID();
  await tx.sql`insert into course_enrollments (id, course_id, user_id) values (${id}, ${courseId}, ${actingUser(tx)})`;
  return id;
}

/** Marks a module as completed, again without harm; the last one completes the course and numbers its certificate. */
export async function completeModule(
  { sql }: WriteTransaction,
  { enrollmentId, moduleId }: { enrollmentId: string; moduleId: string },
): Promise<void> {
  await sql`
    insert into module_completions (enrollment_id, module_id, course_id)
    select ${enrollmentId}, ${moduleId}, course_id from course_enrollments where id = ${enrollmentId}
    on conflict do nothing`;
}
