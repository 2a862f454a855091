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
  listOwnUpgrades,
  listPauses,
  listUpgrades,
} from './queries.ts';

const newcomer = {
  email: 'new@example.org',
  firstName: 'New',
  lastName: 'Person',
  company: '',
  tierCode: 'REGULAR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  basis: 'DUES',
  note: '',
} as const;

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
    listOwnUpgrades: [[member, listOwnUpgrades]],
    listPauses: [[system, (tx) => listPauses(tx, { userId: member.userId })]],
    listUpgrades: [[system, (tx) => listUpgrades(tx, { userId: member.userId })]],
    judgeNewMember: [
      [system, (tx) => judgeNewMember(tx, newcomer)],
      [system, (tx) => judgeNewMember(tx, { ...newcomer, licenseNumber: '0' })],
    ],
    listMembersToLapse: [[system, listMembersToLapse]],
    listMembersToNotice: [[system, listMembersToNotice]],
    listEndingMemberships: [[system, (tx) => listEndingMemberships(tx, { by: '2099-12-31', limit: 10 })]],
  };
}
