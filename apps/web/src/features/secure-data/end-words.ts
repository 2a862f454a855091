/** “ends in 6789”, for a value whose last characters alone are shown. */
export const endInWords = (end: string | null | undefined): string =>
  end ? `ends in ${end}` : 'not entered';
