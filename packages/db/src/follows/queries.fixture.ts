import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listFollowedNumbers, listFollows, listLicenseNotices, listPeopleToTell } from './queries.ts';

export async function queryRuns({
  system,
  member,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  await find(`
    with firms as (
      insert into california_contractors (license_number, business_name, primary_status, classifications, region)
      values ('91000001', 'EXAMPLE FOLLOWED INC', 'CLEAR', '{B}', 'NORTH'), ('91000002', 'EXAMPLE STILL INC', 'CLEAR', '{B}', 'NORTH')
      returning license_number)
    insert into follows (user_id, license_number, note)
    select '${member.userId}', license_number, case when license_number = '91000001' then 'Bids with us.' end from firms
    returning user_id`);
  await find(`
    insert into contractor_changes (import_run_id, license_number, kind, before, after)
    select id, '91000001', 'status_changed', 'CLEAR', 'Work Comp Susp' from contractor_import_runs returning id`);
  await find(`
    insert into followed_changes (user_id, license_number, kind, after, is_own)
    values ('${member.userId}', '91000001', 'expires_soon', '2027-01-31', false),
           ('${member.userId}', '91000001', 'own_day_ahead', 'expiration 2027-01-31 30', true) returning id`);
  // A notice of a company's own license, and one of a license that no company has any more.
  await find(
    `insert into companies (name, license_number) values ('Example Followed', '91000001') returning id`,
  );
  await find(`
    insert into followed_changes (user_id, license_number, kind, is_own)
    values ('${member.userId}', '91000002', 'gone', true) returning id`);
  return {
    listFollows: [[member, listFollows]],
    listFollowedNumbers: [[member, listFollowedNumbers]],
    listLicenseNotices: [[administrator, (tx) => listLicenseNotices(tx, { limit: 50 })]],
    listPeopleToTell: [[system, (tx) => listPeopleToTell(tx, { isWeekly: true })]],
  };
}
