import { classificationNames, isCertification } from '@namc/inputs/classifications';

const names: Record<string, string> = classificationNames;

/** `C-10 Electrical`. A code that the board has retired appears alone. */
export function tradeLabel(code: string): string {
  return names[code] ? `${code} ${names[code]}` : code;
}

export function tradeName(code: string): string | undefined {
  return names[code];
}

/** Every trade, certifications apart, that can be searched, and the other trades in the results. */
export function tradeCodes(found: readonly string[]): string[] {
  const known = Object.keys(names).filter((code) => !isCertification(code));
  return [...known, ...found.filter((code) => !(code in names))];
}
