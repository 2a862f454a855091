import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  findOwnMembership,
  getMembershipFigures,
  listEndingMemberships,
  listMemberships,
  listOfferedTiers,
} from './queries.ts';

export async function queryRuns({ member, system }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listOfferedTiers: [[{ kind: 'visitor' }, listOfferedTiers]],
    listMemberships: [[system, (tx) => listMemberships(tx, { userId: member.userId })]],
    getMembershipFigures: [[system, getMembershipFigures]],
    findOwnMembership: [[member, findOwnMembership]],
    listEndingMemberships: [[system, (tx) => listEndingMemberships(tx, { by: '2099-12-31', limit: 10 })]],
  };
}
