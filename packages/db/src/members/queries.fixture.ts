import { countMembersInput, memberOrders, searchMembersInput } from '@namc/inputs/member-lists';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { findMemberByEmail, listMembersByStatus } from './queries/accounts.ts';
import { findAddressee } from './queries/addressee.ts';
import { listExemptions } from './queries/exemptions.ts';
import { getLicenseNews } from './queries/license-news.ts';
import { countMembers, getMember, searchMembers } from './queries/staff.ts';
import { listTimeline } from './queries/timeline.ts';

export async function queryRuns({
  db,
  member,
  administrator,
  system,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const email = await find(`select email from users where id = '${userId}'`);
  const applicant = await find(`select user_id from membership_applications where status = 'SUBMITTED'`);
  const neverApplied = await find(
    'select id from users u where not exists (select from membership_applications a where a.user_id = u.id) order by u.created_at, u.id limit 1',
  );
  // The member's company has a license.
  await find(`
    update companies set license_number = coalesce(license_number, (
      select license_number from california_contractors c
      where not exists (select from companies f where f.license_number = c.license_number) limit 1))
    where id = (select company_id from company_people where user_id = '${userId}' order by since limit 1) returning id`);
  await db.write(system, async ({ sql }) => {
    await sql`insert into account_events (user_id, kind) values (${userId}, 'TWO_FACTOR_ON')`;
    // A change of the license in the last file.
    await sql`
      insert into contractor_changes (import_run_id, license_number, kind)
      select run.id, firm.license_number, 'gone' from contractor_import_runs run, shown_firms firm
      where firm.user_id = ${userId} order by run.finished_at desc limit 1`;
  });
  return {
    findAddressee: [[system, (tx) => findAddressee(tx, userId)]],
    findMemberByEmail: [[system, (tx) => findMemberByEmail(tx, { email })]],
    listMembersByStatus: [[system, (tx) => listMembersByStatus(tx, { status: 'ACTIVE', limit: 100 })]],
    searchMembers: memberOrders.map(
      (order): QueryRun => [
        administrator,
        (tx) => searchMembers(tx, searchMembersInput.parse({ limit: 100, order })),
      ],
    ),
    countMembers: [[administrator, (tx) => countMembers(tx, countMembersInput.parse({}))]],
    getMember: [
      [administrator, (tx) => getMember(tx, { userId })],
      [administrator, (tx) => getMember(tx, { userId: applicant })],
      [administrator, (tx) => getMember(tx, { userId: administrator.userId })],
      [administrator, (tx) => getMember(tx, { userId: neverApplied })],
    ],
    getLicenseNews: [[administrator, getLicenseNews]],
    listExemptions: [[administrator, listExemptions]],
    listTimeline: [[administrator, (tx) => listTimeline(tx, { userId, limit: 100 })]],
  };
}
