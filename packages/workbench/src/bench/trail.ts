/**
 * `npm run bench trail -- [--rows 1000000]`: rows of the audit trail that are sealed and verified in a second, the part of
 * the verification that compares the present rows, and a run of the sealer that finds nothing new.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase, systemActor } from '@namc/db';
import { readAnchor } from '@namc/db/audit/seal/anchor';
import { sealTrail } from '@namc/db/audit/seal/seal-trail';
import { verifyTrail } from '@namc/db/audit/seal/verify-trail';
import { addMember } from '@namc/db/members/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { buildTemplate } from '@namc/db/testing/template';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const members = 1_000;
const rounds = Math.max(1, Math.round(Number(values.rows) / members));
const system = systemActor('bench');

const cluster = await startCluster({ shared_buffers: '1GB', max_wal_size: '8GB' });
const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
try {
  const database = await buildTemplate(cluster);
  const db = openDatabase({ ...cluster.urls(database), statementTimeoutMs: 600_000 });
  for (let n = 0; n < members; n += 1) await addMember(db);
  // Each change goes through the trigger, so that the trail agrees with the rows.
  for (let round = 0; round < rounds; round += 1) {
    await db.write(system, ({ sql }) => sql`update users set city = ${`City ${round}`}`);
  }
  const key = { id: 'bench', secret: randomBytes(32) };
  const anchor = { file: join(folder, 'anchor.jsonl') };
  const seconds = async <T>(run: () => Promise<T>): Promise<[T, number]> => {
    const began = performance.now();
    const value = await run();
    return [value, (performance.now() - began) / 1000];
  };
  const say = (what: string, rows: number, took: number) =>
    console.log(
      `${what.padEnd(44)} ${rows.toLocaleString('en-US').padStart(10)} rows ${took.toFixed(2).padStart(8)} s ${Math.round(
        rows / took,
      )
        .toLocaleString('en-US')
        .padStart(9)} rows/s`,
    );

  const [{ rows }, sealing] = await seconds(() => sealTrail(db, { key, anchor }));
  say('sealed', rows, sealing);
  const [, idle] = await seconds(() => sealTrail(db, { key, anchor }));
  console.log(`a run of the sealer that finds nothing new      ${(idle * 1000).toFixed(0)} ms`);
  const verify = async (withState: boolean) =>
    verifyTrail({
      url: cluster.superuserUrl(database),
      embedded: false,
      keys: [key],
      anchor: await readAnchor(anchor.file),
      withState,
      longestUnsealedSeconds: 600,
    });
  for (const withState of [false, true]) {
    const [verified, took] = await seconds(() => verify(withState));
    say(withState ? 'verified, with the present rows' : 'verified', verified.rows, took);
    if (verified.problems.length > 0) throw new Error(verified.problems[0]?.message);
  }
  await db.close();
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
