import { z } from 'zod/mini';
import { licenseNumber } from './contractors.ts';

/** The most licenses that stand side by side in a comparison. */
export const mostCompared = 4;

/** The license that a person adds to a comparison. */
export const compareLicenseInput = z.object({
  licenseNumber: z.string().check(
    z.trim(),
    z.minLength(1, { error: 'is required', abort: true }),
    z.refine((text) => licenseNumber.safeParse(text).success, 'must be up to 8 digits and nothing else'),
  ),
});

/**
 * Reads a comparison as an address carries it, `1001,1002`: each license once, without zeros in front. `unread` has the parts that
 * are no license numbers.
 */
export function readCompared(text: string): { licenses: string[]; unread: string[] } {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const isNumber = (part: string) => licenseNumber.safeParse(part).success;
  return {
    licenses: [...new Set(parts.filter(isNumber).map((part) => part.replace(/^0+(?=\d)/, '')))],
    unread: parts.filter((part) => !isNumber(part)),
  };
}
