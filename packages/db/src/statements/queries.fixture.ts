import { recordMetrics } from '../metrics/commands.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  keyOfText,
  recordDeploy,
  recordStatementCallers,
  recordUnreadServer,
  storeStatementTexts,
} from './commands.ts';
import { partitionsOfYesterday, readingAt, takeReading } from './factory.ts';
import {
  explainStatement,
  listChangedStatements,
  listDeploys,
  listProcedures,
  listStatementPoints,
  listStatementServers,
  listStatements,
} from './queries.ts';

const roleText = 'select name from roles where code = $1';
const [slower, unnamed, added] = ['-1', '-2', '-3'] as const;

export async function queryRuns({
  administrator,
  db,
  find,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  await find(partitionsOfYesterday);
  const before = [
    { queryId: slower, calls: 30, totalMs: 30 },
    { queryId: unnamed, calls: 30, totalMs: 30 },
  ];
  await takeReading(db, readingAt(101, []));
  await takeReading(db, readingAt(100, before));
  await takeReading(db, readingAt(10, before));
  await takeReading(
    db,
    readingAt(9, [
      { queryId: slower, calls: 60, totalMs: 150 },
      { queryId: unnamed, calls: 60, totalMs: 150 },
      { queryId: added, calls: 10, totalMs: 50 },
    ]),
  );
  await db.write(system, async (tx) => {
    await storeStatementTexts(tx, [
      { queryId: slower, kind: 'STATEMENT', text: roleText, textKey: keyOfText(roleText) },
      {
        queryId: added,
        kind: 'STATEMENT',
        text: 'select $1::integer',
        textKey: keyOfText('select $1::integer'),
      },
    ]);
    await recordStatementCallers(tx, [{ name: 'jobs.list', textKey: keyOfText(roleText) }]);
    await recordDeploy(tx, { version: '1.0.0' });
    await recordUnreadServer(tx, { server: 'away:5432', state: 'UNKNOWN', problem: 'It is away.' });
    await recordMetrics(
      tx,
      [
        ['transactions.count', 3],
        ['transactions.failed', 1],
        ['transactions.mean_ms', 2],
        ['transactions.longest_ms', 4],
      ].map(([metric, value]) => ({
        metric: String(metric),
        value: Number(value),
        labels: { name: 'jobs.list', mode: 'read' },
      })),
    );
  });
  return {
    listStatementServers: [[administrator, listStatementServers]],
    listStatements: [
      [administrator, (tx) => listStatements(tx, { range: '1h', order: 'time', limit: 50 })],
      [
        administrator,
        (tx) => listStatements(tx, { range: '1h', order: 'time', limit: 9, caller: 'jobs.list' }),
      ],
      [administrator, (tx) => listStatements(tx, { range: '7d', order: 'wal', limit: 50 })],
    ],
    listStatementPoints: [
      [administrator, (tx) => listStatementPoints(tx, { range: '1h' })],
      [administrator, (tx) => listStatementPoints(tx, { range: '30d', queryId: slower })],
    ],
    listDeploys: [[administrator, listDeploys]],
    listChangedStatements: [
      [administrator, (tx) => listChangedStatements(tx, { range: '1h', since: 'before' })],
      [administrator, (tx) => listChangedStatements(tx, { range: '1h', since: 'yesterday' })],
      [administrator, (tx) => listChangedStatements(tx, { range: '1h', since: 'deploy' })],
    ],
    listProcedures: [[administrator, (tx) => listProcedures(tx, { range: '1h' })]],
    explainStatement: [
      [administrator, (tx) => explainStatement(tx, { queryId: slower })],
      [administrator, (tx) => explainStatement(tx, { queryId: unnamed })],
    ],
  };
}
