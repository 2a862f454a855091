import type { Actor } from '../../engine/actors.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import type { Database } from '../../engine/database.ts';
import type { ServerRows, WatchedServers } from './watch-servers.ts';

export interface Asker {
  db: Database;
  actor: Actor;
  servers: WatchedServers;
}

/** Asks every server about its own tables; the embedded database over the portal's connection, which is its only one. */
export async function askCatalog<Row extends object>(
  { db, actor, servers }: Asker,
  statement: (sql: TransactionClient) => PromiseLike<readonly Row[]>,
): Promise<ServerRows<Row>[]> {
  if (!servers.isEmbedded) return servers.ask(statement);
  const rows = await db.read(actor, async ({ sql }) => [...(await statement(sql))], {
    name: 'servers: catalog',
  });
  return [{ server: 'embedded', isReplica: false, problem: null, isApplicable: true, rows }];
}
