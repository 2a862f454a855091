import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  findOwnMembership,
  findStanding,
  getMembershipFigures,
  getRenewal,
  judgeNewMember,
  listAllTiers,
  listEndingMemberships,
  listMemberships,
  listMembersToLapse,
  listMembersToNotice,
  listOfferedTiers,
  listOwnMemberships,
} from './queries.ts';

export async function queryRuns({ member, system }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listOfferedTiers: [[{ kind: 'visitor' }, listOfferedTiers]],
    listAllTiers: [[system, listAllTiers]],
    listMemberships: [[system, (tx) => listMemberships(tx, { userId: member.userId })]],
    getMembershipFigures: [[system, getMembershipFigures]],
    findOwnMembership: [[member, findOwnMembership]],
    listOwnMemberships: [[member, listOwnMemberships]],
    findStanding: [[system, (tx) => findStanding(tx, { userId: member.userId })]],
    getRenewal: [[system, (tx) => getRenewal(tx, { userId: member.userId })]],
    judgeNewMember: [
      [system, (tx) => judgeNewMember(tx, { email: 'new@example.org', licenseNumber: undefined, tierCode: 'REGULAR' })],
      [system, (tx) => judgeNewMember(tx, { email: 'new@example.org', licenseNumber: '0', tierCode: 'REGULAR' })],
    ],
    listMembersToLapse: [[system, listMembersToLapse]],
    listMembersToNotice: [[system, listMembersToNotice]],
    listEndingMemberships: [[system, (tx) => listEndingMemberships(tx, { by: '2099-12-31', limit: 10 })]],
  };
}
