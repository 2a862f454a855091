import type { Transaction } from '../engine/database.ts';

export interface EnrollmentProgress {
  enrollmentId: string;
  courseId: string;
  title: string;
  modules: number;
  completedModules: number;
  completedAt: Date | null;
  /** `NAMC-2026-000123`, once every module is completed. */
  certificateNumber: string | null;
}

/** The courses that somebody takes or took, the latest first; one's own, and for staff anybody's. */
export async function listEnrollments(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<EnrollmentProgress[]> {
  return sql<EnrollmentProgress[]>`
    select e.id as "enrollmentId", e.course_id as "courseId", title,
           (select count(*)::int from course_modules where course_id = e.course_id) as modules,
           (select count(*)::int from module_completions where enrollment_id = e.id) as "completedModules",
           completed_at as "completedAt", certificate_number as "certificateNumber"
    from course_enrollments e join courses on courses.id = e.course_id
    where user_id = ${userId} order by enrolled_at desc`;
}

/** Published courses by title; drafts for staff only, when asked for. */
export async function listCourses(
  { sql }: Transaction,
  { status = 'PUBLISHED' }: { status?: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED' },
): Promise<{ id: string; slug: string; title: string; summary: string }[]> {
  return sql<{ id: string; slug: string; title: string; summary: string }[]>`
    select id, slug, title, summary from courses where status = ${status} order by title`;
}
