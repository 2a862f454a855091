import { listApplicationsInput } from '@namc/inputs/applications';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  countApplications,
  findOwnApplication,
  getApplication,
  getApplicationQueue,
  listApplications,
  listReviewers,
} from './queries.ts';

export async function queryRuns({
  db,
  administrator,
  support,
  system,
  find,
  member,
}: Association): Promise<Record<string, QueryRun[]>> {
  const of = (status: string, column: string) =>
    find(`select ${column} from membership_applications where status = '${status}' order by submitted_at`);
  const id = await of('SUBMITTED', 'id');
  const waiting = { kind: 'member', userId: await of('SUBMITTED', 'user_id') } as const;
  const declined = { kind: 'member', userId: await of('DECLINED', 'user_id') } as const;
  await db.write(system, async ({ sql }) => {
    await sql`insert into application_reviews (application_id, reviewer_id) values (${id}, ${support.userId})`;
    await sql`
      update california_contractors set dba_name = 'TEST PAT', full_business_name = 'TEST', second_name_type = 'Principal Name'
      where license_number = (select min(license_number) from california_contractors)`;
    await sql`
      update membership_applications set license_number = (select min(license_number) from california_contractors)
      where user_id = ${waiting.userId}`;
    await sql`update membership_applications set decided_by = ${administrator.userId} where status = 'DECLINED'`;
  });
  const decided = await of('DECLINED', 'id');
  const list = (status: 'SUBMITTED' | 'APPROVED'): QueryRun => [
    administrator,
    (tx) => listApplications(tx, listApplicationsInput.parse({ status, limit: 100 })),
  ];
  return {
    findOwnApplication: [
      [waiting, findOwnApplication],
      [declined, findOwnApplication],
    ],
    listReviewers: [[administrator, (tx) => listReviewers(tx, { id })]],
    listApplications: [list('SUBMITTED'), list('APPROVED')],
    countApplications: [[administrator, countApplications]],
    getApplicationQueue: [
      [administrator, getApplicationQueue],
      // Without the permission nothing is seen, so nothing waits.
      [member, getApplicationQueue],
    ],
    getApplication: [
      [administrator, (tx) => getApplication(tx, { id })],
      [administrator, (tx) => getApplication(tx, { id: decided })],
    ],
  };
}
