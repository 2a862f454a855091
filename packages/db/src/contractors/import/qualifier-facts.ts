const today = `(now() at time zone 'America/Los_Angeles')::date`;

/** The people who qualify a license today, as SQL: the license and the name, from rows such as those of `contractor_personnel`. */
export const qualifiersIn = (rows: string) => `
  select distinct license_number, name
  from ${rows} p, unnest(p.titles, p.classes, p.associated_dates, p.disassociated_dates) as a (title, class, joined_on, left_on)
  where class is not null and (joined_on is null or joined_on <= ${today}) and (left_on is null or left_on > ${today})`;

/** The bond of each person that holds the longest. One that took effect on a cancellation's day or later stands in its place. */
export const bondsIn = (rows: string) => `
  select distinct on (license_number, name) license_number, name, coalesce(bond_surety, 'a surety') as surety,
         case when bond_effective_date > bond_cancellation_date then null else bond_cancellation_date end as canceled
  from ${rows} p where bond_surety is not null or bond_number is not null or bond_effective_date is not null
  order by license_number, name, canceled desc nulls first, bond_effective_date desc nulls last`;
