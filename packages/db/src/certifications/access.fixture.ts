import { byId, type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

const companyOf = (person: string) => uuidOf('company with certifications', person);

/** Each person owns a company, which holds one certification. */
export const rows: SampleRows = {
  certification_kinds: {
    where: () => `code = 'SB'`,
    attempt: () =>
      `insert into certification_kinds (code, name, about, renewal_days, needs_number, needs_end, position)
       values ('NEW', 'New', 'AGENCY', 30, true, true, 900)`,
    update: 'name = name',
  },
  certifications: {
    where: byId('certifications'),
    insert: (person, fresh) =>
      `with firm as (insert into companies (id, name) values ('${companyOf(person)}', 'With certifications')),
            owner as (insert into company_people (company_id, user_id, role) values ('${companyOf(person)}', '${person}', 'OWNER'))
       insert into certifications (id, company_id, kind, number, expires_on)
       values ('${fresh}', '${companyOf(person)}', 'SB', '${fresh}', '2030-01-31')`,
    attempt: (person, fresh) =>
      `insert into certifications (company_id, kind, number, expires_on)
       values ('${companyOf(person)}', 'SB', '${fresh}', '2030-01-31')`,
    update: 'number = number',
  },
  wanted_certifications: {
    where: byId('wanted_certifications'),
    insert: (person, fresh) =>
      `insert into wanted_certifications (id, company_id, kind) values ('${fresh}', '${companyOf(person)}', 'SB')`,
    attempt: (person) =>
      `insert into wanted_certifications (company_id, kind) values ('${companyOf(person)}', 'DVBE')`,
    update: 'kind = kind',
  },
  certification_reminders: {
    where: byId('certification_reminders'),
    insert: (person, fresh) =>
      `insert into certification_reminders (id, certification_id, user_id, expires_on, days_before)
       values ('${fresh}', '${uuidOf('certifications', person)}', '${person}', '2030-01-31', 90)`,
    attempt: (person) =>
      `insert into certification_reminders (certification_id, user_id, expires_on, days_before)
       values ('${uuidOf('certifications', person)}', '${person}', '2030-01-31', 30)`,
    update: 'days_before = days_before',
  },
};
