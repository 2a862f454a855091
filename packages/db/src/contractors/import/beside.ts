import type { TransactionClient } from '../../engine/connection.ts';
import { coverageIs, exempt, noCoverage } from '../standing/coverage.ts';
import { lastFileDate } from '../standing/last-file.ts';
import { fileKinds } from '../tables/import-runs.ts';
import type { FileKind } from './board-files.ts';
import { bondsIn, departuresIn, qualifiersIn } from './qualifier-facts.ts';

/** The columns of a license that tell what the board's other files say beside the license file. */
export const besideColumns = [
  'qualifier_bond_cancellation_date',
  'qualifier_bond_holder_leaves_on',
  'qualifier_leaves_on',
  'policy_cancellation_date',
  'policy_expiration_date',
  'policy_suspension_date',
];

/**
 * Notes at each license what bears on its standing in the files of people and of policies: the day on which the bond of a
 * responsible managing employee is canceled, who always needs one (Business and Professions Code 7071.9), the day on which the
 * last person who qualifies the license leaves, and where the file of policies is no older than the license file, a cancellation
 * a later end of the policy or a suspension that the license file lacks.
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
              leaves_on as qualifier_bond_holder_leaves_on
       from (${bondsIn('person')}) bond
       join (${qualifiersIn('person')}) qualifier using (license_number, name)
       join employee using (license_number, name)
       where canceled is not null and (leaves_on <= canceled) is not true
       order by license_number, canceled, leaves_on desc nulls first
     ), leaving as materialized (
       select * from contractor_personnel
       where license_number in (select license_number from contractor_personnel where array_remove(disassociated_dates, null) <> '{}')
     ), departure as (
       select license_number, leaves_on as qualifier_leaves_on from (${departuresIn('leaving')}) departure
     ), other as materialized (
       select distinct license_number, c.workers_comp_effective_date, c.workers_comp_expiration_date, c.workers_comp_cancellation_date,
              c.workers_comp_suspension_date
       from contractor_policies p join california_contractors c using (license_number)
       where $1::boolean and not ${coverageIs('c.workers_comp_coverage_type', exempt)} and not ${coverageIs('c.workers_comp_coverage_type', noCoverage)}
         and ((p.cancellation_date is not null and c.workers_comp_cancellation_date is null)
           or p.expiration_date > c.workers_comp_expiration_date
           or (p.suspension_date is not null and (p.suspension_date <= c.workers_comp_suspension_date) is not true))
     ), newest as (
       select distinct on (license_number) license_number, effective_date, expiration_date,
              case when effective_date > suspension_date then null else suspension_date end as suspended,
              case when effective_date > cancellation_date then null else cancellation_date end as canceled
       from contractor_policies where license_number in (select license_number from other)
       order by license_number, effective_date desc nulls last, expiration_date desc nulls last, digest
     ), policy as (
       select license_number,
              case when c.workers_comp_cancellation_date is null then canceled end as policy_cancellation_date,
              case when least(n.expiration_date, canceled) > c.workers_comp_expiration_date
                then least(n.expiration_date, canceled) end as policy_expiration_date,
              case when (suspended <= c.workers_comp_suspension_date) is not true then suspended end as policy_suspension_date
       from newest n join other c using (license_number)
       where (n.effective_date < c.workers_comp_effective_date) is not true
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
    [isCurrent],
  );
}
