import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { completeModule, enroll } from './commands.ts';
import { addCourse } from './factory.ts';
import { listCourses, listEnrollments } from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const modulesOf = (courseId: string) =>
  portal.db.read({ kind: 'system', name: 'test' }, ({ sql }) =>
    sql<{ id: string }[]>`select id from course_modules where course_id = ${courseId} order by position`.then(
      (rows) => rows.map(({ id }) => id),
    ),
  );

it('completes a course once, even when its last two modules are finished at the same moment', async () => {
  const userId = await addMember(portal.db);
  const courseId = await addCourse(portal.db, 4);
  const enrollmentId = await portal.db.write(member(userId), (tx) => enroll(tx, { courseId }));
  const complete = (moduleId: string) =>
    portal.db.write(member(userId), (tx) => completeModule(tx, { enrollmentId, moduleId }));
  const [first = '', second = '', third = '', fourth = ''] = await modulesOf(courseId);
  await complete(first);
  await complete(second);
  const progress = () => portal.db.read(member(userId), (tx) => listEnrollments(tx, { userId }));
  expect(await progress()).toMatchObject([{ modules: 4, completedModules: 2, certificateNumber: null }]);
  await Promise.all([complete(third), complete(fourth), complete(fourth)]);
  const [done] = await progress();
  expect(done?.certificateNumber).toMatch(/^NAMC-\d{4}-\d{6}$/);
  await complete(first);
  expect((await progress())[0]).toEqual(done);
});

it('counts a module only for its own course, and only for the person who completes it', async () => {
  const [userId, other] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  const [courseId, elsewhere] = [await addCourse(portal.db, 1), await addCourse(portal.db, 1)];
  const enrollmentId = await portal.db.write(member(userId), (tx) => enroll(tx, { courseId }));
  const [foreign = ''] = await modulesOf(elsewhere);
  await expect(
    portal.db.write(member(userId), (tx) => completeModule(tx, { enrollmentId, moduleId: foreign })),
  ).rejects.toThrow(/module_completions_module/);
  const [own = ''] = await modulesOf(courseId);
  await portal.db.write(member(other), (tx) => completeModule(tx, { enrollmentId, moduleId: own }));
  expect(await portal.db.read(member(userId), (tx) => listEnrollments(tx, { userId }))).toMatchObject([
    { completedModules: 0 },
  ]);
});

it('enrolls a person once, and only in a published course', async () => {
  const userId = await addMember(portal.db);
  const courseId = await addCourse(portal.db, 1);
  const enrolled = await Promise.allSettled(
    [1, 2, 3].map(() => portal.db.write(member(userId), (tx) => enroll(tx, { courseId }))),
  );
  expect(enrolled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await portal.db.write(
    { kind: 'system', name: 'test' },
    ({ sql }) => sql`update courses set status = 'ARCHIVED' where id = ${courseId}`,
  );
  const late = await addMember(portal.db);
  await expect(portal.db.write(member(late), (tx) => enroll(tx, { courseId }))).rejects.toThrow(
    'This course isn’t open for enrollment.',
  );
  expect(await portal.db.read(member(userId), (tx) => listCourses(tx, { status: 'ARCHIVED' }))).toHaveLength(
    1,
  );
});
