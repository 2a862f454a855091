const today = `(now() at time zone 'America/Los_Angeles')::date`;

/** The people who qualify a license today, as SQL: the license and the name, from rows such as those of `contractor_personnel`. */
export const qualifiersIn = (rows: string) => `
  select distinct license_number, name
  from ${rows} p, unnest(p.titles, p.classes, p.associated_dates, p.disassociated_dates) as a (title, class, joined_on, left_on)
  where class is not null and (joined_on is null or joined_on <= ${today}) and (left_on is null or left_on > ${today})`;

/**
 * The bond of each person that holds the longest. One that took effect after a cancellation's day stands in its place. A bond
 * belongs to the person of its row's name, and to the only qualifier if the names differ, as in `qualifiers_of`.
 */
export const bondsIn = (rows: string) => `
  select distinct on (license_number, name) license_number, coalesce(sole.name, p.name) as name,
         coalesce(bond_surety, 'a surety') as surety, bond_number as number,
         case when bond_effective_date > bond_cancellation_date then null else bond_cancellation_date end as canceled
  from ${rows} p left join (
    select license_number, min(name) as name from (${qualifiersIn(rows)}) q group by license_number having count(*) = 1
  ) sole using (license_number)
  where bond_surety is not null or bond_number is not null or bond_effective_date is not null
  order by license_number, name, canceled desc nulls first, bond_effective_date desc nulls last`;

/** The day on which the last person who qualifies each license leaves, or has left. None where somebody stays. */
export const departuresIn = (rows: string) => `
  select license_number, max(left_on) as leaves_on
  from ${rows} p, unnest(p.classes, p.disassociated_dates) as a (class, left_on)
  where class is not null group by license_number having bool_and(left_on is not null)`;
