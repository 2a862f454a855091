import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listCourses, listEnrollments } from './queries.ts';

export async function queryRuns({ system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const done = await find(`select user_id from course_enrollments where completed_at is not null`);
  const begun = await find(`select user_id from course_enrollments where completed_at is null`);
  return {
    listCourses: [[system, (tx) => listCourses(tx, { status: 'PUBLISHED' })]],
    listEnrollments: [
      [system, (tx) => listEnrollments(tx, { userId: done })],
      [system, (tx) => listEnrollments(tx, { userId: begun })],
    ],
  };
}
