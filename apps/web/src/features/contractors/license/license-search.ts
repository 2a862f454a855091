import { getLicenseInput } from '@namc/inputs/contractors';
import { z } from 'zod/mini';
import { readLeniently } from '../../../lib/lenient.ts';

const licenseSearch = z.pick(getLicenseInput, { on: true });

/** Never fails: a mistyped day shows today's standing. It is named even so, or the router would keep the text of the address. */
export function readLicenseSearch(given: Record<string, unknown>): { on: string | undefined } {
  return { on: readLeniently(licenseSearch, given).on };
}
