import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAuditInput } from '@namc/inputs/audit';
import { Unavailable } from '../engine/errors.ts';
import { reinstateMember, suspendMember } from '../members/commands.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { storeVerification } from './commands.ts';
import { getSealState, listAdminActions, listRowChanges } from './queries.ts';
import { ObjectStore } from './seal/object-store.ts';
import { sealTrail } from './seal/seal-trail.ts';

/** An object store in memory, which stops taking objects once it is told to. */
class KeptInMemory extends ObjectStore {
  isDown = false;
  readonly #objects = new Map<string, string>();

  override async put(key: string, text: string): Promise<boolean> {
    if (this.isDown) throw new Unavailable('The object store does not answer.');
    if (this.#objects.has(key)) return false;
    this.#objects.set(key, text);
    return true;
  }

  override async findAfter(key: string): Promise<string | undefined> {
    return [...this.#objects.keys()].sort().find((other) => other > key);
  }

  override async read(key: string): Promise<string> {
    return this.#objects.get(key) ?? '';
  }
}

export async function queryRuns({
  db,
  administrator,
  system,
  member,
  runNow,
}: Association): Promise<Record<string, QueryRun[]>> {
  const act = { userId: member.userId, reason: 'For a test.' };
  await db.write(administrator, (tx) => suspendMember(tx, act));
  await db.write(administrator, (tx) =>
    reinstateMember(tx, { ...act, portal: 'https://portal.example.org' }),
  );
  // The system acts on no account, and a row of roles belongs to none.
  await db.write(system, async ({ sql }) => {
    await sql`insert into admin_actions (action, actor) values ('roles.change', 'system:test')`;
    await sql`update roles set description = description || '.' where code = 'support'`;
  });
  // Before the first seal, while rows wait; then with everything.
  await runNow('getSealState', [administrator, getSealState]);
  const folder = await mkdtemp(join(tmpdir(), 'namc-anchor-'));
  const store = new KeptInMemory('s3://test');
  const options = {
    key: { id: 'test', secret: randomBytes(32) },
    anchor: { file: join(folder, 'anchor.jsonl'), store: { objects: store } },
  };
  for (let run = 0; run < 2; run += 1) {
    await sealTrail(db, options);
    await db.write(
      system,
      ({ sql }) => sql`update roles set description = description || '.' where code = 'support'`,
    );
  }
  store.isDown = true;
  // The run after the one whose seals the store did not take says so.
  await sealTrail(db, options);
  await db.write(
    system,
    ({ sql }) => sql`update roles set description = description || '.' where code = 'support'`,
  );
  await sealTrail(db, options);
  // Nothing waits for its seal.
  await runNow('getSealState', [administrator, getSealState]);
  await rm(folder, { recursive: true });
  await db.write(system, (tx) =>
    storeVerification(tx, {
      verifiedBy: 'test',
      key: options.key,
      startedAt: new Date(),
      rows: 1,
      batches: 1,
      end: undefined,
      unsealed: 0,
      problems: [],
      notes: [],
      comparedAnchor: true,
      comparedState: true,
      bypassedPolicies: true,
    }),
  );
  const all = listAuditInput.parse({ limit: 100 });
  const ofAccount = listAuditInput.parse({ targetUserId: member.userId });
  return {
    getSealState: [[administrator, getSealState]],
    listAdminActions: [[administrator, (tx) => listAdminActions(tx, all)]],
    listRowChanges: [
      [administrator, (tx) => listRowChanges(tx, all)],
      [administrator, (tx) => listRowChanges(tx, ofAccount)],
    ],
  };
}
