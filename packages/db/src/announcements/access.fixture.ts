import { type Foundations, type SampleRows, shared, textOrNull } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  announcements: {
    where: () => `id = '${shared('announcement')}'`,
    attempt: (_person, _fresh, asker) =>
      `insert into announcements (author_id, title, body, audience) values (${textOrNull(asker)}, 'New', '', 'EVERYONE')`,
    update: 'title = title',
  },
  announcement_reads: {
    update: 'read_at = read_at',
    where: (person) => `user_id = '${person}'`,
    insert: (person) =>
      `insert into announcement_reads (user_id, announcement_id) values ('${person}', '${shared('announcement')}')`,
    attempt: (person) =>
      `insert into announcement_reads (user_id, announcement_id) values ('${person}', '${shared('announcement too')}')`,
  },
};

export const foundations: Foundations = () =>
  ['announcement', 'announcement too'].map(
    (name) => `insert into announcements (id, title, body, audience, publish_at)
      values ('${shared(name)}', 'News', '', 'EVERYONE', now() - interval '1 day')`,
  );
