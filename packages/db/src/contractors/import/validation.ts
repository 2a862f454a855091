import type { TransactionClient } from '../../engine/connection.ts';
import { amountColumns, dateColumns, headerNameOf, type MasterColumn } from './master-file.ts';
import { staging } from './staging.ts';

/** A real day of the years 1900 to 2099 as MM/DD/YYYY, with February 29 in leap years only. */
const realDate = [
  String.raw`(?:0[1-9]|1[0-2])/(?:0[1-9]|1\d|2[0-8])/(?:19|20)\d\d`,
  String.raw`(?:0[13-9]|1[0-2])/(?:29|30)/(?:19|20)\d\d`,
  String.raw`(?:0[13578]|1[02])/31/(?:19|20)\d\d`,
  '02/29/(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)',
].join('|');
const realAmount = String.raw`\d{1,12}`;

interface Rule {
  column: MasterColumn;
  /** True for a value that cannot be accepted. */
  broken: string;
  problem: string;
}

const rules: Rule[] = [
  {
    column: 'license_number',
    broken: `license_number !~ '^\\d{1,8}$'`,
    problem: 'is not a license number of up to 8 digits',
  },
  { column: 'business_name', broken: `business_name = ''`, problem: 'is empty' },
  { column: 'primary_status', broken: `primary_status = ''`, problem: 'is empty' },
  ...dateColumns.map((column) => ({
    column,
    broken: `${column} <> '' and ${column} !~ '^(?:${realDate})$'`,
    problem: 'is not a date such as 03/31/2028',
  })),
  ...amountColumns.map((column) => ({
    column,
    broken: `${column} <> '' and ${column} !~ '^${realAmount}$'`,
    problem: 'is not a whole number of dollars',
  })),
];

/** Marks every line of the staging table that cannot be accepted, with the field and the reason. */
export async function rejectBrokenLines(sql: TransactionClient): Promise<void> {
  // One check of all dates of a line, and one of all amounts, takes a third of the time of a check of each. The
  // separating tab occurs in no field.
  const allFit = (columns: readonly string[], pattern: string) =>
    `concat_ws(e'\\t', ${columns.join(', ')}) ~ e'^(?:(?:${pattern.replaceAll('\\', '\\\\')})?(?:\\t|$))*$'`;
  const anyBroken = `
    license_number !~ '^\\d{1,8}$' or business_name = '' or primary_status = ''
    or not ${allFit(dateColumns, realDate)} or not ${allFit(amountColumns, realAmount)}`;
  // Nearly always no line is broken, and a count may use all cores, which an update may not.
  const [broken] = await sql.unsafe<{ count: number }[]>(`
    select count(*) as count from ${staging} where problem = '' and (${anyBroken})`);
  if (broken?.count) await markBroken(sql, anyBroken);
  await markDuplicates(sql);
}

async function markBroken(sql: TransactionClient, anyBroken: string): Promise<void> {
  const choose = (what: (rule: Rule) => string) =>
    `case ${rules.map((rule) => `when ${rule.broken} then ${what(rule)}`).join(' ')} end`;
  await sql.unsafe(`
    update ${staging}
    set problem_field = ${choose(({ column }) => `'${headerNameOf(column)}'`)},
        problem = ${choose(({ column, problem }) => `'"' || left(${column}, 60) || '" ${problem}'`)}
    where problem = '' and (${anyBroken})`);
}

/** The first of several lines with one license number counts. */
async function markDuplicates(sql: TransactionClient): Promise<void> {
  await sql.unsafe(`
    update ${staging} later
    set problem_field = '${headerNameOf('license_number')}',
        problem = 'the license number ' || later.license_number || ' stands in line ' || first.line || ' already'
    from (
      select license_number, min(line) as line from ${staging}
      where problem = '' group by license_number having count(*) > 1
    ) first
    where later.problem = '' and later.license_number = first.license_number and later.line > first.line`);
}

export interface LineCounts {
  read: number;
  accepted: number;
  rejected: number;
  /** The latest `LastUpdate`, `YYYY-MM-DD`. */
  snapshotDate: string | null;
}

export async function countLines(sql: TransactionClient): Promise<LineCounts> {
  const [row] = await sql.unsafe<LineCounts[]>(`
    select count(*) as read, count(*) filter (where problem = '') as accepted,
           count(*) filter (where problem <> '') as rejected,
           max(concat_ws('-', substr(last_updated, 7, 4), substr(last_updated, 1, 2), substr(last_updated, 4, 2)))
             filter (where problem = '' and last_updated <> '') as "snapshotDate"
    from ${staging}`);
  if (!row) throw new Error('A count returns a row.');
  return row;
}
