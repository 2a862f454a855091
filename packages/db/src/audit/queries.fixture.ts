import { listAuditInput } from '@namc/inputs/audit';
import { reinstateMember, suspendMember } from '../members/commands.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listAdminActions, listRowChanges } from './queries.ts';

export async function queryRuns({
  db,
  administrator,
  system,
  member,
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
  const all = listAuditInput.parse({ limit: 100 });
  const ofAccount = listAuditInput.parse({ targetUserId: member.userId });
  return {
    listAdminActions: [[administrator, (tx) => listAdminActions(tx, all)]],
    listRowChanges: [
      [administrator, (tx) => listRowChanges(tx, all)],
      [administrator, (tx) => listRowChanges(tx, ofAccount)],
    ],
  };
}
