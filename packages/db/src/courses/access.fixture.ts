import {
  byId,
  type Foundations,
  type SampleRows,
  shared,
  textOrNull,
  uuidOf,
} from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  courses: {
    where: () => `id = '${shared('course')}'`,
    attempt: (_person, fresh, asker) =>
      `insert into courses (slug, title, summary, created_by) values ('${fresh}', 'New', '', ${textOrNull(asker)})`,
    update: 'title = title',
    deletable: {
      insert: `insert into courses (id, slug, title, summary) values ('${shared('course draft')}', 'draft', 'Draft', '')`,
      where: `id = '${shared('course draft')}'`,
    },
  },
  course_modules: {
    where: () => `id = '${shared('module')}'`,
    attempt: () => `insert into course_modules (course_id, position, title, kind, content, minutes)
      values ('${shared('course')}', 9, 'New', 'READING', '', 5)`,
    update: 'title = title',
    deletable: {
      insert: `insert into course_modules values ('${shared('module unused')}', '${shared('course')}', 8, 'Unused', 'READING', '', 5)`,
      where: `id = '${shared('module unused')}'`,
    },
  },
  course_enrollments: {
    update: 'enrolled_at = enrolled_at',
    where: byId('course_enrollments'),
    insert: (person, fresh) =>
      `insert into course_enrollments (id, course_id, user_id) values ('${fresh}', '${shared('course')}', '${person}')`,
    attempt: (person) =>
      `insert into course_enrollments (course_id, user_id) values ('${shared('course too')}', '${person}')`,
  },
  module_completions: {
    update: 'completed_at = completed_at',
    where: (person) => `enrollment_id = '${uuidOf('course_enrollments', person)}'`,
    insert: (person) => `insert into module_completions (enrollment_id, module_id, course_id)
      values ('${uuidOf('course_enrollments', person)}', '${shared('module')}', '${shared('course')}')`,
    attempt: (person) => `insert into module_completions (enrollment_id, module_id, course_id)
      values ('${uuidOf('course_enrollments', person)}', '${shared('module two')}', '${shared('course')}')`,
  },
};

export const foundations: Foundations = () => [
  ...['course', 'course too'].map(
    (name) => `insert into courses (id, slug, title, summary, status)
      values ('${shared(name)}', '${name.replaceAll(' ', '-')}', 'Course', '', 'PUBLISHED')`,
  ),
  `insert into course_modules values ('${shared('module')}', '${shared('course')}', 1, 'One', 'READING', '', 5)`,
  `insert into course_modules values ('${shared('module two')}', '${shared('course')}', 2, 'Two', 'READING', '', 5)`,
];
