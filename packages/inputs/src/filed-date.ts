/**
 * A day that a calendar has, as `YYYY-MM-DD` of the years 1900 to 2099: a pattern for JavaScript and PostgreSQL, without its
 * anchors.
 */
export const realDay = [
  '(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])',
  '(?:19|20)[0-9]{2}-(?:0[13-9]|1[0-2])-(?:29|30)',
  '(?:19|20)[0-9]{2}-(?:0[13578]|1[02])-31',
  '(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)-02-29',
].join('|');
const isRealDay = new RegExp(`^(?:${realDay})$`);

/**
 * A date in a column of text as the board writes it (`01/02/2027`) or a spreadsheet (`1/2/2027`, `2027-01-02`), as
 * `YYYY-MM-DD`; null for any other text, and for a day that no calendar has.
 */
export function readFiledDate(filed: string): string | null {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(filed) ?? [];
  const date = month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : filed;
  return isRealDay.test(date) ? date : null;
}
