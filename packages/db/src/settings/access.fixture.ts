import { type Foundations, type SampleRows, textOrNull } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  portal_settings: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh, asker) =>
      `insert into portal_settings (name, value, updated_by) values ('${fresh}', '1', ${textOrNull(asker)})`,
    update: 'value = value, updated_by = current_user_id()',
  },
};

export const foundations: Foundations = () => [
  `insert into portal_settings (name, value) values ('matrix', '1')`,
];
