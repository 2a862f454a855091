import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  membership_coverings: {
    where: byId('membership_coverings'),
    insert: (person, fresh) => `insert into membership_coverings (id, user_id, starts_on, ends_on)
      values ('${fresh}', '${person}', '2025-03-01', '2025-03-31')`,
    attempt: (person) =>
      `insert into membership_coverings (user_id, starts_on) values ('${person}', '2025-03-01')`,
    update: 'ends_on = ends_on',
  },
};
