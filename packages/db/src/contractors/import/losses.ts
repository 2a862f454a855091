import type { TransactionClient } from '../../engine/connection.ts';
import { countOf, formatCount } from './counts.ts';
import { absentRows, changedRows } from './rows.ts';

const table = 'california_contractors';

/** A part of the register is missing if it loses as many firms at once, and more than a fifth of its firms. */
const fewestLost = 10;
const leastLeft = 0.8;

/**
 * The reason why a file looks cut although it has enough rows: it stops before the last one did, it lacks licenses that follow one another, or
 * a county or a class has lost many firms at once, or other licenses stand in the place of the known ones. About one firm in a thousand leaves the file on a day. It reads the
 * tables of `findChanges`.
 * @returns undefined for a whole file.
 */
export async function findLoss(
  sql: TransactionClient,
  ends: { last: string | null; now: string },
): Promise<string | undefined> {
  return (
    (await findCutEnd(sql, ends)) ??
    (await findGap(sql)) ??
    (await findLostPart(sql)) ??
    (await findOthers(sql))
  );
}

/** New licenses come last. A whole file ends with a new one, or with the one with which the file before ended. */
async function findCutEnd(
  sql: TransactionClient,
  { last, now }: { last: string | null; now: string },
): Promise<string | undefined> {
  if (!last) return undefined;
  const [row] = await sql.unsafe<{ isCut: boolean }[]>(
    `select exists (select from ${absentRows} where license_number = $1)
       and not exists (select from ${changedRows} where is_new and license_number = $2) as "isCut"`,
    [last, now],
  );
  return row?.isCut
    ? `The file ends with the license ${now}, and the last file went on to ${last}: it looks cut short.`
    : undefined;
}

/** Licenses that follow one another are all missing. Such rows are told to their end, also where their numbers are far apart. */
async function findGap(sql: TransactionClient): Promise<string | undefined> {
  const [gap] = await sql.unsafe<{ from: string; to: string; count: number }[]>(`
    with windows as (
      select license_number as first, lead(license_number, ${fewestLost - 1}) over in_order as last
      from ${absentRows} window in_order as (partition by length(license_number) order by license_number)
    ), gap as (
      select first from windows
      where last::bigint - first::bigint < 1000 and not exists (
        select from ${table} c
        where c.gone_at is null and c.license_number > first and c.license_number < last
          and length(c.license_number) = length(first)
          and not exists (select from ${absentRows} a where a.license_number = c.license_number))
      order by first limit 1
    ), next_present as (
      select min(c.license_number) as license_number from ${table} c, gap
      where c.gone_at is null and c.license_number > first and length(c.license_number) = length(first)
        and not exists (select from ${absentRows} a where a.license_number = c.license_number)
    )
    select first as from, max(a.license_number) as to, count(*) as count
    from gap, next_present, ${absentRows} a
    where a.license_number >= first and length(a.license_number) = length(first)
      and (next_present.license_number is null or a.license_number < next_present.license_number)
    group by first`);
  return gap
    ? `The file lacks all ${countOf(gap.count, 'license')} from ${gap.from} to ${gap.to}: a part of it is missing.`
    : undefined;
}

/** A county or a class with far fewer firms than before. */
async function findLostPart(sql: TransactionClient): Promise<string | undefined> {
  const [part] = await sql.unsafe<{ kind: string; name: string; before: number; lost: number }[]>(
    `with moved as (
       select kind, name, -sum(by) as lost from (
         select 'county' as kind, county as name, -1 as by from ${absentRows}
         union all select 'county', old_county, -1 from ${changedRows} where old_gone_at is null
         union all select 'county', county, 1 from ${changedRows}
         union all select 'class', unnest(classifications), -1 from ${absentRows}
         union all select 'class', unnest(old_classifications), -1 from ${changedRows} where old_gone_at is null
         union all select 'class', unnest(classifications), 1 from ${changedRows}
       ) moves where name is not null group by kind, name having -sum(by) >= ${fewestLost}
     )
     select kind, name, lost, before from moved, lateral (
       select count(*) as before from ${table}
       where gone_at is null
         and case when kind = 'county' then county = name else classifications @> array[name] end
     ) was
     where before - lost < ${leastLeft} * before order by lost desc, name limit 1`,
  );
  if (!part) return undefined;
  const { kind, name, before, lost } = part;
  const place = kind === 'county' ? `${name} County` : `the classification ${name}`;
  return `The file has ${formatCount(before - lost)} of the ${formatCount(before)} licenses in ${place}: a part of it is missing.`;
}

/** As many licenses as before, but other ones: no county and no class has fewer. */
async function findOthers(sql: TransactionClient): Promise<string | undefined> {
  const [row] = await sql.unsafe<{ lost: number; before: number }[]>(
    `select (select count(*) from ${absentRows}) as lost, (select count(*) from ${table} where gone_at is null) as before`,
  );
  if (!row || row.lost < fewestLost || row.before - row.lost >= leastLeft * row.before) return undefined;
  return `The file lacks ${formatCount(row.lost)} of the ${formatCount(row.before)} licenses that the portal knows: it may be another file.`;
}
