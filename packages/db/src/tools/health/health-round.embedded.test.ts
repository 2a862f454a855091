import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthCheckNames } from '@namc/inputs/health';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { type Database, openDatabase } from '../../engine/database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../engine/embedded/start.ts';
import { migrate } from '../migrate/migrate.ts';
import { checkHealth } from './health-round.ts';
import { getVerdict } from './show-health.ts';

const directory = mkdtempSync(join(tmpdir(), 'namc-health-'));
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

it('on the embedded database the checks that make sense there run, and the others say why they do not apply', async () => {
  await checkHealth(db, { serverUrls: [embedded.url], isEmbedded: true });
  const { counts, attention, state } = await db.read(systemActor('test'), getVerdict);
  expect(attention.map(({ name, says }) => `${name}: ${says}`)).toEqual([]);
  expect(state).toBe('ok');
  expect(counts.ok + counts['not applicable']).toBe(healthCheckNames.length);
  expect(counts.ok).toBeGreaterThanOrEqual(8);
});
