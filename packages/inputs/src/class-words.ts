import { classificationNames } from './classifications.ts';

/** `C-10` as “C-10 Electrical”; a code that the board's list lacks stays alone. */
export function classInWords(code: string): string {
  const name = (classificationNames as Record<string, string | undefined>)[code];
  return name ? `${code} ${name}` : code;
}
