import type { TransactionClient } from '../../engine/connection.ts';
import type { ListKind } from './board-files.ts';
import { countOf, formatCount } from './counts.ts';
import { tableOf } from './list-file.ts';
import { staging } from './staging.ts';

/** As for licenses: a part is missing if so many rows are lost at once, and more than a fifth of it. */
const fewestLost = 10;
const leastLeft = 0.8;

/** The column by whose values the rows of a file are compared with those of the last one. */
const partColumns: Record<ListKind, string> = { personnel: 'record_type', workers_comp: 'coverage_type' };

/**
 * Why a personnel or workers' comp file looks cut although it has enough rows: it stops before the last one did or within its last
 * license, it lacks licenses that follow one another, or it has lost many rows of a kind at once.
 * @returns undefined for a whole file.
 */
export async function findListLoss(
  sql: TransactionClient,
  kind: ListKind,
  ends: { last: string | null; now: string },
): Promise<string | undefined> {
  return (await findCutEnd(sql, kind, ends)) ?? (await findGap(sql, kind)) ?? (await findLostPart(sql, kind));
}

/** Lines that cannot be read count as well: a firm whose row is broken is not missing. */
const inFile = `select from ${staging} line where line.license_number`;

async function findCutEnd(
  sql: TransactionClient,
  kind: ListKind,
  { last, now }: { last: string | null; now: string },
): Promise<string | undefined> {
  if (!last) return undefined;
  const table = tableOf(kind);
  if (last === now) return findCutLicense(sql, table, last);
  const [row] = await sql.unsafe<{ isCut: boolean }[]>(
    `select exists (select from ${table} where license_number = $1) and not exists (${inFile} = $1)
       and exists (select from ${table} where license_number = $2) as "isCut"`,
    [last, now],
  );
  return row?.isCut
    ? `The file ends with the license ${now}, and the last file went on to ${last}: it looks cut short.`
    : undefined;
}

/** The last license has fewer rows, and none of them is new. */
async function findCutLicense(
  sql: TransactionClient,
  table: string,
  license: string,
): Promise<string | undefined> {
  const [rows] = await sql.unsafe<{ before: number; now: number }[]>(
    `select (select count(*) from ${table} where license_number = $1) as before, count(*) as now
     from ${staging} where license_number = $1`,
    [license],
  );
  const { before = 0, now = 0 } = rows ?? {};
  return now < before
    ? `The file ends with ${countOf(now, 'row')} of the license ${license}, and the last file had ${formatCount(before)}: it looks cut short.`
    : undefined;
}

/** Licenses that follow one another are all missing. */
async function findGap(sql: TransactionClient, kind: ListKind): Promise<string | undefined> {
  const [gap] = await sql.unsafe<{ first: string; last: string }[]>(`
    with license as (
      select license_number, exists (${inFile} = t.license_number) as is_there,
             row_number() over (order by length(license_number), license_number) as place
      from (select distinct license_number from ${tableOf(kind)}) t
    ), run as (
      select license_number, place - row_number() over (order by place) as of from license where not is_there
    )
    select (array_agg(license_number order by length(license_number), license_number))[1] as first,
           (array_agg(license_number order by length(license_number) desc, license_number desc))[1] as last
    from run group by of having count(*) >= ${fewestLost} order by count(*) desc limit 1`);
  return gap
    ? `The file lacks all rows of the licenses from ${gap.first} to ${gap.last}: a part of it is missing.`
    : undefined;
}

/** A kind of rows of which far fewer are there than before. */
async function findLostPart(sql: TransactionClient, kind: ListKind): Promise<string | undefined> {
  const column = partColumns[kind];
  const [part] = await sql.unsafe<{ name: string; before: number; now: number }[]>(`
    select name, before, coalesce(now, 0) as now from (
      select ${column} as name, count(*) as before from ${tableOf(kind)} where ${column} is not null group by 1
    ) old left join (
      select ${column} as name, count(*) as now from ${staging} where problem = '' group by 1
    ) new using (name)
    where before - coalesce(now, 0) >= ${fewestLost} and coalesce(now, 0) < ${leastLeft} * before
    order by before - coalesce(now, 0) desc, name limit 1`);
  return part
    ? `The file has ${formatCount(part.now)} of the ${countOf(part.before, 'row')} of the kind “${part.name}”: a part of it is missing.`
    : undefined;
}
