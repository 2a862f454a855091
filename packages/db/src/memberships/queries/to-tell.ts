import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { users } from '../../members/tables.ts';
import { clock } from './standing.ts';

const lapsing = pick(users, { userId: 'id' }, 'u');

/**
 * Active members whose grace is over. Staff are left out: an account with a role would lose it with its membership, and the
 * association could lose its last administrator. For the system.
 */
export async function listMembersToLapse({ sql }: Transaction): Promise<string[]> {
  const members = await rowsOf(sql, lapsing)`
    select ${lapsing(sql)} from ${clock(sql)}
    join users u on u.status = 'ACTIVE' and membership_standing_of(u.id, today) = 'LAPSED'
    where not exists (select from user_roles held where held.user_id = u.id and (held.expires_at is null or held.expires_at > now()))
    order by 1`;
  return members.map(({ userId }) => userId);
}

/**
 * Active members with a membership that ends soon or is in its grace, and whose notice of today’s step did not go out. For the
 * system.
 */
export async function listMembersToNotice({ sql }: Transaction): Promise<string[]> {
  const members = await rowsOf(sql, lapsing)`
    select ${lapsing(sql)} from ${clock(sql)}
    join memberships m on m.status = 'ACTIVE'
      and m.ends_on between today - membership_grace_days() and today + membership_due_soon_days()
    join users u on u.id = m.user_id and u.status = 'ACTIVE'
    join membership_tiers t on t.code = m.tier_code
    where m.ends_on = membership_last_day(u.id, today) and paused_through(u.id, today) is null
      -- A short term is told of in its second half.
      and (t.period_months >= 12 or m.ends_on - today <= (m.ends_on - m.starts_on) / 2)
      and not exists (select from covering_of(u.id, today) found where found.standing is not null)
      -- A membership that renews by itself has a notice of its own.
      and (m.ends_on < today or not exists (
        select from automatic_renewals r where r.user_id = u.id and r.status = 'ON'))
      and not exists (select from membership_notices n
                      where n.membership_id = m.id and n.step = membership_notice_step(m.ends_on, today))
    order by 1`;
  return members.map(({ userId }) => userId);
}
