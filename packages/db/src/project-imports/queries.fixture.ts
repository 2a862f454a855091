import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  findImporter,
  findNextProjectRow,
  getProjectImport,
  getRefusedProjectRows,
  listProjectImports,
  listProjectRows,
} from './queries.ts';

export async function queryRuns({
  administrator,
  system,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const importId = await find(`
    insert into project_imports (uploaded_by, started_by, file_name, header, rows_read, columns)
    values ('${administrator.userId}', '${administrator.userId}', 'bids.csv', '["Title", "Else"]', 3, '["title", ""]') returning id`);
  const bare = await find(
    `insert into project_imports (file_name, header, rows_read, columns, finished_at) values ('other.csv', '[]', 1, '[]', now()) returning id`,
  );
  await find(`
    insert into project_import_rows (import_id, line, verdict, field, reason, facts, cells, project_id, changes) values
      ('${importId}', 2, 'NEW', null, null, '{"title": "Roof", "agency": "City", "solicitationNumber": "1"}', '["Roof"]', null, '[]'),
      ('${importId}', 3, 'KEPT', 'row', 'stays', '{"title": "Roof", "agency": "City", "solicitationNumber": "2"}', '["Roof"]', (select id from projects limit 1), '["title"]'),
      ('${importId}', 4, 'REJECTED', 'title', 'is required', null, '[""]', null, '[]') returning import_id`);
  return {
    listProjectImports: [[administrator, listProjectImports]],
    getProjectImport: [
      [administrator, (tx) => getProjectImport(tx, { importId })],
      [administrator, (tx) => getProjectImport(tx, { importId: bare })],
    ],
    listProjectRows: [[administrator, (tx) => listProjectRows(tx, { importId, cursor: 0 })]],
    getRefusedProjectRows: [[administrator, (tx) => getRefusedProjectRows(tx, { importId })]],
    findNextProjectRow: [[system, (tx) => findNextProjectRow(tx, { importId })]],
    findImporter: [
      [system, (tx) => findImporter(tx, { importId })],
      [system, (tx) => findImporter(tx, { importId: bare })],
    ],
  };
}
