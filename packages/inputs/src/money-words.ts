const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** An amount of cents as letters and documents write it: `$1,250.00`. */
export const moneyWords = (cents: number): string => dollars.format(cents / 100);
