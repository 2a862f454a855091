import { byId, type Foundations, hash, type SampleRows, shared } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  events: {
    where: () => `id = '${shared('event')}'`,
    attempt: (_person, fresh) => `insert into events (id, title, description, type, start_at, end_at)
      values ('${fresh}', 'New', '', 'MEETING', now() + interval '1 day', now() + interval '2 days')`,
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
    attempt: (person, fresh) =>
      `insert into event_registrations (id, event_id, user_id) values ('${fresh}', '${shared('event too')}', '${person}')`,
    update: `status = 'CANCELLED'`,
  },
  event_files: {
    update: 'file_name = file_name',
    where: () => `id = '${shared('event file')}'`,
    attempt: (
      _person,
      fresh,
    ) => `insert into event_files (id, event_id, file_name, content_type, bytes, sha256, storage_key)
      values ('${fresh}', '${shared('event')}', 'map.pdf', 'application/pdf', 1, '${hash('')}', '${fresh}')`,
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
