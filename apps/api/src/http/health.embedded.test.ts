import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@namc/db';
import { type EmbeddedDatabase, startEmbedded } from '@namc/db/embedded';
import { migrate } from '@namc/db/migrate';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from './health.ts';

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-health-'));
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await startEmbedded({ directory });
  await migrate({ ownerUrl: embedded.url, embedded: true });
  db = openDatabase({ url: embedded.url, maxConnections: 1 });
});

afterAll(async () => {
  await db.close();
  await embedded.close();
  rmSync(directory, { recursive: true, force: true });
});

const engine = (): number => JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')).pid;

async function readiness(): Promise<{ status: number; reason?: string }> {
  const health = createHealth({ db, logger: pino({ level: 'silent' }), ping: embedded.ping });
  const answer = await health.request('/readyz');
  return { ...((await answer.json()) as object), status: answer.status };
}
const becomesReady = () => expect.poll(readiness, { timeout: 50_000 }).toMatchObject({ status: 200 });

describe('/readyz over the embedded database', () => {
  it('says not ready while the engine hangs, and ready when it goes on', async () => {
    expect(await readiness()).toEqual({ status: 200 });
    const pid = engine();
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await readiness()).toMatchObject({ status: 503 });
      await expect(embedded.ping()).rejects.toThrow('does not answer');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await becomesReady();
    expect(engine()).toBe(pid);
  });
});
