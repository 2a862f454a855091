import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  users: {
    where: (person) => `id = '${person}'`,
    attempt: (_person, fresh) =>
      `insert into users (email, first_name, last_name) values ('${fresh}@example.org', 'New', 'Person')`,
    update: 'city = city',
  },
  skills: {
    where: () => `code = 'C-10'`,
    attempt: (_person, fresh) => `insert into skills values ('${fresh}', 'New', 'skill')`,
    update: 'name = name',
  },
  user_skills: {
    where: (person) => `user_id = '${person}' and skill_code = 'C-10'`,
    insert: (person) => `insert into user_skills values ('${person}', 'C-10')`,
    attempt: (person) => `insert into user_skills values ('${person}', 'C-20')`,
    update: 'years = years',
  },
};

export const foundations: Foundations = (people) =>
  people.map(
    ({ id, name, status }) => `insert into users (id, email, email_verified_at, first_name, last_name, status)
      values ('${id}', '${name.replaceAll(' ', '-')}@example.org', now(), '${name}', 'Person', '${status}')`,
  );
