import { byId, poster, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  messages: {
    update: 'body = body',
    where: byId('messages'),
    attempt: (person) =>
      `insert into messages (sender_id, receiver_id, body) values ('${person}', '${poster}', 'Hello')`,
    insert: (person, fresh) =>
      `insert into messages (id, sender_id, receiver_id, body) values ('${fresh}', '${person}', '${poster}', 'Hello')`,
  },
  mailbox: {
    where: (person) => `owner_id = '${person}'`,
    update: 'hidden_at = hidden_at',
  },
};
