import { byId, poster, type SampleRows, stranger, textOrNull, uuidOf } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  membership_applications: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into membership_applications (id, user_id, tier_code, status) values ('${fresh}', '${person}', 'REGULAR', 'SUBMITTED')`,
    attempt: (_person, fresh) =>
      `insert into membership_applications (id, user_id, tier_code) values ('${fresh}', '${poster}', 'REGULAR')`,
    update: 'reason = reason',
  },
  application_messages: {
    where: byId('application_messages'),
    insert: (person, fresh) =>
      `insert into application_messages (id, application_id, is_from_staff, body)
       values ('${fresh}', '${uuidOf('membership_applications', person)}', true, 'Which license?')`,
    // An applicant answers about their own application, and staff ask about another person's.
    attempt: (person, _fresh, asker) =>
      `insert into application_messages (application_id, author_id, is_from_staff, body)
       values ('${uuidOf('membership_applications', person)}', ${textOrNull(asker)}, ${person !== asker}, 'This one.')`,
    update: 'body = body',
  },
  application_reviews: {
    where: (person) => `application_id = '${uuidOf('membership_applications', person)}'`,
    insert: (person) =>
      `insert into application_reviews (application_id, reviewer_id) values ('${uuidOf('membership_applications', person)}', '${person}')`,
    attempt: (person, _fresh, asker) =>
      `insert into application_reviews (application_id, reviewer_id)
       values ('${uuidOf('membership_applications', person)}', '${asker || stranger}')
       on conflict (application_id, reviewer_id) do update set seen_at = now()`,
    update: 'seen_at = seen_at',
  },
};
