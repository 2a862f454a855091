import { type SampleRows, shared, textOrNull } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  project_imports: {
    where: () => `id = '${shared('project import')}'`,
    attempt: (_person, _fresh, asker) =>
      `insert into project_imports (uploaded_by, file_name, header, rows_read, columns) values (${textOrNull(asker)}, 'bids.csv', '[]', 1, '[]')`,
    update: 'updates_drafts = updates_drafts',
  },
  project_import_rows: {
    where: () => `import_id = '${shared('project import')}' and line = 2`,
    attempt: () =>
      `insert into project_import_rows (import_id, line, verdict, reason, cells) values ('${shared('project import')}', 3, 'REJECTED', 'is empty', '[]')`,
    update: 'reason = reason',
  },
};

export const foundations = () => [
  `insert into project_imports (id, file_name, header, rows_read, columns) values ('${shared('project import')}', 'bids.csv', '[]', 2, '[]')`,
  `insert into project_import_rows (import_id, line, verdict, reason, cells) values ('${shared('project import')}', 2, 'REJECTED', 'is empty', '[]')`,
];
