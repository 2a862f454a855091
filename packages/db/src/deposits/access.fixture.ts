import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  deposits: {
    where: byId('deposits'),
    insert: (_person, fresh) => `insert into deposits (id, deposited_on) values ('${fresh}', '2026-11-02')`,
    update: 'deposited_on = deposited_on',
  },
};
