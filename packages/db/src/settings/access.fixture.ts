import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  portal_settings: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => `insert into portal_settings (name, value) values ('${fresh}', '1')`,
    update: 'value = value',
  },
};

export const foundations: Foundations = () => [
  `insert into portal_settings (name, value) values ('matrix', '1')`,
];
