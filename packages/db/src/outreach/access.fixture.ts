import {
  byId,
  type Foundations,
  hash,
  type SampleRows,
  textOrNull,
  uuidOf,
} from '../tools/testing/sample-rows.ts';

const [listed, contacted, other, invited] = ['99900001', '99900002', '99900003', '99900004'];
const projectOf = (person: string) => uuidOf('published', person);

/** A list belongs to a project. A firm that somebody has contacted stays on it, so that the contacts are with another firm. */
export const rows: SampleRows = {
  project_outreach: {
    where: byId('project_outreach'),
    insert: (person, fresh) => `insert into project_outreach (id, project_id, license_number, added_by)
      values ('${fresh}', '${projectOf(person)}', '${listed}', '${person}')`,
    attempt: (person, _fresh, asker) => `insert into project_outreach (project_id, license_number, added_by)
      values ('${projectOf(person)}', '${other}', ${textOrNull(asker)})`,
    update: 'email = email',
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
  outreach_invitations: {
    where: byId('outreach_invitations'),
    insert: (person, fresh) => `
      with firm as (
        insert into project_outreach (id, project_id, license_number, added_by)
        values ('${uuidOf('invited', person)}', '${projectOf(person)}', '${invited}', '${person}') returning id, project_id
      ), made as (
        insert into outreach_contacts (id, outreach_id, project_id, channel, contacted_at, answer, author_id)
        select '${uuidOf('invited contact', person)}', id, project_id, 'EMAIL', now(), 'NO_ANSWER', '${person}' from firm
        returning id, outreach_id, project_id)
      insert into outreach_invitations (id, project_id, outreach_id, contact_id, email, expires_at)
      select '${fresh}', project_id, outreach_id, id, 'sample@example.org', now() + interval '1 day' from made`,
    attempt: (
      person,
    ) => `insert into outreach_invitations (project_id, outreach_id, contact_id, email, expires_at)
      values ('${projectOf(person)}', '${uuidOf('invited', person)}', '${uuidOf('invited contact', person)}', 'a@example.org',
        now() + interval '1 day')`,
    update: 'opened_at = opened_at',
  },
  outreach_claims: {
    where: (person) => `token_hash = '${hash(`claim of ${person}`)}'`,
    insert: (person) => `insert into outreach_claims (token_hash, invitation_id)
      values ('${hash(`claim of ${person}`)}', '${uuidOf('outreach_invitations', person)}')`,
    attempt: (person) => `insert into outreach_claims (token_hash, invitation_id)
      values ('${hash(`another of ${person}`)}', '${uuidOf('outreach_invitations', person)}')`,
    update: 'token_hash = token_hash',
  },
  outreach_stops: {
    where: (person) => `address_hash = '${hash(`address of ${person}`)}'`,
    insert: (person) =>
      `insert into outreach_stops (address_hash) values ('${hash(`address of ${person}`)}')`,
    attempt: (person) =>
      `insert into outreach_stops (address_hash) values ('${hash(`another address of ${person}`)}')`,
    update: 'stopped_at = stopped_at',
  },
};

export const foundations: Foundations = () => [
  `insert into california_contractors (license_number, business_name, primary_status, classifications, region)
   select unnest(array['${listed}', '${contacted}', '${other}', '${invited}']), 'EXAMPLE', 'CLEAR', '{B}', 'NORTH'`,
];
