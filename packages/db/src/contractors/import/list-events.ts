import type { TransactionClient } from '../../engine/connection.ts';
import { coverageIs, exempt } from '../standing/coverage.ts';
import type { ListKind } from './board-files.ts';
import { isAbsent, newRows, tableOf } from './list-file.ts';
import { policiesOf } from './policy-facts.ts';
import { bondsIn, classOf, departuresIn, qualifiersIn } from './qualifier-facts.ts';

/** The licenses with a row that the file brings or takes away. */
const touchedLicenses = 'import_staging.touched_licenses';
/** The rows of these licenses, as they were. */
const oldRows = 'import_staging.old_rows';

/** Keeps what the events are compared with, before the table changes. `noteListChanges` drops it. */
export async function rememberList(sql: TransactionClient, kind: ListKind): Promise<void> {
  const table = tableOf(kind);
  await sql.unsafe(`
    create unlogged table ${touchedLicenses} as
    select license_number from ${newRows} line
    where not exists (select from ${table} old where old.digest = line.digest)
    union
    select license_number from ${table} where ${isAbsent(table)}`);
  await sql.unsafe(
    `create unlogged table ${oldRows} as select * from ${table} where license_number in (select license_number from ${touchedLicenses})`,
  );
  await sql.unsafe(`analyze ${touchedLicenses}, ${oldRows}`);
}

const factsOf = (side: string, from: string) => `
  ${side}_qualifier as (${qualifiersIn(from)}), ${side}_bond as (${bondsIn(from)}), ${side}_departure as (
    select distinct on (license_number, class) license_number, class, left_on, concat_ws(' ', class, left_on, joins_on) as told
    from (${departuresIn(from)}) departure order by license_number, class, left_on
  )`;

/** True if the license has the same bond on a side, under whatever name: who qualifies it decides whose it is. */
const isBondOf = (side: string) => `exists (
  select from ${side}_bond same where same.license_number = bond.license_number
    and same.surety = coalesce(bond.surety, bond.old_surety) and same.number = bond.number)`;

const eventsOf: Record<ListKind, string> = {
  personnel: `
    with touched as (select license_number from ${touchedLicenses}),
    present as (select p.* from contractor_personnel p join touched using (license_number)),
    ${factsOf('old', oldRows)}, ${factsOf('new', 'present')},
    bond as (
      select license_number, o.surety as old_surety, n.surety, coalesce(o.number, n.number) as number,
             o.canceled as old_canceled, n.canceled, o.amount_cents as old_amount, n.amount_cents as amount, o.effective as old_effective, n.effective,
             (o.surety, o.number) is distinct from (n.surety, n.number) as is_another
      from old_bond o full join new_bond n using (license_number, name)
    ),
    departure as (
      select license_number, class, o.told as old_told, n.told, o.left_on as old_left_on
      from old_departure o full join new_departure n using (license_number, class)
      where class is not null
      union all
      select license_number, null, o.told, n.told, o.left_on
      from (select * from old_departure where class is null) o full join (select * from new_departure where class is null) n using (license_number)
    )
    -- A departure comes or moves; one that was announced and has come by now is no news.
    select license_number, case when class is null then 'qualifiers_left' else 'qualifier_class_left' end as kind, old_told as before, told as after
    from departure where told is not null and told is distinct from old_told
    union all
    -- The file may leave out people who have left.
    select distinct license_number, 'qualifiers_left', departure.old_told, null
    from old_qualifier left join (select * from departure where class is null) departure using (license_number)
    where license_number not in (select license_number from new_qualifier) and departure.told is null
    union all
    select license_number, 'qualifiers_replaced', old_told, null from departure
    where class is null and told is null and old_told is not null and license_number in (select license_number from new_qualifier)
    union all
    select license_number, 'qualifier_class_replaced', old_told, null from departure
    where class is not null and told is null and old_told is not null and exists (
      select from present p, unnest(p.classes, p.disassociated_dates) as a (class, left_on)
      where p.license_number = departure.license_number and ${classOf('a.class')} = departure.class
        and (a.left_on is null or a.left_on > departure.old_left_on))
    union all
    select distinct license_number, 'qualifiers_replaced', null, null from new_qualifier
    where license_number in (select license_number from old_qualifier)
      and license_number not in (select license_number from old_departure where class is null)
      and license_number not in (select license_number from new_qualifier join old_qualifier using (license_number, name))
    union all
    select license_number, 'qualifier_bond_filed', old_surety, surety from bond
    where surety is not null and is_another and (old_surety is not null or not ${isBondOf('old')})
      and license_number in (select license_number from ${oldRows})
    union all
    select license_number, 'qualifier_bond_removed', old_surety, null from bond where surety is null and not ${isBondOf('new')}
    union all
    select license_number, 'qualifier_bond_cancellation_set', old_canceled::text, canceled::text from bond
    where surety is not null and canceled is not null and canceled is distinct from old_canceled
    union all
    select license_number, 'qualifier_bond_cancellation_lifted', old_canceled::text, null from bond
    where surety is not null and old_canceled is not null and canceled is null and not is_another
    union all
    select license_number, 'qualifier_bond_amount_changed', (old_amount / 100)::text, (amount / 100)::text from bond
    where old_surety is not null and surety is not null and old_amount is distinct from amount
    union all
    select license_number, 'qualifier_bond_effective_date_changed', old_effective::text, effective::text from bond
    where old_surety is not null and not is_another and old_effective is distinct from effective`,
  // The license file may have told the same already, or have a newer policy. An exempt firm needs none.
  workers_comp: `
    with touched as (select license_number from ${touchedLicenses}),
    newest as (${policiesOf('select license_number from touched')}),
    before as (${policiesOf('select license_number from touched', oldRows)}),
    told as (
      select license_number, c.workers_comp_cancellation_date as license_canceled, c.workers_comp_suspension_date as license_suspended,
             n.canceled, n.suspended, o.canceled as old_canceled, o.suspended as old_suspended,
             n.license_number is null or n.policy_number is not distinct from o.policy_number as is_same,
             (n.effective_date < c.workers_comp_effective_date) is true as is_outdated,
             (o.effective_date < c.workers_comp_effective_date) is true as was_outdated,
             exists (select from ${oldRows} r where r.license_number = c.license_number
                     and r.policy_number is not distinct from n.policy_number and r.cancellation_date = n.canceled) as was_canceled,
             exists (select from ${oldRows} r where r.license_number = c.license_number
                     and r.policy_number is not distinct from n.policy_number and r.suspension_date = n.suspended) as was_suspended
      from touched join california_contractors c using (license_number)
      left join newest n using (license_number) left join before o using (license_number)
      where c.gone_at is null and ${coverageIs('c.workers_comp_coverage_type', exempt)} is not true
    )
    select license_number, 'policy_cancellation_set' as kind, case when is_same then old_canceled end::text as before, canceled::text as after
    from told where canceled is not null and not was_canceled and canceled is distinct from license_canceled and not is_outdated
    union all
    select license_number, 'policy_cancellation_lifted', old_canceled::text, null from told
    where canceled is null and old_canceled is not null and old_canceled is distinct from license_canceled and not was_outdated
    union all
    select license_number, 'policy_suspension_set', old_suspended::text, suspended::text from told
    where suspended is not null and not was_suspended and suspended is distinct from license_suspended and not is_outdated
    union all
    select license_number, 'policy_suspension_lifted', old_suspended::text, null from told
    where suspended is null and old_suspended is not null and old_suspended is distinct from license_suspended and not was_outdated`,
};

/** Writes the events that people follow, once the table holds the rows of the file. They name nobody. */
export async function noteListChanges(sql: TransactionClient, kind: ListKind, runId: string): Promise<void> {
  await sql.unsafe(
    `insert into contractor_changes (import_run_id, license_number, kind, before, after)
     select $1, license_number, kind, before, after from (${eventsOf[kind]}) events
     where license_number in (select license_number from california_contractors)
     order by license_number, kind, before, after`,
    [runId],
  );
  await sql.unsafe(`drop table ${oldRows}, ${touchedLicenses}`);
}
