import { expiryNoticeDays } from '@namc/inputs/follows';
import { and, isNotNull, lt, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { followedChanges } from '../tables.ts';

/**
 * Notes the dates that followers are to hear of without a new file: a last day within 30 days, and a cancellation of the
 * contractor bond or of workers' compensation that takes effect, unless a later bond or policy has replaced it. A date
 * is noted once. One that passed up to a week ago is noted too, because the worker may have been off that day. For the
 * system.
 */
export async function noteDueDates({ sql: query }: WriteTransaction): Promise<void> {
  await query`
    insert into followed_changes (user_id, license_number, kind, after)
    select follows.user_id, follows.license_number, due.kind, due.day::text
    from follows
    join users on users.id = follows.user_id and users.status = 'ACTIVE'
    join california_contractors c on c.license_number = follows.license_number
    cross join (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    cross join lateral (values
      ('expires_soon', c.expiration_date, c.expiration_date between today and today + ${expiryNoticeDays}::int),
      ('bond_cancellation_due', c.contractor_bond_cancellation_date,
       c.contractor_bond_cancellation_date between today - 7 and today
       and (c.contractor_bond_cancellation_date <= c.last_updated) is not true
       and (c.contractor_bond_effective_date >= c.contractor_bond_cancellation_date) is not true),
      ('workers_comp_cancellation_due', c.workers_comp_cancellation_date,
       c.workers_comp_cancellation_date between today - 7 and today
       and (c.workers_comp_cancellation_date <= c.last_updated) is not true
       and (c.workers_comp_effective_date >= c.workers_comp_cancellation_date) is not true)
    ) due (kind, day, is_due)
    where due.is_due and c.gone_at is null and c.primary_status = 'CLEAR'
    on conflict do nothing`;
}

/**
 * Deletes what people heard of more than a year ago. An undone import is the last one, so that nothing that old can come
 * again. For the system.
 */
export async function forgetToldChanges({ orm }: WriteTransaction): Promise<void> {
  await orm
    .delete(followedChanges)
    .where(
      and(isNotNull(followedChanges.toldAt), lt(followedChanges.toldAt, sql`now() - interval '1 year'`)),
    );
}
