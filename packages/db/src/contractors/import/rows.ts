import { amountColumns, columnNames, dateColumns, type MasterColumn } from './master-file.ts';
import { type Scope, staging } from './staging.ts';
import { sheetDate } from './validation.ts';

/**
 * The lines that differ from their rows, with types, and with the old values that the change events need. The merge
 * makes the table and drops it.
 */
export const changedRows = 'import_staging.changed_rows';

/** Each column of `california_contractors` that comes from the file, with its value from a staging line. */
const derived: Record<string, string> = {
  county: `coalesce(own.name, nullif(s.county, ''), case when s.state = 'CA' then z.county end)`,
  // A spreadsheet takes a ZIP code's leading zero away.
  zip_code: `case when length(s.zip_code) = 4 and s.zip_code ~ '^\\d{4}$' then '0' || s.zip_code
             when length(s.zip_code) = 8 and s.zip_code ~ '^\\d{8}$' then '0' || left(s.zip_code, 4) || '-' || right(s.zip_code, 4)
             when s.zip_code ~ '^\\d{9}$' then left(s.zip_code, 5) || '-' || right(s.zip_code, 4)
             else nullif(s.zip_code, '') end`,
  business_phone: `case when translate(s.business_phone, '() -.', '') ~ '^\\d{10}$'
                   then '+1' || translate(s.business_phone, '() -.', '') else nullif(s.business_phone, '') end`,
  classifications: `coalesce(codes.normalized, '{}')`,
  region: `case when s.state in ('CA', '') then coalesce(own.region, beside.region, 'OTHER') else 'OTHER' end`,
  location: `z.location`,
  location_precision: `case when z.location is not null then 'zip' end`,
};

/** The present rows that the file lacks, whether they become gone or not. The merge makes the table and drops it. */
export const absentRows = 'import_staging.absent_rows';

const notNull = new Set<string>(['license_number', 'business_name', 'primary_status']);

export const fileColumns = [...columnNames, 'classifications', 'region', 'location', 'location_precision'];

const pendingColumns = new Set<string>([
  'pending_suspension',
  'pending_class_removal',
  'pending_class_replacement',
]);

/** A text that is a date as the board writes it: a spreadsheet that saved the file writes the same day in other ways. */
export const asBoardWrites = (text: string) => `
  case when ${text} ~ '^(?:${sheetDate})$' then regexp_replace(regexp_replace(regexp_replace(
    ${text}, '^(\\d{4})-(\\d\\d)-(\\d\\d)$', '\\2/\\3/\\1'), '^(\\d)/', '0\\1/'), '^(\\d\\d)/(\\d)/', '\\1/0\\2/')
  else ${text} end`;

function columnValue(column: string): string {
  const special = derived[column];
  if (special) return special;
  if (dateColumns.includes(column as MasterColumn)) return `nullif(s.${column}, '')::date`;
  if (amountColumns.includes(column as MasterColumn)) return `nullif(s.${column}, '')::bigint * 100`;
  if (pendingColumns.has(column))
    return `case when s.${column} <> '' then ${asBoardWrites(`s.${column}`)} end`;
  return notNull.has(column) ? `s.${column}` : `nullif(s.${column}, '')`;
}

/**
 * The accepted lines in `scope` as rows of `california_contractors`. Dates are month, day, year (the caller sets `datestyle`).
 * Classifications are normalized once per distinct text instead of once per row, by the rule of
 * `normalizeClassification` in @namc/inputs.
 */
export function typedRows(scope: Scope): string {
  return `
    select ${fileColumns.map((column) => `${columnValue(column)} as ${column}`).join(', ')}
    from ${staging} s
    left join (
      select filed, array(
        select distinct coalesce(regexp_replace(code, '^([A-Z])[-\\s]?0*(\\d+)$', '\\1-\\2'), code)
        from (select upper(btrim(part)) as code from unnest(string_to_array(filed, '|')) part) parts
        where code <> '' order by 1
      ) as normalized
      from (select distinct classifications_filed as filed from ${staging} s where problem = '' and ${scope}) texts
    ) codes on codes.filed = s.classifications_filed
    left join zip_codes z on z.zip_code = left(s.zip_code, 5) and s.zip_code ~ '^\\d{5}(-?\\d{4})?$'
    left join california_counties own on lower(own.name) = lower(s.county)
    left join california_counties beside on beside.name = z.county and z.state = 'CA'
    where s.problem = '' and ${scope}`;
}
