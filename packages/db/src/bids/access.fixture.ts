import { byId, hash, poster, type SampleRows, shared, uuidOf } from '../tools/testing/sample-rows.ts';

const bidOf = (person: string) => uuidOf('project_applications', person);
/** The person's second bid, which has no offer yet. */
const emptyBidOf = (person: string) => uuidOf('bid without an offer', person);

const fileOf = (person: string) => uuidOf('file of a bid', person);

/** A project of the person’s, and the bid there. */
const askedOf = (person: string) => uuidOf('asked bidder', person);

const firmOf = (person: string) => uuidOf('company that bids', person);

export const rows: SampleRows = {
  // Each person owns a firm, which is interested.
  project_interests: {
    where: byId('project_interests'),
    insert: (person, fresh) =>
      `with firm as (insert into companies (id, name) values ('${firmOf(person)}', 'Bidding')),
            owner as (insert into company_people (company_id, user_id, role) values ('${firmOf(person)}', '${person}', 'OWNER'))
       insert into project_interests (id, project_id, company_id, stance, said_by)
       values ('${fresh}', '${shared('open')}', '${firmOf(person)}', 'INTERESTED', '${person}')`,
    attempt: (person) =>
      `insert into project_interests (project_id, company_id, stance, said_by)
       values ('${shared('open too')}', '${firmOf(person)}', 'INTERESTED', '${person}')`,
    update: `stance = 'UNDECIDED', is_shown = false`,
  },
  project_applications: {
    where: byId('project_applications'),
    insert: (person, fresh) => `insert into project_applications (id, project_id, applicant_id)
      values ('${fresh}', '${shared('open')}', '${person}'), ('${emptyBidOf(person)}', '${shared('open as well')}', '${person}')`,
    attempt: (person) =>
      `insert into project_applications (project_id, applicant_id) values ('${shared('open too')}', '${person}')`,
    // A bidder can do nothing else with the status, and a decision waits for the deadline.
    update: `status = case when applicant_id = current_user_id() then 'WITHDRAWN' else status end`,
  },
  bid_contents: {
    where: (person) => `bid_id = '${bidOf(person)}'`,
    insert: (person) => `insert into bid_contents (bid_id, message) values ('${bidOf(person)}', 'Hello')`,
    attempt: (person) =>
      `insert into bid_contents (bid_id, message) values ('${emptyBidOf(person)}', 'Hello')`,
    update: `message = 'Hello again'`,
  },
  bid_files: {
    where: (person) => `bid_id = '${bidOf(person)}'`,
    insert: (
      person,
    ) => `insert into bid_files (id, bid_id, uploaded_by, file_name, content_type, bytes, sha256)
      values ('${fileOf(person)}', '${bidOf(person)}', '${person}', 'offer.pdf', 'application/pdf', 1, '${hash('')}')`,
    attempt: (person) => `insert into bid_files (bid_id, uploaded_by, file_name, bytes, sha256)
      values ('${bidOf(person)}', '${person}', 'offer.pdf', 1, '${hash('')}')`,
    update: 'file_name = file_name',
  },
  opened_file_keys: {
    where: (person) => `file_id = '${fileOf(person)}'`,
    insert: (person) =>
      `insert into opened_file_keys (file_id, encrypted_key) values ('${fileOf(person)}', 'x')`,
    attempt: (person) =>
      `insert into opened_file_keys (file_id, encrypted_key) values ('${fileOf(person)}', 'x')`,
    update: 'encrypted_key = encrypted_key',
  },
  bid_copies: {
    where: (person) => `bid_id = '${bidOf(person)}'`,
    insert: (person) => `insert into bid_copies (bid_id, encrypted_content) values ('${bidOf(person)}', 'x')`,
    attempt: (person) =>
      `insert into bid_copies (bid_id, encrypted_content) values ('${emptyBidOf(person)}', 'x')`,
    update: 'encrypted_content = encrypted_content',
  },
  bid_clarifications: {
    // On a project of the person’s own with the bid of another, because staff who bid read none there.
    where: byId('bid_clarifications'),
    insert: (person, fresh) => `
      insert into projects (id, owner_id, title, description, category, status, deadline_at)
      values ('${askedOf(person)}', '${person}', 'Asked', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 day');
      insert into project_applications (id, project_id, applicant_id) values ('${askedOf(person)}', '${askedOf(person)}', '${poster}');
      insert into bid_clarifications (id, bid_id, body, answer_until) values ('${fresh}', '${askedOf(person)}', 'How?', now())`,
    attempt: (person) =>
      `insert into bid_clarifications (bid_id, body, answer_until) values ('${askedOf(person)}', 'How?', now())`,
    update: 'body = body',
  },
  bid_exceptions: {
    // On a project without bids, because staff who bid read none there.
    where: byId('bid_exceptions'),
    insert: (person, fresh) =>
      `insert into bid_exceptions (id, project_id, company_id, until, reason)
       values ('${fresh}', '${uuidOf('published', person)}', '${firmOf(person)}', now() + interval '1 hour', 'Fire')`,
    attempt: (person) =>
      `insert into bid_exceptions (project_id, company_id, until, reason)
       values ('${uuidOf('published', person)}', '${firmOf(person)}', now() + interval '1 hour', 'Fire')`,
    update: 'reason = reason',
  },
  project_seals: {
    where: (person) => `project_id = '${uuidOf('sealed project', person)}'`,
    insert: (person) => `with made as (
        insert into projects (id, owner_id, title, description, category)
        values ('${uuidOf('sealed project', person)}', '${person}', 'Sealed', '', 'COMMERCIAL') returning id)
      insert into project_seals (project_id, encrypted_public_key, wrapped_key, key_id) select id, 'x', 'x', 'x' from made`,
    attempt: () =>
      `insert into project_seals (project_id, encrypted_public_key, wrapped_key, key_id) values ('${shared('open too')}', 'x', 'x', 'x')`,
    update: 'wrapped_key = wrapped_key',
  },
  bid_drafts: {
    where: byId('bid_drafts'),
    insert: (person, fresh) =>
      `insert into bid_drafts (id, project_id, company_id) values ('${fresh}', '${shared('open')}', '${firmOf(person)}')`,
    attempt: (person) =>
      `insert into bid_drafts (project_id, company_id) values ('${shared('open too')}', '${firmOf(person)}')`,
    update: 'notes = notes',
  },
};
