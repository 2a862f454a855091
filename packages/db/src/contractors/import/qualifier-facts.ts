import { replacementDays } from '../standing/departure.ts';

/** Today in California, as SQL. */
export const today = `(now() at time zone 'America/Los_Angeles')::date`;

/** The people who qualify a license today, as SQL: the license and the name, from rows such as those of `contractor_personnel`. */
export const qualifiersIn = (rows: string) => `
  select distinct license_number, name
  from ${rows} p, unnest(p.titles, p.classes, p.associated_dates, p.disassociated_dates) as a (title, class, joined_on, left_on)
  where class is not null and (joined_on is null or joined_on <= ${today}) and (left_on is null or left_on > ${today})`;

/**
 * The bonds with the person to whom each belongs: that of its row's name, or the only qualifier if the names differ, as in
 * `qualifiers_of`.
 */
const ownedBonds = (rows: string) => `
  select license_number, coalesce(sole.name, p.name) as name, bond_surety, bond_number, bond_amount_cents,
         bond_effective_date, bond_cancellation_date
  from ${rows} p left join (
    select license_number, min(name) as name from (${qualifiersIn(rows)}) q group by license_number having count(*) = 1
  ) sole using (license_number)
  where bond_surety is not null or bond_number is not null or bond_effective_date is not null`;

/** The first time without a bond of each person that is not over: the end of one bond, and the day on which the next begins. */
const bondGapsIn = (rows: string) => `
  select distinct on (license_number, name) license_number, name, ends_on, next_on
  from (
    select license_number, name, max(ends_on) over bonds as ends_on, lead(begins_on) over bonds as next_on
    from (${ownedBonds(rows)}) bond cross join lateral (
      select coalesce(bond_effective_date, '-infinity') as begins_on,
             case when bond_effective_date > bond_cancellation_date then 'infinity' else coalesce(bond_cancellation_date, 'infinity') end as ends_on
      union all
      -- The cancellation is that of the bond before.
      select '-infinity', bond_cancellation_date where bond_effective_date > bond_cancellation_date
    ) held
    window bonds as (partition by license_number, name order by begins_on)
  ) held
  where next_on > greatest(ends_on + 1, ${today})
  order by license_number, name, ends_on`;

/**
 * The bond of each person that holds the longest, and the day on which a gap begins: its cancellation, or that of an earlier bond
 * after which the next one begins later. One that took effect after a cancellation's day stands in its place.
 */
export const bondsIn = (rows: string) => `
  select distinct on (license_number, name) license_number, name, coalesce(bond_surety, 'a surety') as surety, bond_number as number,
         bond_amount_cents as amount_cents, bond_effective_date as effective, coalesce(gap.ends_on, ends) as canceled, gap.next_on
  from (
    select *, case when bond_effective_date > bond_cancellation_date then null else bond_cancellation_date end as ends
    from (${ownedBonds(rows)}) owned
  ) bond left join (${bondGapsIn(rows)}) gap using (license_number, name)
  order by license_number, name, ends desc nulls first, bond_effective_date desc nulls last`;

/** `normalizeClassification` in SQL, over a column of the personnel file. */
export const classOf = (column: string) =>
  `regexp_replace(upper(btrim(${column})), '^([A-Z])[- ]?0*([0-9]+)$', '\\1-\\2')`;

/**
 * The times without anybody who qualifies a license, or one of the classes that it has, of more than 90 days and not over: from
 * `left_on` to `joins_on`, which is null where nobody joins. The class is null for the whole license. A class is left out where the
 * same is true of the whole license.
 */
export const departuresIn = (rows: string) => `
  with gap as materialized (
    select license_number, class, left_on, joins_on
    from (
      select license_number, class, max(coalesce(left_on, 'infinity')) over stays as left_on, lead(joined_on) over stays as joins_on
      from (
        select license_number, scope.class, left_on, coalesce(joined_on, '-infinity') as joined_on
        from ${rows} p, unnest(p.classes, p.associated_dates, p.disassociated_dates) as a (class, joined_on, left_on),
             lateral (values ('*'), (${classOf('a.class')})) as scope (class)
        where a.class is not null
      ) stay
      window stays as (partition by license_number, class order by joined_on)
    ) between_stays
    where left_on < 'infinity' and (joins_on is null or joins_on > greatest(left_on + ${replacementDays}, ${today}))
  )
  select license_number, null::text as class, left_on, joins_on from gap where class = '*'
  union all
  select license_number, class, left_on, joins_on from gap join california_contractors c using (license_number)
  where class = any (c.classifications) and not exists (
    select from gap whole where whole.license_number = gap.license_number and whole.class = '*'
      and whole.left_on = gap.left_on and whole.joins_on is not distinct from gap.joins_on)`;
