import { tradeSkills } from '@namc/inputs/skills';

const skillNames: Record<string, string> = tradeSkills;

/** “Estimating, Scheduling”. */
export const skillsInWords = (codes: readonly string[]): string =>
  codes.map((code) => skillNames[code] ?? code).join(', ');
