import { reminderDays } from '@namc/inputs/certifications';
import { isToldAhead } from '@namc/inputs/due-words';
import { aheadKind, type DueKind, expiryNoticeDays } from '@namc/inputs/follows';
import { and, isNotNull, lt, sql } from 'drizzle-orm';
import { daysLater } from '../../contractors/standing/california-day.ts';
import { standingColumns, standingShape } from '../../contractors/standing/facts.ts';
import { judge } from '../../contractors/standing/judgment.ts';
import { momentOf } from '../../contractors/standing/standing.ts';
import { californiaContractors } from '../../contractors/tables/register.ts';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { followedChanges } from '../tables.ts';

/**
 * Notes the dates that people are to hear of without a new file: a last day within 30 days, and each day that the file
 * announced, such as that of a cancellation, once it takes effect as the license's page says. The owners of a company hear of
 * their own license earlier, at each step of `reminderDays`. A date is noted once. One that
 * passed up to a week ago is noted too, because the worker may have been off that day. For the system.
 */
export async function noteDueDates(tx: WriteTransaction): Promise<void> {
  const { sql: query } = tx;
  const due = await findDueDays(tx);
  await query`
    with clock as (select (now() at time zone 'America/Los_Angeles')::date as today),
    due as (
      select license_number, kind, news
      from unnest(${due.map(({ licenseNumber }) => licenseNumber)}::text[], ${due.map(({ kind }) => kind)}::text[],
                  ${due.map(({ news }) => news)}::text[]) as found (license_number, kind, news)
      union all
      select license_number, 'expires_soon', expiration_date::text from california_contractors, clock
      where expiration_date between today and today + ${expiryNoticeDays}::int and gone_at is null and primary_status = 'CLEAR'
        and license_number in (select license_number from watched_licenses() where not is_own)
    )
    insert into followed_changes (user_id, license_number, kind, after, is_own)
    select watched.user_id, due.license_number, due.kind, due.news, watched.is_own
    from watched_licenses() watched join due using (license_number)
    where due.kind <> 'expires_soon' or not watched.is_own
    on conflict do nothing`;
  await noteDaysAhead(tx);
}

/**
 * Notes for the owners of companies the days ahead at which their license is in danger. A step that they heard of in other
 * words within the last week, because a file announced the day, counts as told.
 */
async function noteDaysAhead(tx: WriteTransaction): Promise<void> {
  const { sql: query } = tx;
  const ahead = await findDaysAhead(tx);
  if (ahead.length === 0) return;
  await query`
    insert into followed_changes (user_id, license_number, kind, after, is_own, told_at)
    select watched.user_id, day.license_number, ${aheadKind}, day.news, true,
           (select max(known.told_at) from followed_changes known
            where known.user_id = watched.user_id and known.license_number = day.license_number
              and known.after = day.ends_on and known.taken_back_at is null and known.told_at > now() - interval '7 days')
    from unnest(${ahead.map(({ licenseNumber }) => licenseNumber)}::text[], ${ahead.map(({ on }) => on)}::text[],
                ${ahead.map(({ news }) => news)}::text[]) as day (license_number, ends_on, news)
    join watched_licenses() watched on watched.license_number = day.license_number and watched.is_own
    on conflict do nothing`;
}

/** The days ahead at the licenses of companies, with the step of `reminderDays` that each has reached. */
async function findDaysAhead({
  sql: query,
}: WriteTransaction): Promise<{ licenseNumber: string; on: string; news: string }[]> {
  const [longest] = reminderDays;
  const licenses = await rowsOf(query, followed, standingShape)`
    select ${followed(query)}, ${standingColumns(query)}
    from california_contractors
    where license_number in (select license_number from watched_licenses() where is_own) and gone_at is null`;
  return licenses.flatMap((license) => {
    const { today, asOf } = momentOf(license);
    const until = daysLater(today, longest);
    const { changes, notes } = judge(license, { on: today, today, asOf });
    // The license's page announces its end later.
    const term = { code: 'expiration', on: license.expirationDate };
    const days = new Map<string, string>();
    for (const { code, on } of [...changes, ...notes, term]) {
      if (on === null || on < today || on > until || !isToldAhead(code)) continue;
      const step = reminderDays.findLast((days) => on <= daysLater(today, days));
      days.set(`${code} ${on} ${step}`, on);
    }
    return [...days].map(([news, on]) => ({ licenseNumber: license.licenseNumber, on, news }));
  });
}

const followed = pick(californiaContractors, ['licenseNumber']);

/** The days within which a date that has passed is still news. */
const lateDays = 7;

/** The events of the files that took effect in the last week at a license that somebody watches: the day, or a departure in text. */
async function findDueDays({
  sql: query,
}: WriteTransaction): Promise<{ licenseNumber: string; kind: DueKind; news: string }[]> {
  const licenses = await rowsOf(query, followed, standingShape)`
    select ${followed(query)}, ${standingColumns(query)}
    from california_contractors
    where license_number in (select license_number from watched_licenses()) and gone_at is null`;
  return licenses.flatMap((license) => {
    const { today } = momentOf(license);
    // As a file of a week ago would have announced it: what has taken effect since is due.
    const judged = judge(license, { on: today, today, asOf: daysLater(today, -lateDays - 1) });
    // Announcements of the files whose day has come since.
    return [...judged.due, ...judged.came].flatMap(({ code, on: day, news }) => {
      const kind = kinds[code];
      // A row that changed on the day or later tells what became of it.
      const isNews = kind && day !== null && (license.lastUpdated === null || day > license.lastUpdated);
      return isNews ? [{ licenseNumber: license.licenseNumber, kind, news: news ?? day }] : [];
    });
  });
}

/** The kinds of news, by the codes of the findings. */
const kinds: Record<string, DueKind> = {
  'pending-suspension': 'pending_suspension_due',
  'workers-comp-suspension': 'workers_comp_suspension_due',
  'workers-comp-canceled': 'workers_comp_cancellation_due',
  'policy-canceled': 'policy_cancellation_due',
  'contractor-bond-canceled': 'bond_cancellation_due',
  'worker-bond-canceled': 'worker_bond_cancellation_due',
  'disciplinary-bond-canceled': 'disciplinary_bond_cancellation_due',
  'qualifier-bond-canceled': 'qualifier_bond_cancellation_due',
  'pending-class-removal': 'pending_class_removal_due',
  'pending-class-replacement': 'pending_class_replacement_due',
  'qualifier-leaves': 'qualifier_departure_due',
  'no-qualifier': 'no_qualifier_due',
  'class-qualifier-leaves': 'qualifier_class_departure_due',
  'class-not-qualified': 'qualifier_class_due',
  inactivation: 'inactivation_due',
  activation: 'reactivation_due',
  issue: 'issue_due',
  'member-barred': 'member_barred_due',
};

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
