import type { SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  standing_rules: {
    where: () => `act = 'BID'`,
    attempt: () =>
      `insert into standing_rules (act, words, allowed, position) values ('X', 'do it', '{}', 900)`,
    update: 'words = words',
  },
};
