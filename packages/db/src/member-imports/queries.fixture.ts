import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  findNextMemberRow,
  getMemberImport,
  getRejectedMembers,
  listMemberImports,
  listMemberRows,
} from './queries.ts';

export async function queryRuns({
  administrator,
  system,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const importId = await find(`
    insert into member_imports (uploaded_by, file_name, header, rows_read)
    values ('${administrator.userId}', 'members.csv', '["Email"]', 3) returning id`);
  const bare = await find(
    `insert into member_imports (file_name, header, rows_read, finished_at) values ('other.csv', '[]', 1, now()) returning id`,
  );
  await find(`
    insert into member_import_rows (import_id, line, verdict, field, reason, facts, cells) values
      ('${importId}', 2, 'NEW', null, null, '{"email": "new@example.org", "tierCode": "REGULAR"}', '["new@example.org"]'),
      ('${importId}', 3, 'REJECTED', 'email', 'is required', null, '[""]') returning import_id`);
  return {
    listMemberImports: [[administrator, listMemberImports]],
    getMemberImport: [
      [administrator, (tx) => getMemberImport(tx, { importId })],
      [administrator, (tx) => getMemberImport(tx, { importId: bare })],
    ],
    listMemberRows: [[administrator, (tx) => listMemberRows(tx, { importId, cursor: 0 })]],
    getRejectedMembers: [[administrator, (tx) => getRejectedMembers(tx, { importId })]],
    findNextMemberRow: [[system, (tx) => findNextMemberRow(tx, { importId })]],
  };
}
