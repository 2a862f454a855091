import { addColleague, addSampleCompany } from '../companies/factory.ts';
import { addMember } from '../members/factory.ts';
import { startMembership } from '../memberships/commands/terms.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { findCovering, listCoveringsToEnd, listPeopleToCover } from './queries.ts';

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

export async function queryRuns({ db, system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const [ownerId, userId, coveredId, formerId] = [
    await addMember(db),
    await addMember(db),
    await addMember(db),
    await addMember(db),
  ];
  await find(`
    insert into membership_tiers (code, name, description, member_type, annual_dues_cents, covers_people)
    values ('COVERING', 'Covering', 'For firms', 'CORPORATE', 100000, true) returning code`);
  const term = { userId: ownerId, tierCode: 'COVERING', startsOn: day(-30), endsOn: day(300) };
  await db.write({ kind: 'system', name: 'fixture' }, (tx) => startMembership(tx, term));
  const companyId = await addSampleCompany(db, ownerId, 'Covering Builders');
  await addColleague(db, { companyId, ownerId }, userId);
  await addColleague(db, { companyId, ownerId }, coveredId);
  for (const told of [coveredId, formerId])
    await find(
      `insert into membership_coverings (user_id, starts_on) values ('${told}', '${day(-30)}') returning id`,
    );
  return {
    findCovering: [[system, (tx) => findCovering(tx, { userId })]],
    listPeopleToCover: [[system, listPeopleToCover]],
    listCoveringsToEnd: [[system, listCoveringsToEnd]],
  };
}
