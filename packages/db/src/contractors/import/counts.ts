/** A number as a person writes it, such as `5,597`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** A number with its noun, such as `1 row` or `5,597 rows`. */
export const countOf = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
