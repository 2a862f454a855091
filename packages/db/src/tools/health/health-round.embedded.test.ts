import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { healthCheckNames } from '@namc/inputs/health';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginBackup, recordProvenBackup } from '../../backups/commands.ts';
import { systemActor } from '../../engine/actors.ts';
import { type Database, openDatabase } from '../../engine/database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../engine/embedded/start.ts';
import { makeKey, readKeyRing } from '../../engine/secrets/key-ring.ts';
import { fingerprintsOf, noteKeys } from '../../health/commands/keys.ts';
import { addMinute, measured, minuteAgo } from '../../service-levels/factory.ts';
import { migrate } from '../migrate/migrate.ts';
import { checkHealth } from './health-round.ts';
import { getVerdict } from './show-health.ts';

const cli = fileURLToPath(new URL('../cli/portal.ts', import.meta.url));
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

/** Runs `portal health` on the folder, which no other process may hold meanwhile. */
function runHealth(): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [cli, 'health'], {
    env: { ...process.env, DATABASE_URL: '', DATA_DIRECTORY: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
}

it('on the embedded database the checks that make sense there run, and the others say why they do not apply', async () => {
  // The portal ran a minute ago, and its worker noted its keys.
  await addMinute(db, measured(minuteAgo(1), {}));
  const held = {
    encryption: readKeyRing(makeKey()),
    seal: readKeyRing(makeKey()),
    cookieSecret: undefined,
    metricsToken: undefined,
  };
  await db.write(systemActor('test'), (tx) => noteKeys(tx, fingerprintsOf(held)));
  const backup = { place: '/backups', name: 'last night' };
  await db.write(systemActor('test'), async (tx) =>
    recordProvenBackup(tx, { id: await beginBackup(tx, backup), bytes: 1, files: 0, sha256: 'a'.repeat(64) }),
  );
  await checkHealth(db, { serverUrls: [embedded.url], isEmbedded: true });
  const { counts, attention, state } = await db.read(systemActor('test'), getVerdict);
  expect(attention.map(({ name, says }) => `${name}: ${says}`)).toEqual([]);
  expect(state).toBe('ok');
  expect(counts.ok + counts['not applicable']).toBe(healthCheckNames.length);
  expect(counts.ok).toBeGreaterThanOrEqual(8);
  await db.close();
  await embedded.close();
  const { code, out } = await runHealth();
  expect(out).toMatch(/^Healthy\. Nothing needs attention\.\n/);
  expect(out).toContain('n/a  replication-lag: The embedded database has no replicas.');
  expect(code).toBe(0);
});
