import {
  byId,
  type Foundations,
  hash,
  type SampleRows,
  shared,
  textOrNull,
} from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  events: {
    where: () => `id = '${shared('event')}'`,
    attempt: (
      _person,
      _fresh,
      asker,
    ) => `insert into events (created_by, title, description, type, start_at, end_at)
      values (${textOrNull(asker)}, 'New', '', 'MEETING', now() + interval '1 day', now() + interval '2 days')`,
    update: 'title = title',
    deletable: {
      insert: `insert into events (id, title, description, type, start_at, end_at)
        values ('${shared('event draft')}', 'Draft', '', 'MEETING', now() + interval '1 day', now() + interval '2 days')`,
      where: `id = '${shared('event draft')}'`,
    },
  },
  event_registrations: {
    where: byId('event_registrations'),
    insert: (person, fresh) =>
      `insert into event_registrations (id, event_id, user_id) values ('${fresh}', '${shared('event')}', '${person}')`,
    attempt: (person) =>
      `insert into event_registrations (event_id, user_id) values ('${shared('event too')}', '${person}')`,
    update: `status = 'CANCELLED'`,
  },
  event_files: {
    update: 'file_name = file_name',
    where: () => `id = '${shared('event file')}'`,
    attempt: (_person, _fresh, asker) =>
      `insert into event_files (event_id, uploaded_by, file_name, bytes, sha256)
       values ('${shared('event')}', ${textOrNull(asker)}, 'map.pdf', 1, '${hash('')}')`,
  },
};

export const foundations: Foundations = () => [
  ...['event', 'event too'].map(
    (name) => `insert into events (id, title, description, type, status, start_at, end_at)
      values ('${shared(name)}', 'Event', '', 'MEETING', 'REGISTRATION_OPEN', now() + interval '1 day', now() + interval '2 days')`,
  ),
  `insert into event_files (id, event_id, file_name, content_type, bytes, sha256, storage_key)
   values ('${shared('event file')}', '${shared('event')}', 'map.pdf', 'application/pdf', 1, '${hash('')}', 'map')`,
];
