import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { pauseMembership } from './commands/pauses.ts';
import { startMembership } from './commands/terms.ts';
import { judgeNewMember, listNamesakes } from './queries/newcomers.ts';
import { getRenewal, listOwnUpgrades, listUpgrades } from './queries/renewals.ts';
import { findOwnMembership, findStanding, listPauses } from './queries/standing.ts';
import {
  getMembershipFigures,
  listEndingMemberships,
  listMemberships,
  listOwnMemberships,
} from './queries/terms.ts';
import { listAllTiers, listOfferedTiers } from './queries/tiers.ts';
import { listMembersToLapse, listMembersToNotice } from './queries/to-tell.ts';

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

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Somebody whose term ends so many days from today. */
async function memberEndingIn(db: Association['db'], left: number): Promise<string> {
  const userId = await addMember(db);
  const term = { userId, tierCode: 'REGULAR', startsOn: day(left - 364), endsOn: day(left) };
  await db.write({ kind: 'system', name: 'fixture' }, (tx) => startMembership(tx, term));
  return userId;
}

export async function queryRuns({
  db,
  member,
  system,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const [resting, lapsed] = [await memberEndingIn(db, 100), await memberEndingIn(db, -60)];
  const pause = { userId: resting, reason: 'Illness', portal: 'https://portal.example.org' };
  // The first day of the pause is today in California, wherever the test runs.
  const today = await find(`select (now() at time zone 'America/Los_Angeles')::date::text`);
  for (const [startsOn, endsOn] of [
    [today, day(9)],
    [day(20), day(29)],
  ] as const)
    await db.write(administrator, (tx) => pauseMembership(tx, { ...pause, startsOn, endsOn }));
  await find(
    `update membership_pauses set paused_by = null where user_id = '${resting}' and starts_on = '${today}' returning id`,
  );
  const upgrader = await memberEndingIn(db, 100);
  const [covered, colleague] = [await memberEndingIn(db, -90), await memberEndingIn(db, 200)];
  await find(`
    with tier as (
      insert into membership_tiers (code, name, description, member_type, annual_dues_cents, covers_people)
      values ('FIRMS', 'Firms', 'For firms', 'CORPORATE', 100000, true) returning code),
    firm as (insert into companies (name) values ('Example Covering') returning id)
    insert into company_people (company_id, user_id, role)
    select id, person, 'OWNER' from firm, tier, unnest('{${covered},${colleague}}'::uuid[]) person returning id`);
  await find(`update memberships set tier_code = 'FIRMS' where user_id = '${colleague}' returning id`);
  return {
    listOfferedTiers: [[{ kind: 'visitor' }, listOfferedTiers]],
    listAllTiers: [[system, listAllTiers]],
    listMemberships: [[system, (tx) => listMemberships(tx, { userId: member.userId })]],
    getMembershipFigures: [[system, getMembershipFigures]],
    findOwnMembership: [[member, findOwnMembership]],
    listOwnMemberships: [[member, listOwnMemberships]],
    findStanding: [
      [system, (tx) => findStanding(tx, { userId: member.userId })],
      [system, (tx) => findStanding(tx, { userId: resting })],
      [system, (tx) => findStanding(tx, { userId: covered })],
    ],
    getRenewal: [
      [system, (tx) => getRenewal(tx, { userId: member.userId })],
      [system, (tx) => getRenewal(tx, { userId: lapsed })],
    ],
    listOwnUpgrades: [[{ kind: 'member', userId: upgrader }, listOwnUpgrades]],
    listPauses: [[system, (tx) => listPauses(tx, { userId: resting })]],
    listUpgrades: [[system, (tx) => listUpgrades(tx, { userId: upgrader })]],
    listNamesakes: [[administrator, (tx) => listNamesakes(tx, { name: 'Example Covering' })]],
    judgeNewMember: [
      [system, (tx) => judgeNewMember(tx, newcomer)],
      [system, (tx) => judgeNewMember(tx, { ...newcomer, licenseNumber: '0' })],
    ],
    listMembersToLapse: [[system, listMembersToLapse]],
    listMembersToNotice: [[system, listMembersToNotice]],
    listEndingMemberships: [[system, (tx) => listEndingMemberships(tx, { by: '2099-12-31', limit: 10 })]],
  };
}
