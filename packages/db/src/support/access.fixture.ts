import { byId, type SampleRows, textOrNull, uuidOf } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  member_feedback: {
    where: byId('member_feedback'),
    insert: (person, fresh) =>
      `insert into member_feedback (id, user_id, category, subject, body) values ('${fresh}', '${person}', 'QUESTION', 'Help', 'Please')`,
    attempt: (person) =>
      `insert into member_feedback (user_id, category, subject, body) values ('${person}', 'QUESTION', 'Help', 'Please')`,
    update: 'status = status',
  },
  feedback_replies: {
    update: 'body = body',
    where: byId('feedback_replies'),
    insert: (person, fresh) =>
      `insert into feedback_replies (id, feedback_id, body) values ('${fresh}', '${uuidOf('member_feedback', person)}', 'Gladly')`,
    attempt: (person, _fresh, asker) =>
      `insert into feedback_replies (feedback_id, author_id, body) values ('${uuidOf('member_feedback', person)}', ${textOrNull(asker)}, 'Thanks')`,
  },
};
