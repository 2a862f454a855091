import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAuditInput } from '@namc/inputs/audit';
import { reinstateMember, suspendMember } from '../members/commands.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { storeVerification } from './commands.ts';
import { getSealState, listAdminActions, listRowChanges } from './queries.ts';
import { sealTrail } from './seal/seal-trail.ts';

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
  const options = {
    key: { id: 'test', secret: randomBytes(32) },
    anchor: { file: join(folder, 'anchor.jsonl') },
  };
  for (let run = 0; run < 2; run += 1) {
    await sealTrail(db, options);
    await db.write(
      system,
      ({ sql }) => sql`update roles set description = description || '.' where code = 'support'`,
    );
  }
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
