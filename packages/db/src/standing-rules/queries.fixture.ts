import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listOwnRules, listStandingRules } from './queries.ts';

export async function queryRuns({
  db,
  member,
  administrator,
}: Association): Promise<Record<string, QueryRun[]>> {
  const lapsed = await addMember(db, { status: 'LAPSED' });
  return {
    listOwnRules: [
      [member, (tx) => listOwnRules(tx)],
      [{ kind: 'member', userId: lapsed }, (tx) => listOwnRules(tx)],
    ],
    listStandingRules: [[administrator, (tx) => listStandingRules(tx)]],
  };
}
