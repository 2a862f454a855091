import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Database } from '@namc/db';
import type { Cluster } from '@namc/db/testing/cluster';
import type { SentStatement } from '@namc/db/testing/recorded-statements';
import type { Session } from '../measure/pgbench.ts';
import { searchSettings } from '../measure/pgbench.ts';
import type { SearchForm } from './forms.ts';
import { type RunningServer, startServer } from './server.ts';

/** One checkout with a cluster of its own, its contractors, its query functions and its API. */
export interface Side {
  name: string;
  cluster: Cluster;
  db: Database;
  api: RunningServer;
  forms: SearchForm[];
  session: Session;
  /** The rows of a form's query function, as a visitor. */
  ask(form: SearchForm): Promise<unknown>;
  /** The main statement of a form, and the tables that its plan reads from end to end. */
  mainStatement(form: SearchForm): Promise<{ statement: SentStatement; whole: string[] }>;
  multiplyByTen(): Promise<void>;
  stop(): Promise<void>;
}

/** The clusters of checkouts from before the separate logins have one for everything. */
type OlderCluster = Cluster & { applicationUrl?(database: string): string };

/** Starts the servers of a checkout, and fills its database by its own import. */
export async function openSide(
  { name, checkout }: { name: string; checkout: string },
  { rows, folder }: { rows: number; folder: string },
): Promise<Side> {
  const { resolve } = createRequire(join(checkout, 'packages/workbench/package.json'));
  const load = (module: string) => import(pathToFileURL(resolve(module)).href);
  const loadOwn = (file: string) =>
    import(pathToFileURL(join(checkout, 'packages/workbench/src/bench/contractors', file)).href);
  const { openDatabase, visitor }: typeof import('@namc/db') = await load('@namc/db');
  const { startCluster }: typeof import('@namc/db/testing/cluster') = await load('@namc/db/testing/cluster');
  const { buildTemplate }: typeof import('@namc/db/testing/template') =
    await load('@namc/db/testing/template');
  const recorded: typeof import('@namc/db/testing/recorded-statements') = await load(
    '@namc/db/testing/recorded-statements',
  );
  const { forms }: typeof import('./forms.ts') = await loadOwn('forms.ts');
  const fill: typeof import('./fill.ts') = await loadOwn('fill.ts');

  const cluster: OlderCluster = await startCluster({ shared_buffers: '4GB', max_wal_size: '8GB' });
  const database = await buildTemplate(cluster);
  const older = cluster.applicationUrl?.(database);
  const urls = older ? { url: older, staffUrl: older, systemUrl: older } : cluster.urls(database);
  await fill.fillContractors(older ? cluster.ownerUrl(database) : cluster.importUrl(database), folder, rows);
  const db = openDatabase({
    ...(older ? { url: older } : urls),
    maxConnections: 8,
    applicationName: 'bench',
  });
  const api = await startServer(urls, checkout);
  return {
    name,
    cluster,
    db,
    api,
    forms,
    session: { url: urls.url, settings: searchSettings },
    ask: (form) => db.read(visitor, form.run),
    mainStatement: (form) =>
      db.read(visitor, async (tx) => {
        const record = recorded.recordStatements(tx);
        await form.run(record.tx);
        // The statements before it look up words and places.
        const statement = record.sent().at(-1);
        if (!statement) throw new Error(`${form.name} sends no statement.`);
        return { statement, whole: recorded.scannedWhole(await recorded.explain(tx, statement)) };
      }),
    multiplyByTen: () => fill.multiplyByTen(cluster.superuserUrl(database)),
    stop: async () => {
      await api.stop();
      await db.close();
      await cluster.stop();
    },
  };
}
