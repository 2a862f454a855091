import type { ListCoursesInput } from '@namc/inputs/courses';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { courseEnrollments, courses } from './tables.ts';

const enrollment = pick(
  courseEnrollments,
  {
    enrollmentId: 'id',
    courseId: 'courseId',
    completedAt: 'completedAt',
    certificateNumber: 'certificateNumber',
  },
  'e',
);
const enrolledCourse = pick(courses, ['title'], 'c');
const progress = computed({ modules: 'number', completedModules: 'number' });

export type EnrollmentProgress = RowOf<typeof enrollment> &
  RowOf<typeof enrolledCourse> &
  RowOf<typeof progress>;

/** A person's enrollments, latest first. Members see their own, staff everyone's. */
export async function listEnrollments(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<EnrollmentProgress[]> {
  return rowsOf(sql, enrollment, enrolledCourse, progress)`
    select ${enrollment(sql)}, ${enrolledCourse(sql)},
           (select count(*)::int from course_modules where course_id = e.course_id) as modules,
           (select count(*)::int from module_completions where enrollment_id = e.id) as "completedModules"
    from course_enrollments e join courses c on c.id = e.course_id
    where e.user_id = ${userId} order by e.enrolled_at desc`;
}

const course = pick(courses, ['id', 'slug', 'title', 'summary']);

export type CourseItem = RowOf<typeof course>;

/** Courses of one status, by title. Only staff see drafts. */
export async function listCourses({ sql }: Transaction, { status }: ListCoursesInput): Promise<CourseItem[]> {
  return rowsOf(sql, course)`select ${course(sql)} from courses where status = ${status} order by title`;
}
