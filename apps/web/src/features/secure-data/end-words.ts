/** “ends in 6789”, for a value whose last characters alone are shown. */
export const endInWords = (end: string | null | undefined): string =>
  end ? `ends in ${end}` : 'not entered';

/** “XX-XXX6789”, for a tax number whose last digits alone are shown. */
export const taxEndInWords = (end: string | null | undefined): string =>
  end ? `XX-XXX${end}` : 'not entered';

/** Both ways to write a tax number. The nine digits alone don’t tell an EIN from an SSN. */
export const taxIdInWords = (digits: string): string =>
  `${digits.slice(0, 2)}-${digits.slice(2)} as an EIN, ${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)} as an SSN`;
