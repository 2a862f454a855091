import { classificationNames } from './classifications.ts';

export interface Succession {
  retired: string;
  successor: string;
  /** The day from which the board issues only the successor; null where the board does not publish it. */
  since: string | null;
}

/**
 * Codes that the board has retired while their holders still have them, with the codes that took their place. The
 * board's list names the successors; title 16 of the California Code of Regulations, section 832.49, has the day of
 * C-49.
 */
export const successions: readonly Succession[] = [
  { retired: 'D-7', successor: 'D-21', since: null },
  { retired: 'D-8', successor: 'C-28', since: null },
  { retired: 'D-22', successor: 'C-29', since: null },
  { retired: 'D-48', successor: 'C-34', since: null },
  { retired: 'D-49', successor: 'C-49', since: '2024-01-01' },
];

/** Every class of the C-61 series that a license may carry: the board has numbered them from D-1 to D-65. */
const limitedSpecialties = Array.from({ length: 65 }, (_, number) => `D-${number + 1}`);

/** The codes that a search for `code` finds: itself, its successor or the code it succeeded, and for C-61 every D class. */
export function kinOf(code: string): string[] {
  const kin = new Set([code]);
  if (code === 'C-61') for (const specialty of limitedSpecialties) kin.add(specialty);
  for (const { retired, successor } of successions) {
    if (retired === code) kin.add(successor);
    if (successor === code) kin.add(retired);
  }
  return [...kin];
}

/** True if the board's list has this code. */
export const isListed = (code: string): code is keyof typeof classificationNames =>
  Object.hasOwn(classificationNames, code);
