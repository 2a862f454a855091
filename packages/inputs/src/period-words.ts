/** “6 months”, “1 year” or “2 years”. */
export function monthsInWords(months: number): string {
  const [count, unit] = months % 12 === 0 ? [months / 12, 'year'] : [months, 'month'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The words after an amount of dues: “a year” or “for 6 months”. */
export const perPeriod = (months: number): string =>
  months === 12 ? 'a year' : `for ${monthsInWords(months)}`;

/** The numbers of periods that a membership can be renewed for at once, five years at most. */
export const periodsToChoose = (periodMonths: number, most: number): number[] =>
  Array.from({ length: most }, (_, at) => at + 1).filter(
    (count) => count === 1 || count * periodMonths <= 60,
  );
