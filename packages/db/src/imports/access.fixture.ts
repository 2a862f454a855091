import { type SampleRows, shared, textOrNull } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  contractor_fetches: {
    where: () => `id = '${shared('fetch')}'`,
    attempt: () => `insert into contractor_fetches (status) values ('WAITING')`,
    update: 'problem = problem',
  },
  contractor_imports: {
    where: () => `id = '${shared('import')}'`,
    attempt: (_person, _fresh, asker) =>
      `insert into contractor_imports (uploaded_by, file_name, file_bytes) values (${textOrNull(asker)}, 'master.csv', 1)`,
    update: 'forced = forced',
  },
};

export const foundations = () => [
  `insert into contractor_fetches (id, status) values ('${shared('fetch')}', 'FAILED')`,
  `insert into contractor_imports (id, file_name, file_bytes, status) values ('${shared('import')}', 'master.csv', 1, 'CANCELED')`,
];
