import { type SampleRows, shared, textOrNull } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  member_imports: {
    where: () => `id = '${shared('member import')}'`,
    attempt: (_person, _fresh, asker) =>
      `insert into member_imports (uploaded_by, file_name, header, rows_read) values (${textOrNull(asker)}, 'members.csv', '[]', 1)`,
    update: 'sends_welcome = sends_welcome',
  },
  member_import_rows: {
    where: () => `import_id = '${shared('member import')}' and line = 2`,
    attempt: () =>
      `insert into member_import_rows (import_id, line, verdict, reason, cells) values ('${shared('member import')}', 3, 'REJECTED', 'is empty', '[]')`,
    update: 'reason = reason',
  },
};

export const foundations = () => [
  `insert into member_imports (id, file_name, header, rows_read) values ('${shared('member import')}', 'members.csv', '[]', 2)`,
  `insert into member_import_rows (import_id, line, verdict, reason, cells) values ('${shared('member import')}', 2, 'REJECTED', 'is empty', '[]')`,
];
