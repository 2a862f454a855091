import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@namc/db';
import { type EmbeddedDatabase, startEmbedded } from '@namc/db/embedded';
import { migrate } from '@namc/db/migrate';
import { connect } from '@namc/db/testing/direct-client';
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
const kibibytes = (pid: number, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

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
      expect(await readiness()).toMatchObject({ status: 503, reason: expect.stringContaining('not answer') });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await becomesReady();
    expect(engine()).toBe(pid);
  });

  it('says not ready once the heap is full, though small questions are still answered, and ready after a restart', async () => {
    const pid = engine();
    const client = connect(embedded.url, { max: 1, applicationName: 'test', fetchTypes: false });
    // The heap of the engine can grow to gigabytes. A limit on its process makes it full sooner.
    execFileSync('prlimit', [`--pid=${pid}`, `--data=${(kibibytes(pid, 'VmData') + 64 * 1024) * 1024}`]);
    const fill = async (bytes: number) => {
      // A prepared statement stays for as long as its session.
      for (let number = 0; ; number += 1) {
        const text = 'x'.repeat(bytes);
        await client.unsafe(`prepare filler_${bytes}_${number} as select '${text}'`);
      }
    };
    await expect(fill(4 * 1024 * 1024)).rejects.toMatchObject({ code: '53200' });
    expect(await client`select 1 as one`).toMatchObject([{ one: 1 }]);
    expect(await readiness()).toMatchObject({
      status: 503,
      reason: expect.stringContaining('cannot answer'),
    });
    await client.end({ timeout: 0 });
    await becomesReady();
    expect(engine()).not.toBe(pid);
  });
});
