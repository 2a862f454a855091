import type { TransactionClient } from '../../engine/connection.ts';
import {
  amountColumnsOf,
  type BoardFile,
  dateColumnsOf,
  dateListColumnsOf,
  headerNameIn,
  licenseColumn,
  neededColumnsOf,
} from './board-files.ts';
import { type Scope, staging } from './staging.ts';

/** A real day of the years 1900 to 2099 as MM/DD/YYYY, as the board writes it, with February 29 in leap years only. */
const boardDate = dayOf((month, day, year) => `${month}/${day}/${year}`, '0');
/** As a spreadsheet writes it: without leading zeros, or year first. */
export const sheetDate = [
  dayOf((month, day, year) => `${month}/${day}/${year}`, '0?'),
  dayOf((month, day, year) => `${year}-${month}-${day}`, '0'),
].join('|');

function dayOf(write: (month: string, day: string, year: string) => string, zero: string): string {
  const year = '(?:19|20)\\d\\d';
  return [
    write(`(?:${zero}[1-9]|1[0-2])`, `(?:${zero}[1-9]|1\\d|2[0-8])`, year),
    write(`(?:${zero}[13-9]|1[0-2])`, '(?:29|30)', year),
    write(`(?:${zero}[13578]|1[02])`, '31', year),
    write(`${zero}2`, '29', '(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)'),
  ].join('|');
}

const realAmount = '\\d{1,12}';

interface Rule {
  column: string;
  /** True for a value that cannot be accepted. */
  broken: string;
  problem: string;
}

const rulesOf = (file: BoardFile): Rule[] => [
  ...neededColumnsOf(file).map((column) => ({ column, broken: `${column} = ''`, problem: 'is empty' })),
  ...dateColumnsOf(file).map((column) => ({
    column,
    broken: `${column} <> '' and ${column} !~ '^(?:${sheetDate})$'`,
    problem: 'is not a date such as 03/31/2028',
  })),
  ...dateListColumnsOf(file).map((column) => ({
    column,
    broken: `not ${column} ~ '^((?:${sheetDate})? *([|] *|$))*$'`,
    problem: 'is not a list of dates such as 03/31/2028| 04/30/2029',
  })),
  ...amountColumnsOf(file).map((column) => ({
    column,
    broken: `${column} <> '' and ${column} !~ '^${realAmount}$'`,
    problem: 'is not a whole number of dollars',
  })),
];

/** A copy without a header is read by position, so each of its rows has to look like one of the master file. */
const shapeRules: Rule[] = [
  { column: 'city', broken: `city ~ '\\d'`, problem: 'is not a city' },
  { column: 'state', broken: `state !~ '^([A-Z]{2})?$'`, problem: 'is not a state such as CA' },
  {
    column: 'zip_code',
    broken: `zip_code !~ '^(\\d{4,9}|\\d{5}-\\d{4}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)?$' and state = 'CA'`,
    problem: 'is not a ZIP code',
  },
  {
    column: 'business_phone',
    broken: `business_phone !~ '^[0-9() .+-]*$'`,
    problem: 'is not a telephone number',
  },
];

/** Marks every line of the staging table in `scope` that cannot be accepted, with the field and the reason. */
export async function rejectBrokenLines(
  sql: TransactionClient,
  file: BoardFile,
  { hasHeader }: { hasHeader: boolean },
  scope: Scope,
): Promise<void> {
  const rules = [...rulesOf(file), ...(hasHeader ? [] : shapeRules)];
  // One check of all dates of a line, and one of all amounts, takes a third of the time of a check of each. The
  // separating tab occurs in no field.
  const allFit = (columns: readonly string[], pattern: string) =>
    `concat_ws(e'\\t', ${columns.join(', ')}) ~ e'^(?:(?:${pattern.replaceAll('\\', '\\\\')})?(?:\\t|$))*$'`;
  const suspect = [
    `not ${allFit(dateColumnsOf(file), boardDate)}`,
    ...(amountColumnsOf(file).length > 0 ? [`not ${allFit(amountColumnsOf(file), realAmount)}`] : []),
    ...dateListColumnsOf(file).map((column) => `not ${column} ~ '^((?:${boardDate})? *([|] *|$))*$'`),
    ...neededColumnsOf(file).map((column) => `${column} = ''`),
    ...(hasHeader ? [] : shapeRules.map(({ broken }) => broken)),
  ].join(' or ');
  // CASE has the patterns tried on the lines in scope alone. The planner would try them first, on all lines.
  const inScope = (broken: string) => `case when ${scope} then ${broken} else false end`;
  // Nearly always no line is broken, and a count may use all cores, which an update may not.
  const [found] = await sql.unsafe<{ count: number }[]>(
    `select count(*) as count from ${staging} s where problem = '' and ${inScope(suspect)}`,
  );
  if (found?.count) {
    await markBroken(
      sql,
      file,
      rules,
      inScope(`(${suspect}) and (${rules.map(({ broken }) => broken).join(' or ')})`),
    );
  }
  if (file.kind === 'licenses') await markDuplicates(sql, file);
}

async function markBroken(
  sql: TransactionClient,
  file: BoardFile,
  rules: Rule[],
  isBroken: string,
): Promise<void> {
  const choose = (what: (rule: Rule) => string) =>
    `case ${rules.map((rule) => `when ${rule.broken} then ${what(rule)}`).join(' ')} else '' end`;
  await sql.unsafe(`
    update ${staging} s
    set problem_field = ${choose(({ column }) => `'${headerNameIn(file, column)}'`)},
        problem = ${choose(({ column, problem }) => `'"' || left(${column}, 60) || '" ${problem}'`)}
    where problem = '' and ${isBroken}`);
}

/** The first of several lines with one license number counts. */
async function markDuplicates(sql: TransactionClient, file: BoardFile): Promise<void> {
  await sql.unsafe(`
    update ${staging} later
    set problem_field = '${headerNameIn(file, licenseColumn)}',
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
  /** The latest `LastUpdate` up to today in California, `YYYY-MM-DD`. */
  snapshotDate: string | null;
  /** Lines with a `LastUpdate` after today, and the first of them. */
  future: number;
  firstFuture: number | null;
  /** Rejected lines whose license number cannot be found. */
  nameless: number;
}

export async function countLines(sql: TransactionClient): Promise<LineCounts> {
  // A file has a few hundred days of last updates, so the lines of each are counted before its text becomes a date.
  const [row] = await sql.unsafe<LineCounts[]>(`
    select coalesce(sum(lines), 0)::bigint as read,
           coalesce(sum(lines) filter (where not is_rejected), 0)::bigint as accepted,
           coalesce(sum(lines) filter (where is_rejected), 0)::bigint as rejected,
           max(updated) filter (where updated <= today)::text as "snapshotDate",
           coalesce(sum(lines) filter (where updated > today), 0)::bigint as future,
           min(first) filter (where updated > today) as "firstFuture",
           coalesce(sum(lines) filter (where is_rejected and is_nameless), 0)::bigint as nameless
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock, (
      select is_rejected, is_nameless, lines, first, case when not is_rejected then nullif(last_updated, '')::date end as updated
      from (
        select problem <> '' as is_rejected, license_number = '' as is_nameless, last_updated, count(*) as lines, min(line) as first
        from ${staging} group by 1, 2, 3
      ) days
    ) dated`);
  if (!row) throw new Error('A count returns a row.');
  return row;
}

/** The most common reasons for rejecting a row: an example, the number of rows, and the first line of each. */
export async function mostCommonReasons(sql: TransactionClient): Promise<string[]> {
  const rows = await sql.unsafe<{ field: string; problem: string; count: number; line: number }[]>(`
    select problem_field as field, (array_agg(problem order by line))[1] as problem, count(*) as count, min(line) as line
    from ${staging} where problem <> ''
    group by problem_field, regexp_replace(problem, '^".*" |\\d+', '', 'g')
    order by count(*) desc, min(line) limit 3`);
  return rows.map(
    ({ field, problem, count, line }) =>
      `${field === 'row' ? 'The row' : field} ${problem} (${count.toLocaleString('en-US')} ${count === 1 ? `row, in line ${line}` : `rows, first in line ${line}`})`,
  );
}
