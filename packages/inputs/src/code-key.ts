/** The form in which codes are compared: the board's own capitals and spaces vary. */
export const codeKey = (code: string): string => code.replace(/[ \t]+/g, ' ').toUpperCase();

/** The meanings of the codes, by the form in which they are compared. */
export const byKey = <Value>(given: Record<string, Value>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(given).map(([code, value]) => [codeKey(code), value]));
