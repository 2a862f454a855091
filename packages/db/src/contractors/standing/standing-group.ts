import { announcing, barring, neutralCodes } from '@namc/inputs/board-codes';
import { codeKey } from '@namc/inputs/code-key';
import type { StandingChoice } from '@namc/inputs/contractors';
import { coverageMandates, everyClassFrom } from '@namc/inputs/coverage-mandates';
import { realDay } from '@namc/inputs/filed-date';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { hasBarredMember } from './barred-members.ts';
import { coverageIs, exempt, jointVenture, limitedLiability, noCoverage } from './coverage.ts';
import { replacementDays } from './departure.ts';
import { lastFileDate } from './last-file.ts';

/** A day as `YYYY-MM-DD`, or SQL that makes such a text for each row of a statement. */
type Day = string | Fragment;

/**
 * The rule of `standingOf` in SQL, over rows of `california_contractors` that are in the file. Every part is cheap for
 * the usual row, whose columns of that part are null.
 */
interface Parts {
  barredByDate: Fragment;
  beforeTheRecord: Fragment;
  barredByBoard: Fragment;
  clear: Fragment;
  due: Fragment;
  counts: Fragment;
}

const bars = barring.map(([pattern]) => pattern).join('|');
const neutralKeys = neutralCodes.map(codeKey);

function partsOf(sql: TransactionClient, on: Day): Parts {
  const known = sql`coalesce(kept_from_date, ${lastFileDate(sql)}, last_updated, '-infinity')`;
  const told = sql`coalesce(kept_from_date, ${lastFileDate(sql)}, last_updated)`;
  const isExempt = sql.unsafe(coverageIs('workers_comp_coverage_type', exempt));
  const lacksCoverage = sql.unsafe(coverageIs('workers_comp_coverage_type', noCoverage));
  const pendingSuspension = filedDate(sql, sql`pending_suspension`);
  const lastPolicyBegins = sql`greatest(workers_comp_effective_date, policy_effective_date)`;
  /** Each event that suspends a clear license, and the day from which something else stands in its place. */
  const threats = [
    [sql`workers_comp_suspension_date`, lastPolicyBegins, sql`true`],
    [sql`policy_suspension_date`, lastPolicyBegins, sql`true`],
    [
      sql`workers_comp_cancellation_date`,
      lastPolicyBegins,
      sql`(policy_effective_date = workers_comp_cancellation_date
           or (policy_cancellation_date > workers_comp_cancellation_date
               and (policy_effective_date > workers_comp_cancellation_date
                    and policy_effective_date <= policy_cancellation_date) is not true)) is not true`,
    ],
    [sql`contractor_bond_cancellation_date`, sql`contractor_bond_effective_date`, sql`true`],
    [
      sql`worker_bond_cancellation_date`,
      sql`worker_bond_effective_date`,
      sql`business_type ~* ${limitedLiability}`,
    ],
    [
      sql`disciplinary_bond_cancellation_date`,
      sql`disciplinary_bond_effective_date`,
      sql`(disciplinary_bond_required_date > disciplinary_bond_effective_date
           and disciplinary_bond_required_date <= disciplinary_bond_cancellation_date) is not true`,
    ],
    [
      sql`qualifier_bond_cancellation_date`,
      sql`qualifier_bond_next_on`,
      sql`(qualifier_bond_holder_leaves_on <= greatest(qualifier_bond_cancellation_date, least(${on}::date, ${known}))) is not true`,
    ],
    [sql`policy_cancellation_date`, sql`policy_effective_date`, sql`true`],
  ] as const;
  const stands = threats.map(
    ([day, replaced, when]) =>
      sql`(${day} is not null and (${replaced} > ${day} and ${replaced} <= greatest(${on}::date, ${day} + 1)) is not true and (${when}) is true)`,
  );
  const due = threats.map(
    ([day], place) => sql`(${stands[place] as Fragment} and ${day} <= ${on}::date and ${day} > ${known})`,
  );
  // A suspension in the license file that has passed while the board says CLEAR is over.
  const counts = threats.map(([day], place) =>
    place === 0 ? sql`(${stands[place] as Fragment} and ${day} > ${on}::date)` : (stands[place] as Fragment),
  );
  const mandates = coverageMandates.flatMap(({ classifications, from }) =>
    classifications === null
      ? []
      : sql`(classifications && ${[...classifications]}::text[] and ${on}::date >= ${from ?? '-infinity'}::date)`,
  );
  const speaksAgainst = sql`
    upper(regexp_replace(btrim(code, E' \\t'), '[ \\t]+', ' ', 'g')) <> all (${['', 'CLEAR', ...neutralKeys]}::text[])`;
  return {
    barredByDate: sql`(
      issue_date > ${on}::date or expiration_date < ${on}::date
      or (inactivation_date <= ${on}::date
          and (reactivation_date >= inactivation_date and reactivation_date <= ${on}::date) is not true)) is true`,
    beforeTheRecord: sql`(
      ${on}::date < least(last_updated, coalesce(kept_from_date, ${lastFileDate(sql)}))
      or (${on}::date < reissue_date and reissue_date <= ${known})) is true`,
    barredByBoard: sql`(primary_status <> 'CLEAR' and exists (
      select from unnest(string_to_array(primary_status, '|')) code
      where code ~* ${bars} and code !~* ${announcing}))`,
    clear: sql`(primary_status = 'CLEAR' or exists (
      select from unnest(string_to_array(primary_status, '|')) code where upper(btrim(code, E' \\t')) = 'CLEAR'))`,
    due: sql`(${any(sql, [
      ...due,
      // The planner knows the column, and nothing of a sum with it.
      sql`(qualifier_leaves_on <= ${on}::date - ${replacementDays}::int and qualifier_leaves_on > ${known} - ${replacementDays}::int) is true`,
      sql`(qualifier_gap_from <= ${on}::date - ${replacementDays}::int and qualifier_gap_from > ${known} - ${replacementDays}::int
           and qualifier_gap_until > ${on}::date) is true`,
      sql`(${pendingSuspension} <= ${on} and ${pendingSuspension} > (${known})::text collate "C") is true`,
    ])})`,
    counts: sql`(${any(sql, [
      ...counts,
      sql`kept_from_date is not null`,
      hasBarredMember(sql, on),
      sql`qualifier_leaves_on is not null`,
      sql`(qualifier_gap_until > ${on}::date) is true`,
      // The third word is the day on which somebody joins.
      sql`(class_departures is not null and exists (
        select from unnest(class_departures) departure
        where split_part(departure, ' ', 3) = '' or split_part(departure, ' ', 3) collate "C" > ${on}))`,
      isFiled(sql, sql`pending_suspension`),
      isFiled(sql, sql`pending_class_removal`),
      isFiled(sql, sql`pending_class_replacement`),
      sql`(secondary_status is not null and exists (
        select from unnest(string_to_array(secondary_status, '|')) code
        where ${speaksAgainst}))`,
      sql`(primary_status <> 'CLEAR' and exists (
        select from unnest(string_to_array(primary_status, '|')) code
        where ${speaksAgainst} and (code !~* ${bars} or code ~* ${announcing})))`,
      sql`(inactivation_date > ${on}::date) is true`,
      // Active or issued after the file. The planner takes the two bounds that it can compare for a narrow range.
      sql`(inactivation_date <= ${on}::date and reactivation_date > ${told}) is true`,
      sql`(issue_date <= ${on}::date and issue_date > coalesce(${lastFileDate(sql)}, '-infinity') and issue_date > ${told}) is true`,
      sql`${lacksCoverage} is true`,
      sql`(${isExempt} and (business_type ~* ${jointVenture}) is not true
           and (${any(sql, mandates)}
                or (${on}::date >= ${everyClassFrom}::date and ${known} >= ${everyClassFrom}::date))) is true`,
      sql`((workers_comp_cancellation_date is null or workers_comp_effective_date > workers_comp_cancellation_date)
           and (workers_comp_effective_date >= greatest(workers_comp_expiration_date, policy_expiration_date)
                and workers_comp_effective_date <= ${on}::date) is not true
           and (policy_effective_date >= greatest(workers_comp_expiration_date, policy_expiration_date)
                and policy_effective_date <= ${on}::date) is not true
           and greatest(workers_comp_expiration_date, policy_expiration_date) < least(${known}, ${on}::date)
           and not ${isExempt} and not ${lacksCoverage}) is true`,
    ])})`,
  };
}

function any(sql: TransactionClient, conditions: Fragment[]): Fragment {
  return conditions.reduce((either, condition) => sql`${either} or ${condition}`);
}

/** `isFiled` of findings.ts. */
function isFiled(sql: TransactionClient, column: Fragment): Fragment {
  return sql`(${column} is not null and ${column} not in ('', 'N'))`;
}

/**
 * `readFiledDate` in SQL: the text of a date that compares like the date, or null. A cast would fail the whole
 * statement for a date that no calendar has.
 */
function filedDate(sql: TransactionClient, column: Fragment): Fragment {
  const twoDigits = sql`regexp_replace(regexp_replace(${column}, '^([0-9])/', '0\\1/'), '^([0-9]{2})/([0-9])/', '\\1/0\\2/')`;
  return sql`substring(
    regexp_replace(${twoDigits}, '^([0-9]{2})/([0-9]{2})/([0-9]{4})$', '\\3-\\1-\\2') collate "C" from ${`^(?:${realDay})$`})`;
}

/** The group of a license's standing on a day (`YYYY-MM-DD`), over a row of `california_contractors`. */
export function standingGroup(sql: TransactionClient, on: Day): Fragment {
  const parts = partsOf(sql, on);
  return sql`case
    when gone_at is not null then 'unknown'
    when ${parts.barredByDate} then 'not-good'
    when ${parts.beforeTheRecord} then 'unknown'
    when ${parts.barredByBoard} then 'not-good'
    when not ${parts.clear} then 'unknown'
    when ${parts.due} then 'not-good'
    when ${parts.counts} then 'pending'
    else 'good' end`;
}

/**
 * The condition that a license's standing belongs to a group on a day, or to either group of clear licenses. Good standing and clear
 * ones are written as a list of conditions, which the planner can estimate.
 */
export function inGroup(sql: TransactionClient, group: StandingChoice, on: Day): Fragment {
  if (group === 'clear') return isClear(sql, partsOf(sql, on));
  return group === 'good' ? inGoodStanding(sql, on) : sql`${standingGroup(sql, on)} = ${group}`;
}

/** The condition that the board lists a license as clear and nothing bars it. Something may be pending. */
const isClear = (sql: TransactionClient, parts: Parts): Fragment => sql`(
    gone_at is null and ${parts.clear} and not ${parts.barredByBoard}
    and not ${parts.barredByDate} and not ${parts.beforeTheRecord} and not ${parts.due})`;

/** The condition that nothing speaks against a license on a day. */
export function inGoodStanding(sql: TransactionClient, on: Day): Fragment {
  const parts = partsOf(sql, on);
  return sql`(${isClear(sql, parts)} and not ${parts.counts})`;
}
