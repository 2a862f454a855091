import type { TransactionClient } from '../../engine/connection.ts';
import { coverageIs, exempt, noCoverage } from '../standing/coverage.ts';
import { lastFileDate } from '../standing/last-file.ts';
import { fileKinds } from '../tables/import-runs.ts';
import type { FileKind } from './board-files.ts';
import { policiesOf } from './policy-facts.ts';
import { bondsIn, departuresIn, qualifiersIn } from './qualifier-facts.ts';

/** The columns of a license that tell what the board's other files say beside the license file. */
export const besideColumns = [
  'qualifier_bond_cancellation_date',
  'qualifier_bond_holder_leaves_on',
  'qualifier_bond_next_on',
  'qualifier_leaves_on',
  'qualifier_gap_from',
  'qualifier_gap_until',
  'class_departures',
  'policy_cancellation_date',
  'policy_expiration_date',
  'policy_suspension_date',
  'policy_effective_date',
];

/**
 * Notes at each license what bears on its standing in the files of people and of policies: the day on which the bond of a
 * responsible managing employee is canceled, who always needs one (Business and Professions Code 7071.9), and on which the next one
 * begins; the times without anybody who qualifies the license or one of its classes; and where the workers' comp file is no older than
 * the license file, a cancellation, a later end of the policy, a suspension or a next policy that the license file lacks.
 * `loading` is the date of a file of which the run is not recorded yet.
 */
export async function noteBeside(
  sql: TransactionClient,
  loading: { kind: FileKind; date: string | null } | null,
): Promise<void> {
  const [found] = await sql<{ isAny: boolean }[]>`
    select exists (select from contractor_personnel) or exists (select from contractor_policies) as "isAny"`;
  if (!found?.isAny) return;
  const dates: Partial<Record<FileKind, string | null>> = {};
  for (const kind of fileKinds) {
    const [row] = await sql<{ date: string | null }[]>`select ${lastFileDate(sql, kind)}::text as date`;
    dates[kind] = loading?.kind === kind ? loading.date : (row?.date ?? null);
  }
  const { licenses, workers_comp: policies } = dates;
  const isCurrent = policies != null && (licenses == null || policies >= licenses);
  const isNewer = policies != null && licenses != null && policies > licenses;
  const columns = besideColumns.join(', ');
  await sql.unsafe(
    // Few licenses have a bond or policy that ends otherwise than the license file knows: the others are left out first.
    `with person as materialized (
       select * from contractor_personnel
       where license_number in (select license_number from contractor_personnel where bond_cancellation_date is not null)
     ), employee as (
       select license_number, name, case when bool_and(left_on is not null) then max(left_on) end as leaves_on
       from person, unnest(titles, classes, disassociated_dates) as a (title, class, left_on)
       where class is not null
       group by license_number, name
       having bool_or(title ~* 'managing employee|^rme\\M') and not bool_or(coalesce(title ~* 'owner|partner|proprietor', false))
     ), bond as (
       select distinct on (license_number) license_number, canceled as qualifier_bond_cancellation_date,
              leaves_on as qualifier_bond_holder_leaves_on, next_on as qualifier_bond_next_on
       from (${bondsIn('person')}) bond
       join (${qualifiersIn('person')}) qualifier using (license_number, name)
       join employee using (license_number, name)
       where canceled is not null and (leaves_on <= canceled) is not true
       order by license_number, canceled, leaves_on desc nulls first
     ), leaving as materialized (
       select * from contractor_personnel
       where license_number in (select license_number from contractor_personnel where array_remove(disassociated_dates, null) <> '{}')
     ), departure as (
       select license_number,
              min(left_on) filter (where class is null and joins_on is null) as qualifier_leaves_on,
              min(left_on) filter (where class is null and joins_on is not null) as qualifier_gap_from,
              (array_agg(joins_on order by left_on) filter (where class is null and joins_on is not null))[1] as qualifier_gap_until,
              array_agg(concat_ws(' ', class, left_on, joins_on) order by left_on, class) filter (where class is not null) as class_departures
       from (${departuresIn('leaving')}) departure group by license_number
     ), told as (
       -- A cancellation of the policy before says nothing of the one in the license file.
       select license_number, coalesce(workers_comp_effective_date, '-infinity') as begins_on, workers_comp_expiration_date as expires_on,
              case when workers_comp_effective_date > workers_comp_cancellation_date then null else workers_comp_cancellation_date end as canceled_on,
              workers_comp_suspension_date as suspended_on, (not ${coverageIs('c.workers_comp_coverage_type', noCoverage)}) is true as is_covered
       from california_contractors c
       where $1::boolean and ${coverageIs('c.workers_comp_coverage_type', exempt)} is not true
     ), other as materialized (
       select distinct license_number, begins_on, expires_on, canceled_on, suspended_on, is_covered
       from contractor_policies p join told using (license_number)
       where (p.suspension_date is not null and (p.suspension_date <= suspended_on) is not true)
          -- A license without coverage has no policy that another one could end or follow.
          or (is_covered and (
            (p.cancellation_date is not null and p.cancellation_date is distinct from canceled_on)
            or p.expiration_date > expires_on
            or p.effective_date >= least(canceled_on, suspended_on)
            or (p.effective_date >= expires_on and p.expiration_date is null)))
     ), policy as (
       select license_number,
              case when is_covered and (canceled_on is null or canceled < canceled_on or effective_date >= canceled_on or ($2::boolean and canceled > canceled_on))
                then canceled end as policy_cancellation_date,
              case when is_covered and least(expiration_date, canceled) > expires_on then least(expiration_date, canceled) end as policy_expiration_date,
              case when (suspended <= suspended_on) is not true then suspended end as policy_suspension_date,
              case when not is_covered then null
                when effective_date > begins_on
                     and (effective_date >= canceled_on or effective_date > suspended_on
                          or (effective_date >= expires_on and expiration_date is null))
                then effective_date
                when next_on > least(canceled_on, canceled) then next_on
              end as policy_effective_date
       from (${policiesOf('select license_number from other')}) newest join other using (license_number)
       where (effective_date < begins_on) is not true
     ), said as (
       select license_number, ${columns} from bond full join departure using (license_number) full join policy using (license_number)
       where num_nonnulls(${columns}) > 0
     ), noted as (
       select license_number from california_contractors where num_nonnulls(${columns}) > 0
       union
       select license_number from said
     )
     update california_contractors c set (${columns}) = (${besideColumns.map((column) => `said.${column}`).join(', ')})
     from noted left join said using (license_number)
     where c.license_number = noted.license_number
       and (${besideColumns.map((column) => `c.${column}`).join(', ')}) is distinct from
           (${besideColumns.map((column) => `said.${column}`).join(', ')})`,
    [isCurrent, isNewer],
  );
}
