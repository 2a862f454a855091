import type { TransactionClient } from '../../engine/connection.ts';
import type { Findings, NamedLicense } from '../tables/import-runs.ts';
import type { ListKind } from './board-files.ts';
import { countOf } from './counts.ts';
import { isAbsent, newRows, tableOf } from './list-file.ts';
import { staging } from './staging.ts';

const mostNamed = 5;

/** Says how many licenses of the file the portal does not know, and names some. */
export async function aboutUnknownLicenses(sql: TransactionClient, kind: ListKind): Promise<string[]> {
  const [unknown] = await sql.unsafe<{ count: number; some: string[]; isEmpty: boolean }[]>(`
    with unknown as (
      select distinct license_number from ${staging} s
      where problem = '' and not exists (select from california_contractors c where c.license_number = s.license_number)
    )
    select count(*) as count, not exists (select from california_contractors) as "isEmpty",
           array(select license_number from unknown order by length(license_number), license_number limit ${mostNamed}) as some
    from unknown`);
  if (!unknown || unknown.count === 0) return [];
  if (unknown.isEmpty)
    return ['No license file was loaded yet. The rows are kept, and shown once their licenses are known.'];
  const names = `${unknown.some.join(', ')}${unknown.count > mostNamed ? ' and others' : ''}`;
  const why =
    kind === 'workers_comp' ? ' The board’s workers’ comp file keeps those of licenses that have ended.' : '';
  return [
    `${countOf(unknown.count, 'license')} of this file ${unknown.count === 1 ? 'is' : 'are'} not in the license file: ${names}. The rows are kept.${why}`,
  ];
}

/** The subject of a row, without a person's name: findings are kept longer than the rows. */
const about: Record<ListKind, string> = {
  personnel: `concat_ws(', ', t.record_type, nullif(array_to_string(t.titles, ', '), ''), nullif(array_to_string(t.classes, ', '), ''),
    case when t.bond_surety is not null then 'bond of ' || t.bond_surety end)`,
  workers_comp: `concat_ws(', ', t.coverage_type, t.insurer, 'through ' || t.expiration_date, 'canceled from ' || t.cancellation_date)`,
};

/** Some rows that the file brings, and some that it takes away, by their licenses. Only after `compareList`. */
export async function sampleList(
  sql: TransactionClient,
  kind: ListKind,
  most: number,
): Promise<Findings['samples']> {
  const table = tableOf(kind);
  const sample = (from: string, where: string) =>
    sql.unsafe<NamedLicense[]>(`
      select t.license_number as "licenseNumber", coalesce(c.business_name, 'Not in the license file') as "businessName",
             c.city, ${about[kind]} as "primaryStatus"
      from (select * from ${from} where ${where} order by length(license_number), license_number, digest limit ${most}) t
      left join california_contractors c on c.license_number = t.license_number
      order by length(t.license_number), t.license_number, t.digest`);
  return {
    changed: [],
    returned: [],
    added: await sample(
      newRows,
      `not exists (select from ${table} old where old.digest = ${newRows}.digest)`,
    ),
    gone: await sample(table, isAbsent(table)),
  };
}
