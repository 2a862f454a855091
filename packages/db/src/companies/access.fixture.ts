import { byId, type SampleRows, shared, uuidOf } from '../tools/testing/sample-rows.ts';

/** Each person owns one company, which has invited somebody. */
export const rows: SampleRows = {
  companies: {
    where: byId('companies'),
    insert: (_person, fresh) => `insert into companies (id, name) values ('${fresh}', '${fresh}')`,
    attempt: (_person, fresh) => `insert into companies (name) values ('${fresh}')`,
    update: 'name = name',
    deletable: {
      insert: `insert into companies (id, name) values ('${shared('company')}', 'To delete')`,
      where: `id = '${shared('company')}'`,
    },
  },
  company_people: {
    where: byId('company_people'),
    insert: (person, fresh) =>
      `insert into company_people (id, company_id, user_id, role) values ('${fresh}', '${uuidOf('companies', person)}', '${person}', 'OWNER')`,
    attempt: (person) =>
      `insert into company_people (company_id, user_id, role) values ('${shared('company')}', '${person}', 'MEMBER')`,
    update: 'role = role',
    deletable: {
      insert: `insert into company_people (id, company_id, user_id, role) select '${shared('colleague')}', c.id, u.id, 'MEMBER'
        from companies c, users u where not exists (select from company_people p where p.company_id = c.id and p.user_id = u.id) limit 1`,
      where: `id = '${shared('colleague')}'`,
    },
  },
  company_invitations: {
    where: byId('company_invitations'),
    insert: (person, fresh) =>
      `insert into company_invitations (id, company_id, email, role) values ('${fresh}', '${uuidOf('companies', person)}', '${fresh}@example.org', 'MEMBER')`,
    attempt: (person, fresh) =>
      `insert into company_invitations (company_id, email, role) values ('${uuidOf('companies', person)}', '${fresh}@example.com', 'MEMBER')`,
    update: 'role = role',
  },
};
