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
    -- The functions read a person’s terms and colleagues. Only whose last term is over can have lapsed.
    with over as materialized (
      select u.id, today from ${clock(sql)} join users u on u.status = 'ACTIVE'
      where exists (select from memberships m where m.user_id = u.id and m.status <> 'CANCELLED' and m.starts_on <= today)
        and not exists (
          select from memberships m where m.user_id = u.id and m.status <> 'CANCELLED' and m.starts_on <= today
            and m.ends_on + membership_grace_days() >= today))
    select ${lapsing(sql)} from over u
    where membership_standing_of(u.id, today) = 'LAPSED' and not exists (select from user_roles held where held.user_id = u.id and (held.expires_at is null or held.expires_at > now()))
    order by 1`;
  return members.map(({ userId }) => userId);
}

/**
 * Active members with a membership that ends soon or is in its grace, and whose notice of today’s step did not go out. For the
 * system.
 */
export async function listMembersToNotice({ sql }: Transaction): Promise<string[]> {
  const members = await rowsOf(sql, lapsing)`
    -- Most were told of their step already, and the functions read a person’s terms and colleagues.
    with untold as materialized (
      select m.id, m.user_id, m.tier_code, m.starts_on, m.ends_on, today from ${clock(sql)}
      join memberships m on m.status = 'ACTIVE'
        and m.ends_on between today - membership_grace_days() and today + membership_due_soon_days()
      where not exists (select from membership_notices n
                        where n.membership_id = m.id and n.step = membership_notice_step(m.ends_on, today)))
    select ${lapsing(sql)} from untold m
    join users u on u.id = m.user_id and u.status = 'ACTIVE'
    join membership_tiers t on t.code = m.tier_code
    where m.ends_on = membership_last_day(u.id, today) and paused_through(u.id, today) is null
      -- A short term is told of in its second half.
      and (t.period_months >= 12 or m.ends_on - today <= (m.ends_on - m.starts_on) / 2)
      and not exists (select from covering_of(u.id, today) found where found.standing is not null)
      -- A membership that renews by itself has a notice of its own.
      and (m.ends_on < today or not exists (
        select from automatic_renewals r where r.user_id = u.id and r.status = 'ON'))
    order by 1`;
  return members.map(({ userId }) => userId);
}
