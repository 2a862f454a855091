import { byId, hash, type SampleRows, shared, uuidOf } from '../tools/testing/sample-rows.ts';

const secretOf = (person: string) => uuidOf('content of a bid', person);

export const rows: SampleRows = {
  file_kinds: {
    where: () => `kind = 'PROFILE_PHOTO'`,
    attempt: () =>
      `insert into file_kinds (kind, owner_table, most_bytes, content_types) values ('NEW', 'users', 1, '{image/png}')`,
    update: 'most_bytes = most_bytes',
  },
  file_contents: {
    where: byId('file_contents'),
    insert: (person, fresh) =>
      `insert into file_contents (id, sha256, bytes, content_type, stored_at) values ('${fresh}', '${hash(person)}', 9, 'image/png', now())`,
    attempt: (person, fresh) =>
      `insert into file_contents (sha256, bytes, content_type) values ('${hash(person + fresh)}', 9, 'image/png')`,
    update: 'stored_at = stored_at',
    deletable: {
      insert: `insert into file_contents (id, sha256, bytes, content_type) values ('${shared('content')}', '${hash('content')}', 9, 'image/png')`,
      where: `id = '${shared('content')}'`,
    },
  },
  file_secrets: {
    where: (person) => `content_id = '${secretOf(person)}'`,
    insert: (person) => `
      with content as (
        insert into file_contents (id, sha256, bytes, content_type, is_encrypted, stored_at)
        values ('${secretOf(person)}', '${hash(`bid of ${person}`)}', 9, 'application/pdf', true, now())
      ), file as (
        insert into files (kind, name, encrypted_name, bytes, uploaded_by, content_id)
        values ('BID_FILE', 'File of a bid', 'x', 9, '${person}', '${secretOf(person)}')
      )
      insert into file_secrets (content_id, encrypted_secret) values ('${secretOf(person)}', 'x')`,
    attempt: (person) =>
      `insert into file_secrets (content_id, encrypted_secret) values ('${uuidOf('file_contents', person)}', 'x')`,
    update: 'encrypted_secret = encrypted_secret',
  },
  files: {
    where: byId('files'),
    insert: (person, fresh) =>
      `insert into files (id, kind, name, bytes, uploaded_by, owner_id, content_id)
       values ('${fresh}', 'PROFILE_PHOTO', 'me.png', 9, '${person}', '${person}', '${uuidOf('file_contents', person)}')`,
    attempt: (person) => `
      insert into files (kind, name, bytes, uploaded_by)
      values (case when is_staff() then 'BOARD_FILE' else 'PROFILE_PHOTO' end, 'too.png', 9, '${person}')`,
    update: 'owner_id = owner_id',
  },
};
