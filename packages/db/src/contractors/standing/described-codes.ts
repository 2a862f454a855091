import {
  coverageTypes,
  coverageWords,
  noteOf,
  primaryCodes,
  secondaryCodes,
  suspensionWords,
} from '@namc/inputs/board-codes';
import { businessTypes, businessTypeWords } from '@namc/inputs/business-types';

export interface DescribedCode {
  /** The board's name of the column. */
  column: string;
  code: string;
  words: string;
}

/** Every code of the board that has words, with these words. */
export function describedCodes(): DescribedCode[] {
  return [
    ...primaryCodes.map((code) => ({
      column: 'PrimaryStatus',
      code,
      words: code === 'CLEAR' ? 'Listed as clear' : `Suspended: ${suspensionWords(code)}`,
    })),
    ...secondaryCodes.map((code) => ({
      column: 'SecondaryStatus',
      code,
      words: noteOf(code)?.words ?? '',
    })),
    ...coverageTypes.map((code) => ({
      column: 'WorkersCompCoverageType',
      code,
      words: coverageWords(code),
    })),
    ...businessTypes.map((code) => ({ column: 'BusinessType', code, words: businessTypeWords(code) })),
  ];
}
