import { byId, type Foundations, type SampleRows, textOrNull, uuidOf } from '../tools/testing/sample-rows.ts';

const [listed, contacted, other] = ['99900001', '99900002', '99900003'];
const projectOf = (person: string) => uuidOf('published', person);

/** A list belongs to a project. A firm that somebody has contacted stays on it, so that the contacts are with another firm. */
export const rows: SampleRows = {
  project_outreach: {
    where: byId('project_outreach'),
    insert: (person, fresh) => `insert into project_outreach (id, project_id, license_number, added_by)
      values ('${fresh}', '${projectOf(person)}', '${listed}', '${person}')`,
    attempt: (person, _fresh, asker) => `insert into project_outreach (project_id, license_number, added_by)
      values ('${projectOf(person)}', '${other}', ${textOrNull(asker)})`,
    update: 'license_number = license_number',
  },
  outreach_records: {
    where: byId('outreach_records'),
    insert: (person, fresh) => `insert into outreach_records (id, project_id, snapshot, made_by)
      values ('${fresh}', '${projectOf(person)}', '{}', '${person}')`,
    attempt: (person, _fresh, asker) => `insert into outreach_records (project_id, snapshot, made_by)
      values ('${projectOf(person)}', '{}', ${textOrNull(asker)})`,
    update: 'snapshot = snapshot',
  },
  outreach_contacts: {
    where: byId('outreach_contacts'),
    insert: (person, fresh) => `
      with firm as (
        insert into project_outreach (id, project_id, license_number, added_by)
        values ('${uuidOf('contacted', person)}', '${projectOf(person)}', '${contacted}', '${person}') returning id, project_id)
      insert into outreach_contacts (id, outreach_id, project_id, channel, contacted_at, answer, author_id)
      select '${fresh}', id, project_id, 'PHONE', now(), 'NO_ANSWER', '${person}' from firm`,
    attempt: (
      person,
      _fresh,
      asker,
    ) => `insert into outreach_contacts (outreach_id, project_id, channel, contacted_at, answer, author_id)
      values ('${uuidOf('contacted', person)}', '${projectOf(person)}', 'PHONE', now(), 'NO_ANSWER', ${textOrNull(asker)})`,
    update: 'said = said',
  },
};

export const foundations: Foundations = () => [
  `insert into california_contractors (license_number, business_name, primary_status, classifications, region)
   select unnest(array['${listed}', '${contacted}', '${other}']), 'EXAMPLE', 'CLEAR', '{B}', 'NORTH'`,
];
