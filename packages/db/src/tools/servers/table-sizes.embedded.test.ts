import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { type Database, openDatabase } from '../../engine/database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../engine/embedded/start.ts';
import { recordTableSizes } from '../../metrics/commands.ts';
import { listTableDays } from '../../metrics/queries.ts';
import { migrate } from '../migrate/migrate.ts';
import { listTableIndexes } from './table-indexes.ts';
import { listTableSizes } from './table-sizes.ts';
import { watchServers } from './watch-servers.ts';

const system = systemActor('test');
const directory = mkdtempSync(join(tmpdir(), 'namc-tables-'));
let embedded: EmbeddedDatabase;
let db: Database;
beforeAll(async () => {
  embedded = await startEmbedded({ directory, onProgress: () => undefined });
  await migrate({ ownerUrl: embedded.url, embedded: true });
  db = openDatabase({ url: embedded.url, maxConnections: 1, isEmbedded: true });
});
afterAll(async () => {
  await db?.close();
  await embedded?.close();
  rmSync(directory, { recursive: true, force: true });
});

it('the embedded database tells the sizes of its tables and indexes, and keeps a day of them', async () => {
  const asker = {
    db,
    actor: system,
    servers: watchServers({ serverUrls: [embedded.url], isEmbedded: true }),
  };
  const { tables, ...answer } = await listTableSizes(asker);
  expect(answer).toMatchObject({ isEmbedded: true, problem: null });
  expect(tables.find(({ name }) => name === 'users')?.indexBytes).toBeGreaterThan(0);
  const { indexes } = await listTableIndexes(asker, { table: 'users' });
  expect(indexes.find(({ isPrimaryKey }) => isPrimaryKey)?.pointedTo).toBeGreaterThan(5);
  await db.write(system, recordTableSizes);
  const days = await db.read(system, (tx) => listTableDays(tx, { table: 'users' }));
  expect(days.filter(({ bytes }) => bytes !== null)).toHaveLength(1);
});
