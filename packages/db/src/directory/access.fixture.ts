import { type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

const columns = `directory_firms (company_id, is_listed, audience, is_place_shown, name_key, trades, skills, service_counties,
  public_vector, vector, staff_vector)`;

/** A company has its row already, and keeps it. */
export const rows: SampleRows = {
  directory_firms: {
    where: (person) => `company_id = '${uuidOf('companies', person)}'`,
    insert: (person) =>
      `insert into ${columns} values ('${uuidOf('companies', person)}', false, 'PUBLIC', true, 'sample', '{}', '{}', '{}', '', '', '')
       on conflict do nothing`,
    attempt: (_person, fresh) =>
      `insert into ${columns} values ('${fresh}', false, 'PUBLIC', true, 'sample', '{}', '{}', '{}', '', '', '')`,
    update: 'name_key = name_key',
  },
};
