import { getLicenseInput } from '@namc/inputs/contractors';
import { readLeniently } from '../../../lib/lenient.ts';

const licenseSearch = getLicenseInput.pick({ on: true });

/** Never fails: a mistyped day shows today's standing. It is named even so, or the router would keep the text of the address. */
export function readLicenseSearch(given: Record<string, unknown>): { on: string | undefined } {
  return { on: readLeniently(licenseSearch, given).on };
}
