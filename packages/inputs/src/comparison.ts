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

/** Reads a comparison as an address carries it, `1001,1002`: each number once. What is no license number is left out. */
export function readCompared(text: string): string[] {
  const read = text.split(',').map((part) => licenseNumber.safeParse(part));
  return [...new Set(read.flatMap(({ data }) => data ?? []))];
}
