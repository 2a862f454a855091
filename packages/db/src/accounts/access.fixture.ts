import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  account_requests: {
    where: byId('account_requests'),
    insert: (_person, fresh) =>
      `insert into account_requests (id, kind, email, about) values ('${fresh}', 'RESET_PASSWORD', 'somebody@example.org', '{}')`,
    // The database makes the id.
    attempt: () =>
      `insert into account_requests (kind, email, about) values ('RESET_PASSWORD', 'somebody@example.org', '{}')`,
    update: 'email = email',
  },
};
