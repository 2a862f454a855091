import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  account_requests: {
    where: byId('account_requests'),
    insert: () =>
      `insert into account_requests (kind, email, about) values ('RESET_PASSWORD', 'somebody@example.org', '{}')`,
    update: 'email = email',
  },
};
