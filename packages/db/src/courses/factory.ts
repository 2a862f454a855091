import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { system } from '../tools/testing/sample.ts';
import { courseModules, courses } from './tables.ts';

/** Adds a published course with a number of modules, and returns its id. */
export async function addCourse(db: Database, modules: number): Promise<string> {
  const id = randomUUID();
  await db.write(system, async ({ orm }) => {
    await orm
      .insert(courses)
      .values({ id, slug: id, title: 'Sample course', summary: '', status: 'PUBLISHED' });
    await orm.insert(courseModules).values(
      Array.from({ length: modules }, (_, at) => ({
        courseId: id,
        position: at + 1,
        title: `Module ${at + 1}`,
        kind: 'READING' as const,
        content: '',
        minutes: 10,
      })),
    );
  });
  return id;
}
