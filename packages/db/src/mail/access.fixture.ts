import { byId, type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  mails: {
    where: byId('mails'),
    insert: (person, fresh) =>
      `insert into mails (id, user_id, recipient, template, subject, message_id)
       values ('${fresh}', '${person}', 'somebody@example.org', 'test', 'Hello', '${fresh}')`,
    update: 'status = status',
  },
  mail_contents: {
    where: (person) => `mail_id = '${uuidOf('mails', person)}'`,
    insert: (person) =>
      `insert into mail_contents (mail_id, about) values ('${uuidOf('mails', person)}', '{}')`,
    update: 'encrypted_page = encrypted_page',
  },
  member_letters: {
    where: () => `letter = 'bid-received'`,
    attempt: (_person, fresh) => `insert into member_letters (letter, subject) values ('${fresh}', 'Hello')`,
    update: 'letter = letter',
  },
  staff_letters: {
    where: () => `letter = 'account-suspended'`,
    attempt: (_person, fresh) =>
      `insert into staff_letters values ('${fresh}', 'members.edit', '{members.edit}', 'Hello')`,
    update: 'letter = letter',
  },
};
