import { byId, hash, type SampleRows, shared, uuidOf } from '../tools/testing/sample-rows.ts';

const bidOf = (person: string) => uuidOf('project_applications', person);
/** The person's second bid, which has no offer yet. */
const emptyBidOf = (person: string) => uuidOf('bid without an offer', person);

export const rows: SampleRows = {
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
    insert: (person) => `insert into bid_files (bid_id, uploaded_by, file_name, content_type, bytes, sha256)
      values ('${bidOf(person)}', '${person}', 'offer.pdf', 'application/pdf', 1, '${hash('')}')`,
    attempt: (person) => `insert into bid_files (bid_id, uploaded_by, file_name, bytes, sha256)
      values ('${bidOf(person)}', '${person}', 'offer.pdf', 1, '${hash('')}')`,
    update: 'file_name = file_name',
  },
};
