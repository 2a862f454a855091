export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2028-01-31` as “January 31, 2028”. A day has no time zone, so none may shift it; a format of dates takes a cheap phone 50 ms. */
export function dayWords(day: string): string {
  return `${months[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8, 10))}, ${day.slice(0, 4)}`;
}

/** `2026-10` as “October 2026”. */
export function monthInWords(month: string): string {
  const [year = '', number = '1'] = month.split('-');
  return `${months[Number(number) - 1]} ${year}`;
}
