import { recordAdminAction } from '../audit/commands.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';

const declineReason =
  'You don’t have a contractor’s license, and your jobs are above the limit where one is required';

/** Adds the applications of everybody who applied here, with the staff's decisions. */
export async function addApplications(tx: WriteTransaction): Promise<void> {
  const { sql } = tx;
  await sql`
    insert into membership_applications (user_id, company, tier_code, status, submitted_at, created_at, statement, reason, decided_at)
    select id, firms.company, member_type, case status when 'PENDING' then 'SUBMITTED' when 'ACTIVE' then 'APPROVED' else 'DECLINED' end,
           created_at, created_at,
           'We would like to bid together with other members.',
           case when status = 'DECLINED' then ${declineReason} end,
           case when status <> 'PENDING' then created_at + interval '2 days' end
    from unnest(${people.map(({ name }) => personId(name[1]))}::uuid[], ${people.map(({ company }) => company)}::text[]) as firms (id, company)
      join users using (id) where status in ('PENDING', 'DECLINED', 'ACTIVE')`;
  await claimLicenses(tx);
  for (const { name, status } of people) {
    if (status !== 'DECLINED' && status !== 'SUSPENDED') continue;
    const decision =
      status === 'DECLINED'
        ? { action: 'applications.decline', reason: declineReason }
        : {
            action: 'members.suspend',
            reason: 'Dues unpaid for a second year; will be lifted when they are',
          };
    await recordAdminAction(tx, { ...decision, targetUserId: personId(name[1]) });
  }
}

/**
 * One applicant claims a license with the same name and one a license with another name, if there are any to claim.
 */
async function claimLicenses({ sql }: WriteTransaction): Promise<void> {
  await sql`
    with applicants as (
      select user_id, row_number() over (order by submitted_at) as place
      from membership_applications where status = 'SUBMITTED' order by submitted_at limit 2
    ), licenses as (
      select license_number, business_name, row_number() over (order by precedence, license_number) as place
      from california_contractors where gone_at is null order by precedence, license_number limit 2
    )
    update membership_applications a set license_number = licenses.license_number,
      company = case place when 1 then initcap(licenses.business_name) else company end
    from applicants join licenses using (place) where a.user_id = applicants.user_id`;
}
